/** A shape's constraints as clauses of AWS's validation sentence, each with its test. */
import type { IntegerShape, Shape, StringShape } from "../models/model.ts";
import { matchesPattern } from "./patterns.ts";

/** A shape, or a string shape whose pattern is told in a sentence of its own. */
export type CheckedShape = Shape | (Omit<StringShape, "pattern"> & { readonly pattern: undefined });

export interface Constraint {
  readonly constraint: string;
  readonly holds: (value: unknown) => boolean;
}

const madeConstraints = new WeakMap<CheckedShape, readonly Constraint[]>();

/** A shape's constraints, made once. */
export function constraintsOf(shape: CheckedShape): readonly Constraint[] {
  const known = madeConstraints.get(shape);
  if (known !== undefined) return known;
  const made = buildConstraints(shape);
  madeConstraints.set(shape, made);
  return made;
}

/** AWS: the pattern is told before the length. */
function buildConstraints(shape: CheckedShape): Constraint[] {
  if (shape.type === "integer") return rangeConstraints(shape);
  if (shape.type !== "string") return [];
  const { pattern, enum: values } = shape;
  const constraints: Constraint[] = [];
  if (pattern !== undefined)
    constraints.push({
      constraint: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => matchesPattern(pattern, String(value)),
    });
  constraints.push(...lengthConstraints(shape.min, shape.max));
  if (values !== undefined)
    constraints.push({
      constraint: `Member must satisfy enum value set: [${values.join(", ")}]`,
      holds: (value) => values.includes(String(value)),
    });
  return constraints;
}

export function lengthConstraints(min: number | undefined, max: number | undefined): Constraint[] {
  const lengthOf = (value: unknown): number => (value as { readonly length: number }).length;
  const constraints: Constraint[] = [];
  if (min !== undefined)
    constraints.push({
      constraint: `Member must have length greater than or equal to ${min}`,
      holds: (value) => lengthOf(value) >= min,
    });
  if (max !== undefined)
    constraints.push({
      constraint: `Member must have length less than or equal to ${max}`,
      holds: (value) => lengthOf(value) <= max,
    });
  return constraints;
}

function rangeConstraints({ min, max }: IntegerShape): Constraint[] {
  const constraints: Constraint[] = [];
  if (min !== undefined)
    constraints.push({
      constraint: `Member must have value greater than or equal to ${min}`,
      holds: (value) => Number(value) >= min,
    });
  if (max !== undefined)
    constraints.push({
      constraint: `Member must have value less than or equal to ${max}`,
      holds: (value) => Number(value) <= max,
    });
  return constraints;
}
