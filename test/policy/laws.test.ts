import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, it } from "node:test";
import { Rng } from "../fuzz/rng.ts";
import { laws } from "../model/against/laws.ts";

const cases = 300;
/** TEGATA_MODEL_SEED repeats a run. */
const seed = Number(process.env.TEGATA_MODEL_SEED ?? randomInt(2 ** 31));

describe("evaluate() keeps the laws", () => {
  for (const { title, broken } of laws) {
    it(`evaluate() ${title}`, () => {
      for (let index = 0; index < cases; index += 1)
        assert.equal(
          broken(Rng.forRequest(seed, index)),
          undefined,
          `TEGATA_MODEL_SEED=${seed}, case ${index}`,
        );
    });
  }
});
