/** A short run of what test/fuzz/model.test.ts does at length. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { runModel } from "../model/against/run.ts";
import { shrink } from "../model/against/shrink.ts";
import { decide, type ModelLayers, type Question } from "../model/index.ts";
import { testSeed as seed } from "../support/random.ts";

const cases = 8_000;

interface Vector {
  readonly name: string;
  readonly given: Omit<Question, "context"> &
    Partial<Pick<Question, "context">> & { readonly layers: ModelLayers };
  readonly expect: { readonly outcome: string; readonly layer?: string };
}

describe("the reference model", () => {
  it(`evaluate() decides ${cases} random requests as the model does`, (t) => {
    t.diagnostic(`seed ${seed}: repeat with TEGATA_TEST_SEED=${seed}`);
    const { failure, cases: compared } = runModel({ seed, cases });
    assert.equal(failure, undefined, failure);
    assert.equal(compared, cases);
  });

  it("decide() agrees with vectors/policy-decisions.json", () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync("vectors/policy-decisions.json", "utf8"));
    for (const { name, given, expect } of vectors) {
      const decision = decide(given.layers, { ...given, context: given.context ?? {} });
      assert.equal(decision.outcome, expect.outcome, name);
      if (expect.outcome !== "allow" && expect.layer !== undefined)
        assert.equal(decision.layer, expect.layer, name);
    }
  });

  it("shrink() takes away whatever the failure does not need", () => {
    const fails = (data: unknown): boolean => JSON.stringify(data).includes("bad");
    assert.deepEqual(shrink({ a: [1, { b: ["x", "bad"] }], c: "y" }, fails), { a: [{ b: "bad" }] });
  });
});
