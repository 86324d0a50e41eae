/** Rules about the values of conditions: what never compares as it looks. */

import { decodeBase64 } from "../../base/index.ts";
import { parseRange } from "../conditions/address.ts";
import { parseInstant } from "../conditions/instant.ts";
import { type OperatorName, parseOperator } from "../conditions/operator-name.ts";
import { parseBoolean, parseNumber, splitArnText } from "../conditions/typed.ts";
import type { ConditionClause, Statement, Word } from "../document/document.ts";
import { parsePattern } from "../matching/variables.ts";
import { sensitiveKeys } from "../reference/global-keys.ts";
import type { Rule, Spot } from "./finding.ts";
import { quote, type Subject } from "./subject.ts";

export const valueRules: readonly Rule[] = [
  {
    code: "wildcard-in-equals",
    severity: "warning",
    about: "`*` or `?` in a value of StringEquals and its kin, where they are ordinary characters.",
    find: (subject) =>
      eachValue(subject, (word, name, key) => {
        const type = subject.keyFacts(key)?.type ?? "String";
        if (!/^String(?:Not)?Equals/.test(name) || (type !== "String" && type !== "ARN")) return undefined;
        const like = `${type === "ARN" ? "Arn" : "String"}${name.includes("Not") ? "NotLike" : "Like"}`;
        return hasWildcard(word.value, subject.variables)
          ? `"*" and "?" are ordinary characters in "${name}"; write "${like}", or "\${*}" for the character itself`
          : undefined;
      }),
  },
  {
    code: "wildcard-in-sensitive-key",
    severity: "warning",
    about:
      "A wildcard in the value of a key that names accounts, organisations, VPCs or their endpoints, such as aws:PrincipalOrgID: it may be anybody's.",
    find: (subject) =>
      eachValue(subject, (word, name, key) =>
        /^String(?:Not)?Like$/.test(name) &&
        sensitiveKeys.has(key.toLowerCase()) &&
        hasWildcard(word.value, subject.variables)
          ? `${quote(word.value)} may be anybody's ${quote(key)}; write whole values under "${name.replace("Like", "Equals")}"`
          : undefined,
      ),
  },
  {
    code: "value-not-of-type",
    severity: "warning",
    about: "A value that its operator cannot read as a number, date, boolean, address, ARN or base64.",
    find: (subject) =>
      eachValue(subject, (word, name) => {
        const fault =
          subject.variables && word.value.includes("${") ? undefined : describeFault(name, word.value);
        return fault === undefined
          ? undefined
          : `${quote(word.value)} is ${fault} and matches nothing under "${name}"; correct it`;
      }),
  },
  {
    code: "empty-values",
    severity: "warning",
    about: "A key with an empty list of values: a positive operator never holds, a negated one always.",
    find: (subject) =>
      eachClause(subject, ({ key, values }, name) =>
        values.length > 0
          ? undefined
          : `${quote(key.value)} is compared with no value, so that "${name}" ${name.includes("Not") ? "always" : "never"} holds; name a value`,
      ),
  },
];

function eachClause(
  subject: Subject,
  judge: (clause: ConditionClause, name: OperatorName) => string | undefined,
): Spot[] {
  return subject.statements.flatMap((statement) =>
    statement.conditions.flatMap((clause) => {
      const name = parseOperator(clause.operator.value)?.name;
      const message = name === undefined ? undefined : judge(clause, name);
      return message === undefined ? [] : [subject.atWord(clause.key, message, statement)];
    }),
  );
}

type JudgeValue = (word: Word, name: OperatorName, key: string) => string | undefined;

function eachValue(subject: Subject, judge: JudgeValue): Spot[] {
  const inClause = (statement: Statement, { operator, key, values }: ConditionClause): Spot[] => {
    const name = parseOperator(operator.value)?.name;
    if (name === undefined) return [];
    return values.flatMap((word) => {
      const message = judge(word, name, key.value);
      return message === undefined ? [] : [subject.atWord(word, message, statement)];
    });
  };
  return subject.statements.flatMap((statement) =>
    statement.conditions.flatMap((clause) => inClause(statement, clause)),
  );
}

/** Escapes are characters, not wildcards. */
function hasWildcard(value: string, variables: boolean): boolean {
  const pieces = parsePattern(value, { wildcards: true, variables });
  return pieces.some(({ type }) => type === "run" || type === "one");
}

/** What a value fails to be; undefined: nothing. */
function describeFault(name: OperatorName, value: string): string | undefined {
  if (name === "Null" || name === "Bool")
    return parseBoolean(value) === undefined ? 'neither "true" nor "false"' : undefined;
  if (name.startsWith("Numeric")) return parseNumber(value) === undefined ? "no number" : undefined;
  if (name.startsWith("Date")) return parseInstant(value) === undefined ? "no date" : undefined;
  if (name.endsWith("IpAddress"))
    return parseRange(value) === undefined ? "no address and no CIDR block" : undefined;
  if (name.startsWith("Arn")) return splitArnText(value) === undefined ? "no ARN of six segments" : undefined;
  if (name === "BinaryEquals") return decodeBase64(value) === undefined ? "no base64" : undefined;
  return undefined;
}
