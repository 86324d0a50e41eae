// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** The engine and texts of any content: nothing throws, nothing unknown grants, and cost keeps in step with length. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, it, test } from "node:test";
import { compilePolicy, evaluate } from "../../src/policy/index.ts";
import { compileGlob, runGlob, type StepCounter } from "../../src/policy/matching/glob.ts";
import { growth, hostileShapes } from "./policy-costs.ts";
import { runPolicyFuzz } from "./policy-run.ts";

const count = 24_000;
/** TEGATA_FUZZ_SEED repeats a run. */
const seed = Number(process.env.TEGATA_FUZZ_SEED ?? randomInt(2 ** 31));

test(`evaluate() and all around it take ${count} random and damaged documents`, (t) => {
  t.diagnostic(
    `seed ${seed}: repeat with TEGATA_FUZZ_SEED=${seed} or node scripts/fuzz-policies.ts --count ${count} --seed ${seed}`,
  );
  const { faults, readable, decisive, outcomes, slowestCpuMs } = runPolicyFuzz({ count, seed });
  t.diagnostic(
    `${readable} readable; ${outcomes.allow} allowed, ${outcomes.explicitDeny} denied explicitly; ` +
      `${decisive} refused by the very clause that was spoiled; slowest ${slowestCpuMs.toFixed(0)} ms`,
  );
  assert.deepEqual(faults, [], `seed ${seed}`);
  // A run that reaches nothing proves nothing.
  for (const [name, reached, share] of [
    ["readable", readable, 0.3],
    ["allowed", outcomes.allow, 0.05],
    ["denied explicitly", outcomes.explicitDeny, 0.05],
    ["spoiled and decisive", decisive, 0.05],
  ] as const)
    assert.ok(reached >= share * count, `only ${reached} of ${count} documents were ${name} (seed ${seed})`);
});

describe("compilePolicy() and evaluate() cost as much as the text is long", () => {
  const [shorter, longer] = [4_000, 64_000];
  // What grows with the square would be dearer by this factor squared.
  const factor = longer / shorter;
  const margin = 6;
  for (const shape of hostileShapes)
    it(`compilePolicy() reads in step with the length: ${shape.title}`, () => {
      const dearer = growth(shape, shorter, longer, factor * margin);
      assert.ok(
        dearer <= factor * margin,
        `${factor} times the text cost ${dearer.toFixed(0)} times as much`,
      );
    });
});

describe("runGlob()", () => {
  /** AWS: the longest managed policy, an object's key, an ARN. */
  const [patternCharacters, keyCharacters] = [6_144, 1_024];
  const patterns = {
    "a*": "a*".repeat(patternCharacters / 2),
    "*a": "*a".repeat(patternCharacters / 2),
    "?*": "?*".repeat(patternCharacters / 2),
    "*?a": "*?a".repeat(patternCharacters / 3),
    "6 groups of a*": `${"a*".repeat(6)}b`,
    "10 groups of a*": `${"a*".repeat(10)}b`,
    "* and a run of a": `*${"a".repeat(keyCharacters / 2)}b`,
    "** and a": "**a".repeat(patternCharacters / 3),
  };
  for (const [title, pattern] of Object.entries(patterns))
    it(`runGlob() takes at most pattern times text steps: ${title}`, () => {
      const glob = compileGlob(pattern);
      for (const text of [
        "a".repeat(keyCharacters),
        `${"a".repeat(keyCharacters - 1)}b`,
        "ab".repeat(keyCharacters / 2),
      ]) {
        const counter: StepCounter = { steps: 0 };
        runGlob(glob, text, 0, counter);
        assert.ok(counter.steps <= (glob.length + 1) * (text.length + 1), `${counter.steps} steps`);
      }
    });
});

describe("evaluate()", () => {
  for (const operator of ["StringEquals", "StringNotEqualsIgnoreCase", "StringLike", "Bool", "ArnLike"])
    it(`evaluate() takes a long value for a variable that a ${operator} repeats`, () => {
      const Condition = { [operator]: { "t:a": "${t:a}".repeat(20_000) } };
      const text = JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition },
      });
      const context = new Map([["t:a", "a".repeat(100_000)]]);
      const account = "111122223333";
      const decision = evaluate({
        principal: {
          type: "user",
          accountId: account,
          arn: `arn:aws:iam::${account}:user/ann`,
          uniqueId: "x",
        },
        action: "s3:GetObject",
        resource: "*",
        context,
        layers: { identity: [compilePolicy(text, "identity")] },
      });
      assert.equal(decision.allowed, operator.includes("Not"));
    });
});
