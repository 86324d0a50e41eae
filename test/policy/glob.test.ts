import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { matchesGlob } from "../../src/policy/matching/glob.ts";
import { processorMs } from "../support/processor-time.ts";
import { fc } from "../support/random.ts";

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

/** Milliseconds. A matcher that takes anything back would need years; a busy machine takes some of the bound. */
const most = 250;

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

  const text = "a".repeat(2_048);
  const hostile: readonly [string, string][] = [
    [`${"a*".repeat(8)}b`, "a".repeat(60)],
    [`${"a*".repeat(3_072)}b`, text],
    [`*${"a".repeat(1_024)}b`, text],
    [`*b${"a".repeat(1_024)}`, text],
    [`*b${"a".repeat(1_024)}*`, text],
    [`*${"a?".repeat(512)}b*`, text],
    [`*${"?".repeat(1_024)}b`, text],
    [`*${"?".repeat(1_024)}b`, "🔑".repeat(1_024)],
    [`${"*a?".repeat(2_000)}b`, text],
    ["*".repeat(6_144), text],
  ];
  for (const [pattern, against] of hostile) {
    it(`is done in time with ${pattern.slice(0, 12)}… of ${pattern.length}`, () => {
      const spent = processorMs(() => matchesGlob(pattern, against));
      assert.ok(spent < most, `${spent} ms`);
    });
  }
});
