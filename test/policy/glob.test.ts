import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compileGlob, matchesGlob, runGlob } from "../../src/policy/matching/glob.ts";

/** The definition, by recursion. */
function naive(pattern: string, text: string): boolean {
  const [head, ...tail] = [...pattern];
  const rest = tail.join("");
  const characters = [...text];
  if (head === undefined) return text === "";
  if (head === "*")
    return characters.some((_, at) => naive(rest, characters.slice(at).join(""))) || naive(rest, "");
  if (characters.length === 0 || (head !== "?" && head !== characters[0])) return false;
  return naive(rest, characters.slice(1).join(""));
}

function countSteps(pattern: string, text: string): number {
  const counter = { steps: 0 };
  runGlob(compileGlob(pattern), text, 0, counter);
  return counter.steps;
}

describe("matchesGlob()", () => {
  it("agrees with the definition", () => {
    const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 9 });
    fc.assert(
      fc.property(letters("ab*?🔑"), letters("ab🔑"), (pattern, text) => {
        assert.equal(matchesGlob(pattern, text), naive(pattern, text));
      }),
      { numRuns: 5_000 },
    );
  });

  it("takes every character, newlines included", () => assert.ok(matchesGlob("a*b", "a\r\n\u2028\u0000b")));

  const hostile: readonly [string, string][] = [
    [`${"a*".repeat(8)}b`, "a".repeat(60)],
    [`${"a*".repeat(1000)}b`, "a".repeat(1024)],
    [`*${"a".repeat(1000)}b`, "a".repeat(1024)],
    [`${"*a?".repeat(600)}b`, "a".repeat(1024)],
    ["*".repeat(6000), "a".repeat(1024)],
  ];
  for (const [pattern, text] of hostile) {
    it(`takes at most pattern × text steps for ${pattern.slice(0, 12)}… of ${pattern.length}`, () => {
      assert.ok(countSteps(pattern, text) <= (pattern.length + 1) * (text.length + 1));
    });
  }

  it("takes a step per character for what ReDoS patterns are made of", () => {
    assert.ok(countSteps(`${"a*".repeat(8)}`, "a".repeat(60)) <= 200);
  });
});
