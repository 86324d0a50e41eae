/**
 * The seed of everything random in tests. `npm test` gives a fixed one, so that what passed once passes again;
 * TEGATA_TEST_SEED=random draws one, as a file run by `node --test` does, and a number repeats a run.
 */
import { randomInt } from "node:crypto";
import fc from "fast-check";

const given = process.env.TEGATA_TEST_SEED ?? "random";

export const testSeed: number = given === "random" ? randomInt(2 ** 31) : Number(given);
if (!Number.isInteger(testSeed))
  throw new Error(`TEGATA_TEST_SEED must be an integer or "random": "${given}"`);
fc.configureGlobal({ seed: testSeed });

export { fc };
