import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parsePolicy, policySizeCharacters } from "../../src/policy/index.ts";
import { maxJsonDepth, maxPolicyTextCharacters } from "../../src/policy/limits.ts";
import { type JsonNode, readJson } from "../../src/policy/reader/json.ts";
import { fc } from "../support/random.ts";

function plain(node: JsonNode): unknown {
  switch (node.type) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
    case "array":
      return node.items.map(plain);
    case "null":
      return null;
    case "string":
      return node.value;
    default:
      return JSON.parse(node.value);
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("readJson()", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, "\t"), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const { root, faults } = readJson(JSON.stringify(value, null, indent));
        assert.deepEqual(faults, []);
        assert.ok(root);
        assert.equal(JSON.stringify(plain(root)), JSON.stringify(value));
      }),
    );
  });

  it("refuses what JSON.parse refuses", () => {
    const units = fc.constantFrom(...'{}[]",:01.-eE+\\u tfn', "true", "false", "null", '"a"', "\u0001");
    fc.assert(
      fc.property(fc.array(units, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        assert.equal(readJson(text).root !== undefined, parses(text), text);
      }),
      { numRuns: 5_000 },
    );
  });

  it("finds repeated keys, however they are escaped", () => {
    const { faults } = readJson('{"a":1,\n "\\u0061":2}');
    assert.deepEqual(faults, [{ detail: 'the key "a" is repeated', offset: 9 }]);
  });

  it("stops at its depth and its length", () => {
    const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    assert.ok(readJson(deep(maxJsonDepth)).root);
    assert.equal(readJson(deep(maxJsonDepth + 2)).root, undefined);
    assert.equal(readJson(deep(60_000)).root, undefined);
    assert.equal(readJson(`"${"a".repeat(maxPolicyTextCharacters)}"`).root, undefined);
  });
});

describe("parsePolicy()", () => {
  it("knows line and column whatever ends a line", () => {
    for (const end of ["\n", "\r", "\r\n"]) {
      const text = ["{", '  "Version": "2012-10-17",', '  "Statement": 7', "}"].join(end);
      const [problem] = parsePolicy(text, "identity").problems;
      assert.deepEqual([problem?.position.line, problem?.position.column], [3, 16]);
    }
  });

  it("names the place of what is wrong", () => {
    const text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3","Resource":"*"}}';
    const [problem] = parsePolicy(text, "identity").problems;
    assert.equal(text.slice(problem?.position.offset).startsWith('"s3"'), true);
    assert.equal(problem?.detail, 'the action "s3" is malformed');
  });
});

describe("policySizeCharacters()", () => {
  it("does not count white space", () => assert.equal(policySizeCharacters(' {\t"a b" :\r\n1} '), 8));
});
