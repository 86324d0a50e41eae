/** Every operator with every modifier on a key that is absent, has one value, or several: how often both agree. */
import type { ContextValue } from "../../../src/policy/index.ts";
import { Rng } from "../../fuzz/rng.ts";
import { type Context, holds, type OperatorName, operatorNames, spell } from "../index.ts";
import { clause, context, type Family, familyOf, hadValue, user } from "../random/index.ts";
import { ask, compileLayers } from "./engine.ts";

export const presences = ["absent", "one value", "several values"] as const;
export type Presence = (typeof presences)[number];

export interface Cell {
  readonly operator: OperatorName;
  readonly presence: Presence;
  readonly asked: number;
  readonly held: number;
  readonly agreed: number;
  /** The first condition that they do not agree on. */
  readonly example: string | undefined;
}

/** `perCell` random conditions in each cell. */
export function measureCoverage({
  seed,
  perCell,
}: {
  readonly seed: number;
  readonly perCell: number;
}): readonly Cell[] {
  return operatorNames.flatMap((operator, row) =>
    presences.map((presence, column) => {
      const rng = Rng.forRequest(seed, row * presences.length + column);
      return measureCell(rng, operator, presence, perCell);
    }),
  );
}

function measureCell(rng: Rng, operator: OperatorName, presence: Presence, asked: number): Cell {
  let held = 0;
  let agreed = 0;
  let example: string | undefined;
  for (let index = 0; index < asked; index += 1) {
    const { key, values } = clause(rng, operator);
    const list = (Array.isArray(values) ? values : [values]).map(String);
    const given = contextWith(rng, key, presence, {
      family: familyOf(operator.name) ?? "text",
      wanted: list,
    });
    const variables = rng.chance(0.85);
    const expected = holds({ operator: spell(operator), key, values: list }, given, variables) === true;
    const Condition = { [spell(operator)]: { [key]: values } };
    const answer = rng.chance(0.5)
      ? allows(Condition, given, variables)
      : denies(Condition, given, variables);
    if (expected) held += 1;
    if (expected === answer) agreed += 1;
    else
      example ??= `${JSON.stringify(Condition)} on ${JSON.stringify(given)}: model ${expected}, engine ${answer}`;
  }
  return { operator, presence, asked, held, agreed, example };
}

/** What the values of the request should resemble. */
interface Likeness {
  readonly family: Family;
  readonly wanted: readonly string[];
}

/** A context that has the key as asked; the others are there for variables. */
function contextWith(rng: Rng, key: string, presence: Presence, likeness: Likeness): Context {
  const others = Object.entries(context(rng)).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  const value = valueWith(rng, presence, likeness);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

function valueWith(rng: Rng, presence: Presence, { family, wanted }: Likeness): ContextValue | undefined {
  const one = (): string => (wanted.length > 0 && rng.chance(0.3) ? rng.pick(wanted) : hadValue(rng, family));
  // A key without values is absent.
  if (presence === "absent") return rng.chance(0.2) ? [] : undefined;
  if (presence === "one value") return rng.chance(0.2) ? [one()] : one();
  return Array.from({ length: rng.between(2, 3) }, one);
}

const everything = { Action: "*", Resource: "*" };
const version = (variables: boolean): { Version: string } => ({
  Version: variables ? "2012-10-17" : "2008-10-17",
});

/** Whether the engine holds the condition of an Allow to be met. */
export function allows(Condition: object, given: Context, variables: boolean): boolean {
  return (
    outcomeOf({ ...version(variables), Statement: { Effect: "Allow", ...everything, Condition } }, given) ===
    "allow"
  );
}

/** Whether the engine holds the condition of a Deny to be met. */
export function denies(Condition: object, given: Context, variables: boolean): boolean {
  const Statement = [
    { Effect: "Allow", ...everything },
    { Effect: "Deny", ...everything, Condition },
  ];
  return outcomeOf({ ...version(variables), Statement }, given) === "explicitDeny";
}

function outcomeOf(policy: object, given: Context): string {
  const question = { principal: user, action: "s3:Get", resource: "*", context: given };
  return ask(compileLayers({ identity: [policy] }), question).outcome;
}
