import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rng } from "../fuzz/rng.ts";
import { laws } from "../model/against/laws.ts";
import { testSeed as seed } from "../support/random.ts";

const cases = 300;

describe("evaluate() keeps the laws", () => {
  for (const { title, broken } of laws) {
    it(`evaluate() ${title}`, () => {
      for (let index = 0; index < cases; index += 1)
        assert.equal(
          broken(Rng.forRequest(seed, index)),
          undefined,
          `TEGATA_TEST_SEED=${seed}, case ${index}`,
        );
    });
  }
});
