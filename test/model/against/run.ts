/** A run of model against engine: so many cases from one seed, up to the first difference. */
import type { Decision } from "../../../src/policy/index.ts";
import { callers, questionsPerWorld, type World, worldOf } from "../random/index.ts";
import { compare, type Difference } from "./compare.ts";
import { shrink } from "./shrink.ts";

export interface ModelReport {
  /** Decisions compared. */
  readonly cases: number;
  readonly outcomes: Readonly<Record<Decision["outcome"], number>>;
  /** The first difference, as text: how to repeat it, and its smallest world. */
  readonly failure: string | undefined;
}

interface Run {
  readonly seed: number;
  readonly cases: number;
}

interface Found {
  readonly index: number;
  readonly world: World;
  readonly part: string;
}

/** Up to the first difference, which is told in full. */
export function runModel(run: Run): ModelReport {
  const { cases, outcomes, found } = searchDifference(run);
  return { cases, outcomes, failure: found === undefined ? undefined : describe(run.seed, found) };
}

/** Up to the first difference, as it was found. */
export function searchDifference({
  seed,
  cases,
}: Run): Omit<ModelReport, "failure"> & { found: Found | undefined } {
  const outcomes = { allow: 0, implicitDeny: 0, explicitDeny: 0 };
  let done = 0;
  for (let index = 0; index * questionsPerWorld < cases; index += 1) {
    const world = worldOf(seed, index);
    const difference = attempt(world, (outcome) => {
      outcomes[outcome] += 1;
      done += 1;
    });
    if (difference !== undefined)
      return { cases: done, outcomes, found: { index, world, part: difference.part } };
  }
  return { cases: done, outcomes, found: undefined };
}

/** An engine that throws differs too. */
function attempt(
  world: World,
  see?: (outcome: Decision["outcome"]) => void,
): Difference | { part: string } | undefined {
  try {
    return compare(world, ({ outcome }) => see?.(outcome));
  } catch (error) {
    return { part: `thrown: ${String(error)}` };
  }
}

function describe(seed: number, { index, world, part }: Found): string {
  const smallest = shrink(world, (smaller) => isWorld(smaller) && attempt(smaller)?.part === part);
  const place = `seed ${seed}, world ${index}`;
  const difference = JSON.stringify(attempt(smallest) ?? part, undefined, 1);
  return `model and engine differ (${place}):\n${JSON.stringify(smallest, undefined, 1)}\n${difference}`;
}

const known = new Set(callers.map((caller) => JSON.stringify(caller)));

/** Shrinking takes anything out; what is left must still be a question that can be asked. */
function isWorld({ layers, questions }: Partial<World>): boolean {
  if (!Array.isArray(layers?.identity) || !Array.isArray(questions)) return false;
  const { scp = [], rcp = [], vpce = [], resource = [], session = [] } = layers;
  return (
    [scp, rcp, vpce, resource, session].every(Array.isArray) &&
    [...scp, ...rcp].every(Array.isArray) &&
    questions.every(
      ({ principal, action, resource: asked, context }) =>
        known.has(JSON.stringify(principal)) &&
        typeof action === "string" &&
        typeof asked === "string" &&
        typeof context === "object",
    )
  );
}
