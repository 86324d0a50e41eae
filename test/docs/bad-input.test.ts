import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { badInputFile, renderBadInput } from "../../scripts/bad-input-table.ts";
import { badInput } from "../support/bad-input/index.ts";

const rows = badInput.flatMap((group) => group.rows);

test("docs/vault/bad-input.md is what scripts/bad-input-table.ts writes", () => {
  assert.equal(readFileSync(badInputFile, "utf8"), renderBadInput(), "run: node scripts/bad-input-table.ts");
});

test("every broken situation has another name, and every refusal a line to paste, but for commands", () => {
  assert.equal(new Set(rows.map(({ what }) => what)).size, rows.length);
  const bare = rows.filter(({ hint, exitCode }) => hint === undefined && exitCode !== 0);
  assert.deepEqual(
    bare.map(({ exitCode }) => exitCode).filter((code) => code !== 127 && code !== 2),
    [],
  );
});

test("sentences are lower case, without full stop, on one line, and name their file by its line", () => {
  for (const { sentence, what } of rows) {
    if (sentence === undefined) continue;
    assert.doesNotMatch(sentence, /^[A-Z][a-z]|\n/, what);
    if (!/refused with|option '/.test(sentence)) assert.doesNotMatch(sentence, /\.$/, what);
    for (const [path] of sentence.matchAll(/~\/\.aws\/\w+(?::\d+)?/g))
      if (!/cannot be read/.test(sentence)) assert.match(path, /:\d+$/, what);
  }
});
