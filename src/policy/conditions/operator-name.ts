/** The names of condition operators: 26 and their modifiers. AWS: IAM user guide, "Condition operators". */

export type SetPrefix = "ForAllValues" | "ForAnyValue";

export const operatorNames = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
] as const;

export type OperatorName = (typeof operatorNames)[number];

/** `ForAnyValue:StringLikeIfExists` taken apart. */
export interface ParsedOperator {
  readonly name: OperatorName;
  readonly set: SetPrefix | undefined;
  readonly ifExists: boolean;
}

const byLowerCaseName: ReadonlyMap<string, OperatorName> = new Map(
  operatorNames.map((name) => [name.toLowerCase(), name]),
);
const setPrefixes: readonly (readonly [string, SetPrefix])[] = [
  ["forallvalues:", "ForAllValues"],
  ["foranyvalue:", "ForAnyValue"],
];
const ifExistsSuffix = "ifexists";

/** Case does not matter; undefined when AWS knows no such operator. `Null` takes no IfExists. */
export function parseOperator(text: string): ParsedOperator | undefined {
  const lower = text.toLowerCase();
  const [prefix, set] = setPrefixes.find(([start]) => lower.startsWith(start)) ?? ["", undefined];
  const ifExists = lower.endsWith(ifExistsSuffix);
  const bare = lower.slice(prefix.length, ifExists ? -ifExistsSuffix.length : undefined);
  const name = byLowerCaseName.get(bare);
  if (name === undefined || (name === "Null" && ifExists)) return undefined;
  return { name, set, ifExists };
}
