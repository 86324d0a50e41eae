/** Conditions that no request can meet: joined by and, they exclude one another. */
import { parseInstant } from "../conditions/instant.ts";
import { type ParsedOperator, parseOperator } from "../conditions/operator-name.ts";
import { foldCase, parseNumber } from "../conditions/typed.ts";
import type { ConditionClause, Statement } from "../document/document.ts";
import type { Rule, Spot } from "./finding.ts";
import { quote, type Subject } from "./subject.ts";

export const impossibleRules: readonly Rule[] = [
  {
    code: "impossible-condition",
    severity: "warning",
    about:
      "Two conditions on one key that exclude one another, so that the statement never applies: different values, an empty range, present and absent.",
    find: (subject) => subject.statements.flatMap((statement) => findContradictions(subject, statement)),
  },
  {
    code: "key-in-two-cases",
    severity: "note",
    about: "The same condition key twice under one operator, in different case: both conditions must hold.",
    find: (subject) => subject.statements.flatMap((statement) => findRepeated(subject, statement)),
  },
];

interface Parsed {
  readonly clause: ConditionClause;
  readonly operator: ParsedOperator;
}

function byKey({ conditions }: Statement): Parsed[][] {
  const groups = new Map<string, Parsed[]>();
  for (const clause of conditions) {
    const operator = parseOperator(clause.operator.value);
    if (operator === undefined) continue;
    const key = clause.key.value.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), { clause, operator }]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function findContradictions(subject: Subject, statement: Statement): Spot[] {
  return byKey(statement).flatMap((group) => {
    const [last] = group.slice(-1);
    if (last === undefined || !subject.spend(group.length * group.length)) return [];
    const excluded = group.some((one, at) =>
      group.slice(at + 1).some((other) => exclude(one, other, subject.variables)),
    );
    return excluded || isEmptyRange(group)
      ? [
          subject.atWord(
            last.clause.key,
            `the conditions on ${quote(last.clause.key.value)} exclude one another, so that the statement never applies; correct one of them`,
            statement,
          ),
        ]
      : [];
  });
}

/** Two conditions on one single value. With a set prefix a request may meet both through different values. */
function exclude(one: Parsed, other: Parsed, variables: boolean): boolean {
  return excludesAbsence(one, other) || excludesAbsence(other, one) || excludeValues(one, other, variables);
}

/** `Null: "true"` beside what needs a value. */
function excludesAbsence({ clause, operator }: Parsed, other: Parsed): boolean {
  const wantsAbsence =
    operator.name === "Null" &&
    clause.values.length > 0 &&
    clause.values.every(({ value }) => value.toLowerCase() === "true");
  if (!wantsAbsence) return false;
  const { name, ifExists, set } = other.operator;
  if (name === "Null") return other.clause.values.every(({ value }) => value.toLowerCase() === "false");
  return !ifExists && set !== "ForAllValues" && !name.includes("Not");
}

const equals = new Set(["StringEquals", "StringEqualsIgnoreCase"]);

function excludeValues(one: Parsed, other: Parsed, variables: boolean): boolean {
  const [left, right] = [one.operator, other.operator];
  if ([left, right].some(({ set, ifExists }) => set !== undefined || ifExists)) return false;
  const folded = [left.name, right.name].some((name) => name.endsWith("IgnoreCase"));
  const [these, those] = [one, other].map((parsed) => textsOf(parsed.clause, folded, variables));
  if (these === undefined || those === undefined) return false;
  if (equals.has(left.name) && equals.has(right.name)) return [...these].every((value) => !those.has(value));
  if (left.name === "StringEquals" && right.name === "StringNotEquals")
    return [...these].every((value) => those.has(value));
  if (left.name === "StringNotEquals" && right.name === "StringEquals")
    return [...those].every((value) => these.has(value));
  return false;
}

/** undefined when there is none, or a variable among them. */
function textsOf({ values }: ConditionClause, folded: boolean, variables: boolean): Set<string> | undefined {
  if (values.length === 0 || (variables && values.some(({ value }) => value.includes("${"))))
    return undefined;
  return new Set(values.map(({ value }) => (folded ? foldCase(value) : value)));
}

/** Dates or numbers of which the lowest allowed lies above the highest. */
function isEmptyRange(group: readonly Parsed[]): boolean {
  return (["Numeric", "Date"] as const).some((family) => {
    const bounds = group.filter(
      ({ operator }) => operator.name.startsWith(family) && operator.set === undefined && !operator.ifExists,
    );
    const read = family === "Date" ? parseInstant : parseNumber;
    const low = new Bound(Number.NEGATIVE_INFINITY, (value, best) => value > best);
    const high = new Bound(Number.POSITIVE_INFINITY, (value, best) => value < best);
    for (const { clause, operator } of bounds) {
      const numbers = clause.values.flatMap(({ value }) => read(value) ?? []).map(Number);
      if (numbers.length === 0) continue;
      const strict = operator.name.endsWith("Than");
      if (operator.name.includes("Greater")) low.tighten(Math.min(...numbers), strict);
      else if (operator.name.includes("Less")) high.tighten(Math.max(...numbers), strict);
    }
    return low.value > high.value || (low.value === high.value && (low.strict || high.strict));
  });
}

/** The tightest of several bounds on one side. */
class Bound {
  value: number;
  strict = false;
  readonly #isTighter: (value: number, best: number) => boolean;

  constructor(value: number, isTighter: (value: number, best: number) => boolean) {
    this.value = value;
    this.#isTighter = isTighter;
  }

  tighten(value: number, strict: boolean): void {
    if (value === this.value) this.strict ||= strict;
    else if (this.#isTighter(value, this.value)) {
      this.value = value;
      this.strict = strict;
    }
  }
}

function findRepeated(subject: Subject, statement: Statement): Spot[] {
  const first = new Map<string, string>();
  return statement.conditions.flatMap(({ operator, key }) => {
    const identity = `${operator.position.offset} ${key.value.toLowerCase()}`;
    const earlier = first.get(identity);
    first.set(identity, key.value);
    return earlier === undefined
      ? []
      : [
          subject.atWord(
            key,
            `${quote(key.value)} and ${quote(earlier)} are one key, and both conditions must hold; write them as one`,
            statement,
          ),
        ];
  });
}
