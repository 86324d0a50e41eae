import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type CompiledPolicy,
  compilePolicy,
  diffPolicies,
  evaluate,
  type PolicyDiff,
  type PolicyKind,
} from "../../src/policy/index.ts";
import { processorMs } from "../support/processor-time.ts";
import { fc } from "../support/random.ts";
import { bucket, cases, read, variable, version, when } from "./diff-cases.ts";

function compile(statements: object, kind: PolicyKind, source: string, of = version): CompiledPolicy {
  return compilePolicy(JSON.stringify({ Version: of, Statement: statements }), kind, source);
}

/** Compares, and asks the engine again about every witness. */
function compare(before: readonly CompiledPolicy[], after: readonly CompiledPolicy[]): PolicyDiff {
  const diff = diffPolicies(before, after);
  for (const { direction, requests } of diff.differences) {
    assert.equal(evaluate(requests.old).allowed, direction === "removed");
    assert.equal(evaluate(requests.new).allowed, direction === "added");
  }
  for (const direction of ["added", "removed"] as const) {
    const isFound = diff.differences.some((difference) => difference.direction === direction);
    assert.equal(diff[direction] === "found", isFound);
    if (diff[direction] === "unknown")
      assert.ok(diff.unknown.some((reason) => reason.direction === direction));
  }
  return diff;
}

describe("diffPolicies()", () => {
  for (const { name, before, after, kind = "identity", versions = [version, version], ...verdicts } of cases)
    it(`judges ${name}`, () => {
      const there = compare(
        [compile(before, kind, "old", versions[0])],
        [compile(after, kind, "new", versions[1])],
      );
      const told = JSON.stringify(there.differences.map(({ requests: _, ...rest }) => rest));
      assert.deepEqual({ added: there.added, removed: there.removed }, verdicts, told);
      const back = compare(
        [compile(after, kind, "old", versions[1])],
        [compile(before, kind, "new", versions[0])],
      );
      assert.deepEqual({ added: back.removed, removed: back.added }, verdicts, "the other way round");
    });

  it("takes several policies side by side as one", () => {
    const parts = [
      compile(read, "identity", "a"),
      compile({ ...read, Action: "s3:PutObject" }, "identity", "b"),
    ];
    const whole = [compile({ ...read, Action: ["s3:GetObject", "s3:PutObject"] }, "identity", "c")];
    assert.deepEqual(compare(parts, whole), { added: "none", removed: "none", differences: [], unknown: [] });
    assert.equal(
      compare(parts, [...parts, compile({ ...read, Effect: "Deny" }, "identity", "d")]).removed,
      "found",
    );
  });

  it("names the statement that is responsible, and the condition keys as they are written", () => {
    const guarded = { ...read, Sid: "Guarded", Condition: { Bool: { "aws:SecureTransport": "true" } } };
    const [difference] = compare(
      [compile(guarded, "identity", "old")],
      [compile(read, "identity", "new")],
    ).differences;
    assert.equal(difference?.action, "s3:GetObject");
    assert.equal(difference?.responsible.side, "new");
    assert.equal(difference?.responsible.index, 0);
    assert.deepEqual(difference?.context, { "aws:SecureTransport": "false" });
  });

  it("takes witnesses from the actions that exist", () => {
    const [difference] = diffPolicies(
      [compile(read, "identity", "old")],
      [compile({ ...read, Action: "s3:Get*Tagging" }, "identity", "new")],
      { actions: ["s3:GetObjectTagging", "s3:PutObjectTagging"] },
    ).differences.filter(({ direction }) => direction === "added");
    assert.equal(difference?.action, "s3:GetObjectTagging");
  });

  it("says unknown, with the place, where a policy cannot be read", () => {
    const diff = compare(
      [compile(read, "identity", "old")],
      [compilePolicy('{"Version":\n', "identity", "new")],
    );
    assert.equal(diff.added, "unknown");
    assert.ok(diff.unknown.some(({ side, position }) => side === "new" && position.line === 2));
  });

  it("stays within its bounds on hostile patterns, and says unknown or the truth", () => {
    const hostile = [
      { ...read, Resource: `${bucket}/${"a*".repeat(2_000)}` },
      { ...read, Resource: Array.from({ length: 60 }, (_, at) => `${bucket}/*${"ab".repeat(at)}*c?*`) },
      { ...read, Action: Array.from({ length: 40 }, (_, at) => `s3:*${at}*${at + 1}*`) },
      when({ StringLike: { "aws:TagKeys": Array.from({ length: 40 }, (_, at) => `*${at}*${at * 7}*`) } }),
      when({
        StringLike: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k:${at}`, [`${at}*`, "*x"]])),
      }),
      Array.from({ length: 40 }, (_, at) =>
        when({ StringEquals: { [`k:${at}`]: "x", [`k:${at + 1}`]: "y" } }),
      ),
      { ...read, Resource: Array.from({ length: 30 }, (_, at) => `${bucket}/${variable(`k:${at}`)}/*`) },
    ];
    for (const [at, statements] of hostile.entries()) {
      const changed = [
        statements,
        { ...read, Resource: `${bucket}/*z`, Condition: { StringLike: { "aws:TagKeys": "*z*" } } },
      ].flat();
      const spent = processorMs(() =>
        compare([compile(statements, "identity", "old")], [compile(changed, "identity", "new")]),
      );
      assert.ok(spent < 8_000, `case ${at} took ${spent} ms`);
    }
  });

  it("never throws, whatever the texts are", () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(JSON.stringify({ Statement: read })));
    const kinds = fc.constantFrom<PolicyKind>(
      "identity",
      "trust",
      "resource",
      "scp",
      "rcp",
      "vpce",
      "boundary",
      "session",
    );
    fc.assert(
      fc.property(text, text, kinds, (before, after, kind) => {
        compare([compilePolicy(before, kind)], [compilePolicy(after, kind)]);
      }),
      { numRuns: 300 },
    );
  });
});
