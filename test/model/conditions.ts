/**
 * One key under one operator: how the modifiers, absence and several values count. AWS: IAM user guide, "Condition
 * operators", "Single-valued vs. multivalued context keys", "Check for existence of condition keys".
 */
import type { ContextValue } from "../../src/policy/index.ts";
import type { ConditionEntry } from "./document.ts";
import type { Variables } from "./matching.ts";
import { operators } from "./operators.ts";
import type { Truth } from "./truth.ts";
import { readBoolean } from "./values.ts";

export type Context = Readonly<Record<string, ContextValue>>;

const setPrefixes = ["ForAllValues:", "ForAnyValue:"] as const;

export interface OperatorName {
  readonly prefix: string;
  readonly name: string;
  readonly ifExists: boolean;
}

/** Every operator's name with every modifier. AWS: IfExists goes with all but Null. */
export const operatorNames: readonly OperatorName[] = [...operators.keys(), "Null"].flatMap((name) =>
  ["", ...setPrefixes].flatMap((prefix) =>
    (name === "Null" ? [false] : [false, true]).map((ifExists) => ({ prefix, name, ifExists })),
  ),
);

const bySpelling = new Map(
  operatorNames.map((operator) => [spell(operator).toLowerCase(), operator] as const),
);

export function spell({ prefix, name, ifExists }: OperatorName): string {
  return `${prefix}${name}${ifExists ? "IfExists" : ""}`;
}

/** Whether the condition holds; unknown when the operator is none. */
export function holds(
  { operator, key, values }: ConditionEntry,
  context: Context,
  variables: boolean,
): Truth {
  // Case does not matter.
  const parsed = bySpelling.get(operator.toLowerCase());
  if (parsed === undefined) return "unknown";
  const had = valuesOf(context, key);
  const { prefix, name, ifExists } = parsed;
  if (name === "Null") return values.some((value) => readBoolean(value) === (had.length === 0));
  const row = operators.get(name);
  if (row === undefined) return "unknown";
  const { negated, match } = row;
  const source = variables ? variablesOf(context) : undefined;
  /** The operator on one value of the request: any of the policy's values, or none of them. */
  const one = (value: string): boolean => values.some((wanted) => match(value, wanted, source)) !== negated;

  // | key absent | none: only what is negated | IfExists: true | ForAllValues: true | ForAnyValue: false |
  if (had.length === 0) return ifExists || prefix === "ForAllValues:" || (prefix === "" && negated);
  // Values that come to nothing but empty texts are an empty set.
  if (prefix === "ForAllValues:") return had.every((value) => value === "") || had.every(one);
  if (prefix === "ForAnyValue:") return had.some(one);
  // Several values without a set prefix: what is positive does not match; what is negated holds if all differ.
  return had.length === 1 || negated ? had.every(one) : false;
}

/** A key's values; case does not matter in its name. None: absent. */
export function valuesOf(context: Context, key: string): readonly string[] {
  const wanted = key.toLowerCase();
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? [];
  return typeof found === "string" ? [found] : found;
}

/** A key with several values is no variable. */
export function variablesOf(context: Context): Variables {
  return (key) => {
    const values = valuesOf(context, key);
    return values.length === 1 ? values[0] : undefined;
  };
}
