/** Rules about operators and the type of their key. */
import { type OperatorName, type ParsedOperator, parseOperator } from "../conditions/operator-name.ts";
import type { ConditionClause, Statement } from "../document/document.ts";
import type { ConditionKeyFacts, KeyType } from "../reference/facts.ts";
import type { Rule, Spot } from "./finding.ts";
import { isAllow, quote, type Subject } from "./subject.ts";

export const operatorRules: readonly Rule[] = [
  {
    code: "operator-type-mismatch",
    severity: "warning",
    about: "An operator that does not compare values of the key's type.",
    find: (subject) => eachCondition(subject, judgeType),
  },
  {
    code: "multi-valued-without-set",
    severity: "warning",
    about:
      "A multi-valued key without `ForAnyValue:` or `ForAllValues:`: a request with several values does not match.",
    find: (subject) =>
      eachCondition(subject, ({ clause, operator, facts }) =>
        facts?.multiValued === true && operator.set === undefined && operator.name !== "Null"
          ? `${quote(clause.key.value)} can have several values; write "ForAnyValue:${clause.operator.value}" or "ForAllValues:${clause.operator.value}"`
          : undefined,
      ),
  },
  {
    code: "set-on-single-valued",
    severity: "warning",
    about: "`ForAnyValue:` or `ForAllValues:` with a key that has one value.",
    find: (subject) =>
      eachCondition(subject, ({ clause, operator, facts }) =>
        facts?.multiValued === false && operator.set !== undefined
          ? `${quote(clause.key.value)} has one value; leave out "${operator.set}:"`
          : undefined,
      ),
  },
  {
    code: "forallvalues-in-allow",
    severity: "warning",
    about:
      '`ForAllValues:` in an Allow without `"Null": {key: "false"}`: it also holds when the key is absent.',
    find: (subject) =>
      eachCondition(subject, ({ clause, operator, statement }) =>
        operator.set === "ForAllValues" &&
        operator.name !== "Null" &&
        isAllow(statement) &&
        !isRequired(statement, clause.key.value)
          ? `"ForAllValues" also holds when ${quote(clause.key.value)} is absent; add "Null": {${quote(clause.key.value)}: "false"}`
          : undefined,
      ),
  },
  {
    code: "mfa-deny-misses-keys",
    severity: "warning",
    about:
      'A Deny with `"Bool": {"aws:MultiFactorAuthPresent": "false"}`: long-lived keys do not have the key, so that it does not concern them.',
    find: (subject) =>
      eachCondition(subject, ({ clause, operator, statement }) =>
        isMfa(clause, "false") && isBool(operator, false) && !isAllow(statement) && !deniesAbsentMfa(subject)
          ? 'long-lived keys have no "aws:MultiFactorAuthPresent" and are not denied; write "BoolIfExists"'
          : undefined,
      ),
  },
  {
    code: "mfa-allow-admits-keys",
    severity: "warning",
    about:
      'An Allow with `"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}`: long-lived keys do not have the key, so that it lets them in without MFA.',
    find: (subject) =>
      eachCondition(subject, ({ clause, operator, statement }) =>
        isMfa(clause, "true") && isBool(operator, true) && isAllow(statement)
          ? 'long-lived keys have no "aws:MultiFactorAuthPresent" and are let in without MFA; write "Bool"'
          : undefined,
      ),
  },
];

interface Judged {
  readonly subject: Subject;
  readonly statement: Statement;
  readonly clause: ConditionClause;
  readonly operator: ParsedOperator;
  readonly facts: ConditionKeyFacts | undefined;
}

/** `judge` says what is wrong with a key under its operator; undefined: nothing. */
function eachCondition(subject: Subject, judge: (judged: Judged) => string | undefined): Spot[] {
  return subject.statements.flatMap((statement) =>
    statement.conditions.flatMap((clause) => {
      const operator = parseOperator(clause.operator.value);
      if (operator === undefined || !subject.spend(1)) return [];
      const facts = subject.keyFacts(clause.key.value);
      const message = judge({ subject, statement, clause, operator, facts });
      return message === undefined ? [] : [subject.atWord(clause.key, message, statement)];
    }),
  );
}

type Family = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress" | "Binary";

/** Which families compare values of a type. A text may be any ARN and any bytes; an ARN is a text. */
const fitting: Readonly<Record<KeyType, readonly Family[]>> = {
  String: ["String", "ARN", "Binary"],
  ARN: ["ARN", "String"],
  Bool: ["Bool"],
  Numeric: ["Numeric"],
  Date: ["Date"],
  IPAddress: ["IPAddress"],
};

const advice: Readonly<Record<KeyType, string>> = {
  String: "a String operator",
  ARN: '"ArnLike"',
  Bool: '"Bool"',
  Numeric: "a Numeric operator",
  Date: "a Date operator",
  IPAddress: '"IpAddress" or "NotIpAddress"',
};

function familyOf(name: OperatorName): Family | undefined {
  if (name === "Null") return undefined;
  if (name === "Bool") return "Bool";
  if (name.endsWith("IpAddress")) return "IPAddress";
  if (name === "BinaryEquals") return "Binary";
  if (name.startsWith("Arn")) return "ARN";
  if (name.startsWith("Numeric")) return "Numeric";
  return name.startsWith("Date") ? "Date" : "String";
}

/** AWS: aws:EpochTime is compared as a date or as a number. */
function judgeType({ clause, operator, facts }: Judged): string | undefined {
  const family = familyOf(operator.name);
  if (family === undefined || facts === undefined || fitting[facts.type].includes(family)) return undefined;
  if (facts.name === "aws:EpochTime" && family === "Numeric") return undefined;
  return `${quote(clause.operator.value)} does not compare ${quote(clause.key.value)}, whose type is ${facts.type}; use ${advice[facts.type]}`;
}

function isRequired({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    ({ operator, key: other, values }) =>
      parseOperator(operator.value)?.name === "Null" &&
      other.value.toLowerCase() === key.toLowerCase() &&
      values.length > 0 &&
      values.every(({ value }) => value.toLowerCase() === "false"),
  );
}

function isBool({ name, ifExists, set }: ParsedOperator, wantsIfExists: boolean): boolean {
  return name === "Bool" && set === undefined && ifExists === wantsIfExists;
}

function isMfa({ key, values }: ConditionClause, wanted: string): boolean {
  return (
    key.value.toLowerCase() === "aws:multifactorauthpresent" &&
    values.some(({ value }) => value.toLowerCase() === wanted)
  );
}

/** Whether another Deny is for those who do not have the key. */
function deniesAbsentMfa({ statements }: Subject): boolean {
  return statements.some(
    (statement) =>
      !isAllow(statement) &&
      statement.conditions.some(
        (clause) => parseOperator(clause.operator.value)?.name === "Null" && isMfa(clause, "true"),
      ),
  );
}
