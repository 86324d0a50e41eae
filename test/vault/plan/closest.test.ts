import assert from "node:assert/strict";
import { test } from "node:test";
import { closestName } from "../../../src/vault/plan/chain/closest.ts";
import { fc } from "../../support/random.ts";

const known = ["production", "staging", "dev", "Dev-2"];

for (const [typed, expected] of [
  ["prodcution", "production"],
  ["produciton", "production"],
  ["stagin", "staging"],
  ["DEV", "dev"],
  ["dve", "dev"],
  ["de", undefined],
  ["dev-2", "Dev-2"],
  ["billing", undefined],
  ["", undefined],
  ["x".repeat(200), undefined],
] as const) {
  test(`closestName() of "${typed.slice(0, 20)}" is ${expected ?? "none"}`, () => {
    assert.equal(closestName(typed, known), expected);
  });
}

test("closestName() finds every name that is typed as it is, and takes hostile ones", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.string({ minLength: 1, maxLength: 100 }), (others, name) => {
      const found = closestName(name, [...others, name]);
      assert.equal(found?.toLowerCase(), name.toLowerCase());
    }),
  );
});
