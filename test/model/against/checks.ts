/**
 * Every check of the engine that needs no test runner, one after the other up to the first that fails; prints which, and
 * after how many cases, as JSON. For `scripts/plant-faults.ts`, which runs it on engines with a fault planted.
 */
import { readFileSync } from "node:fs";
import { evaluate } from "../../../src/policy/index.ts";
import { Rng } from "../../fuzz/rng.ts";
import { requestOf } from "../../policy/support.ts";
import { measureCoverage } from "./coverage.ts";
import { laws } from "./laws.ts";
import { searchDifference } from "./run.ts";

export interface Catch {
  /** undefined: nothing was found wrong. */
  readonly by: string | undefined;
  readonly cases: number;
}

const seed = 20_261_121;
const modelCases = 24_000;
const casesPerCell = 40;
const casesPerLaw = 250;

type Check = () => Catch;

function checkModel(): Catch {
  const { cases, found } = searchDifference({ seed, cases: modelCases });
  return { by: found === undefined ? undefined : "the model", cases };
}

function checkConditions(): Catch {
  const cells = measureCoverage({ seed, perCell: casesPerCell });
  const first = cells.findIndex(({ agreed, asked }) => agreed < asked);
  return first < 0
    ? { by: undefined, cases: cells.length * casesPerCell }
    : { by: "the model, condition by condition", cases: first * casesPerCell };
}

function checkLaws(): Catch {
  let cases = 0;
  for (const { title, broken } of laws) {
    for (let index = 0; index < casesPerLaw; index += 1, cases += 1)
      if (broken(Rng.forRequest(seed, index)) !== undefined) return { by: `law: ${title}`, cases };
  }
  return { by: undefined, cases };
}

function checkVectors(): Catch {
  const vectors = JSON.parse(readFileSync("vectors/policy-decisions.json", "utf8"));
  for (const [cases, { name, given, expect }] of vectors.entries()) {
    const { outcome, layer } = evaluate(requestOf(given));
    const agreed = outcome === expect.outcome && (expect.layer === undefined || layer === expect.layer);
    if (!agreed && !(outcome === "allow" && expect.outcome === "allow"))
      return { by: `vector: ${name}`, cases };
  }
  return { by: undefined, cases: vectors.length };
}

/** An engine that throws is caught by whatever made it throw. */
function runChecks(checks: readonly (readonly [string, Check])[]): Catch {
  let cases = 0;
  for (const [name, check] of checks) {
    try {
      const found = check();
      cases += found.cases;
      if (found.by !== undefined) return { by: found.by, cases };
    } catch {
      return { by: `${name}: the engine threw`, cases };
    }
  }
  return { by: undefined, cases };
}

if (import.meta.main) {
  const found = runChecks([
    ["the model", checkModel],
    ["the model, condition by condition", checkConditions],
    ["laws", checkLaws],
    ["vectors", checkVectors],
  ]);
  process.stdout.write(JSON.stringify(found));
}
