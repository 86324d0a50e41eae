import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { policyCoverageFile, renderPolicyCoverage } from "../../scripts/policy-coverage.ts";
import { measureCoverage } from "../model/against/coverage.ts";
import { runModel } from "../model/against/run.ts";
import { spell } from "../model/index.ts";
import { testSeed as seed } from "../support/random.ts";

/** TEGATA_MODEL_CASES makes the run longer: millions. */
const cases = Number(process.env.TEGATA_MODEL_CASES ?? 120_000);
const perCell = 100;

test(`evaluate() decides ${cases} random requests as the reference model does`, (t) => {
  const { failure, cases: compared, outcomes } = runModel({ seed, cases });
  const share = (outcome: keyof typeof outcomes): number => outcomes[outcome] / compared;
  t.diagnostic(
    `seed ${seed}: repeat with TEGATA_TEST_SEED=${seed}; ${(share("allow") * 100).toFixed(1)} % allow, ` +
      `${(share("explicitDeny") * 100).toFixed(1)} % explicit deny`,
  );
  assert.equal(failure, undefined, failure);
  assert.ok(compared >= cases);
  assert.ok(share("allow") >= 0.2, `only ${share("allow")} of the requests are allowed (seed ${seed})`);
  assert.ok(share("explicitDeny") >= 0.1, `only ${share("explicitDeny")} are denied (seed ${seed})`);
});

test(`evaluate() and the model agree on ${perCell} conditions of every operator, modifier and presence`, () => {
  for (const { operator, presence, asked, agreed, example } of measureCoverage({ seed, perCell })) {
    const cell = `${spell(operator)}, ${presence} (seed ${seed}): ${example ?? ""}`;
    assert.ok(asked >= perCell, cell);
    assert.equal(agreed, asked, cell);
  }
});

test("docs/policy/coverage.md is what scripts/policy-coverage.ts writes", () => {
  const hint = "type: node scripts/policy-coverage.ts";
  assert.equal(readFileSync(policyCoverageFile, "utf8"), renderPolicyCoverage(), hint);
});
