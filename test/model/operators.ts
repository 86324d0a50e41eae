/**
 * The table of condition operators: whether one value of the request matches one value of the policy. AWS: IAM user
 * guide, "Condition operators". What is not of the operator's kind matches nothing.
 */
import {
  arnSegments,
  globs,
  literally,
  substituted,
  type Token,
  type Variables,
  variableForm,
  wildly,
} from "./matching.ts";
import {
  foldCase,
  readAddress,
  readBase64,
  readBlock,
  readBoolean,
  readInstant,
  readNumber,
} from "./values.ts";

export type Match = (had: string, wanted: string, variables: Variables | undefined) => boolean;

/** A matching operator and, with `not`, the one that holds when nothing matches. */
interface Row {
  readonly name: string;
  readonly not?: string;
  readonly match: Match;
}

const equals: Match = (had, wanted, variables) => globs(substituted(wanted, literally, variables), [...had]);
const like: Match = (had, wanted, variables) => globs(substituted(wanted, wildly, variables), [...had]);
const ignoringCase: Match = (had, wanted, variables) => {
  const text = textOf(substituted(wanted, literally, variables));
  return text !== undefined && foldCase(had) === foldCase(text);
};
const bool: Match = (had, wanted, variables) => {
  const text = textOf(substituted(wanted, literally, variables));
  const answer = readBoolean(had);
  return answer !== undefined && text !== undefined && answer === readBoolean(text);
};
const binary: Match = (had, wanted) => {
  const bytes = readBase64(had);
  return bytes !== undefined && bytes === readBase64(wanted);
};
const ip: Match = (had, wanted) => {
  const block = readBlock(wanted);
  const address = readAddress(had);
  return (
    block !== undefined &&
    address !== undefined &&
    address.length === block.length &&
    address.startsWith(block.leading)
  );
};

/** Six segments, each compared by itself; the policy's are cut before its variables are put in. */
const arn: Match = (had, wanted, variables) => {
  const hidden = (name: string): string => (variables === undefined ? name : name.replaceAll(":", "\0"));
  const segments = arnSegments(wanted.replaceAll(variableForm, hidden));
  const parts = arnSegments(had);
  if (segments === undefined || parts === undefined) return false;
  return segments.every((segment, at) =>
    globs(substituted(segment.replaceAll("\0", ":"), wildly, variables), [...(parts[at] ?? "")]),
  );
};

function comparing<Value>(
  read: (text: string) => Value | undefined,
  holds: (had: Value, wanted: Value) => boolean,
): Match {
  return (had, wanted) => {
    const [left, right] = [read(had), read(wanted)];
    return left !== undefined && right !== undefined && holds(left, right);
  };
}

type Ordered = number | bigint;
const orders = {
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint may be equal
  equal: (had: Ordered, wanted: Ordered) => had == wanted,
  less: (had: Ordered, wanted: Ordered) => had < wanted,
  lessOrEqual: (had: Ordered, wanted: Ordered) => had <= wanted,
  greater: (had: Ordered, wanted: Ordered) => had > wanted,
  greaterOrEqual: (had: Ordered, wanted: Ordered) => had >= wanted,
};

/** `family`: Numeric or Date. */
function ordered(family: string, read: (text: string) => Ordered | undefined): readonly Row[] {
  return [
    { name: `${family}Equals`, not: `${family}NotEquals`, match: comparing(read, orders.equal) },
    { name: `${family}LessThan`, match: comparing(read, orders.less) },
    { name: `${family}LessThanEquals`, match: comparing(read, orders.lessOrEqual) },
    { name: `${family}GreaterThan`, match: comparing(read, orders.greater) },
    { name: `${family}GreaterThanEquals`, match: comparing(read, orders.greaterOrEqual) },
  ];
}

const table: readonly Row[] = [
  { name: "StringEquals", not: "StringNotEquals", match: equals },
  { name: "StringEqualsIgnoreCase", not: "StringNotEqualsIgnoreCase", match: ignoringCase },
  { name: "StringLike", not: "StringNotLike", match: like },
  ...ordered("Numeric", readNumber),
  ...ordered("Date", readInstant),
  { name: "Bool", match: bool },
  { name: "BinaryEquals", match: binary },
  { name: "IpAddress", not: "NotIpAddress", match: ip },
  { name: "ArnEquals", not: "ArnNotEquals", match: arn },
  { name: "ArnLike", not: "ArnNotLike", match: arn },
];

export interface Operator {
  readonly negated: boolean;
  readonly match: Match;
}

/** By name. `Null` is no comparison and not among them. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  table.flatMap(({ name, not, match }) => [
    [name, { negated: false, match }],
    ...(not === undefined ? [] : [[not, { negated: true, match }] as const]),
  ]),
);

function textOf(tokens: readonly Token[]): string | undefined {
  return tokens.includes(null) ? undefined : tokens.join("");
}
