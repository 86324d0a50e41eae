// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** The engine and texts of any content: nothing throws, nothing unknown grants, and cost keeps in step with length. */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { compilePolicy, diffPolicies, evaluate, explain, lintPolicy } from "../../src/policy/index.ts";
import { matchesGlob } from "../../src/policy/matching/glob.ts";
import { processorMs } from "../support/processor-time.ts";
import { testSeed as seed } from "../support/random.ts";
import { costMs, growth, hostileShapes } from "./policy-costs.ts";
import { layersWith, questionOf } from "./policy-requests.ts";
import { runPolicyFuzz } from "./policy-run.ts";
import { Rng } from "./rng.ts";

const count = 24_000;

test(`evaluate() and all around it take ${count} random and damaged documents`, (t) => {
  t.diagnostic(
    `seed ${seed}: repeat with TEGATA_TEST_SEED=${seed} or node scripts/fuzz-policies.ts --count ${count} --seed ${seed}`,
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

/** What grows with the square is dearer than this by far; a busy machine is not. */
const margin = 6;

describe("compilePolicy() and evaluate() cost as much as the text is long", () => {
  const sizes = [4_000, 64_000] as const;
  const good = (sizes[1] / sizes[0]) * margin;
  for (const { title, text } of hostileShapes)
    it(`compilePolicy() reads in step with the length: ${title}`, () => {
      const dearer = growth((size) => costMs(text(size)), sizes, good);
      assert.ok(
        dearer <= good,
        `${sizes[1] / sizes[0]} times the text cost ${dearer.toFixed(0)} times as much`,
      );
    });
});

describe("matchesGlob()", () => {
  /** AWS: the longest managed policy, the longest key of an object. */
  const [patternCharacters, keyCharacters] = [6_144, 1_024];
  const patterns: Readonly<Record<string, (characters: number) => string>> = {
    "a*": (characters) => "a*".repeat(characters / 2),
    "*a": (characters) => "*a".repeat(characters / 2),
    "?*": (characters) => "?*".repeat(characters / 2),
    "*?a": (characters) => "*?a".repeat(characters / 3),
    "**a": (characters) => "**a".repeat(characters / 3),
    "6 groups of a*": () => `${"a*".repeat(6)}b`,
    "10 groups of a*": () => `${"a*".repeat(10)}b`,
    "* and a run of a": (characters) => `*${"a".repeat(characters / 12)}b`,
    "* and a run of a with ?": (characters) => `*${"a".repeat(characters / 12)}?b*`,
  };
  for (const [title, pattern] of Object.entries(patterns))
    it(`matchesGlob() costs pattern times text at most, up to the longest there are: ${title}`, () => {
      const cost = (share: number): number =>
        processorMs(() => {
          const length = keyCharacters * share;
          for (const text of ["a".repeat(length), `${"a".repeat(length - 1)}b`, "ab".repeat(length / 2)])
            matchesGlob(pattern(patternCharacters * share), text);
        });
      const good = 16 * margin;
      const dearer = growth(cost, [0.25, 1], good);
      assert.ok(dearer <= good, `four times pattern and text cost ${dearer.toFixed(0)} times as much`);
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

describe("diffPolicies(), explain() and lintPolicy()", () => {
  // As long as the reader takes, or nearly; those whose cost is bounded by a count of steps alone are left to the longer runs.
  const longest = 131_000;
  const sizes = {
    "Resource: one of nothing but 9": longest,
    "StringEquals: one value of nothing but \\u0061": longest,
    "Bool: one value of nothing but ${": longest,
    "ArnLike: one value of nothing but :": longest,
    "many condition keys": 30_000,
    brackets: longest,
  };
  for (const [title, size] of Object.entries(sizes))
    it(`diffPolicies(), explain() and lintPolicy() take ${size} characters: ${title}`, () => {
      const shape = hostileShapes.find((own) => own.title === title);
      assert.ok(shape);
      const [before, after] = [shape.text(size), shape.text(size - 100)];
      const policy = compilePolicy(before, "resource", "before");
      diffPolicies([policy], [compilePolicy(after, "resource", "after")]);
      lintPolicy(before, { kind: "resource" });
      const question = questionOf(Rng.forRequest(seed, 0), "resource");
      explain({ ...question, layers: layersWith("resource", policy, question) });
    });
});
