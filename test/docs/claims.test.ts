import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

const ids = [
  ...Array.from({ length: 10 }, (_, at) => `A${at + 1}`),
  ...Array.from({ length: 13 }, (_, at) => `B${at + 1}`),
  ...Array.from({ length: 12 }, (_, at) => `C${at + 1}`),
];

const rows = [...readFileSync("docs/claims.md", "utf8").matchAll(/^\| ([ABC]\d+) \| (.+) \| (.+) \|$/gm)].map(
  ([, id = "", claim = "", shown = ""]) => ({ id, claim, shown }),
);

describe("docs/claims.md", () => {
  it("docs/claims.md has every claim once", () => {
    assert.deepEqual(
      rows.map(({ id }) => id),
      ids,
    );
  });

  for (const { id, shown } of rows) {
    it(`docs/claims.md: ${id} is open, or shown by tests that are titled with it`, () => {
      if (/^open: .*\b(?:vault|doctor|console)\b/.test(shown)) return;
      const titled = new RegExp(`\\b(?:it|test)\\(\\s*["\`]${id} \\S`);
      for (const file of shown.split(", ")) {
        assert.ok(existsSync(file), `${file} does not exist`);
        assert.match(readFileSync(file, "utf8"), titled, `no test in ${file} is titled with ${id}`);
      }
    });
  }
});

describe("ARCHITECTURE.md", () => {
  it("ARCHITECTURE.md lists the invariants that the code names, and no others", () => {
    const named = globSync("src/**/*.ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/INVARIANT \(([a-z-]+)\)/g)].map(([, name]) => name),
    );
    const section = readFileSync("ARCHITECTURE.md", "utf8").split("## Invariants by name")[1] ?? "";
    const listed = [...section.matchAll(/^\| ([a-z-]+) \|/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== "name");
    assert.deepEqual(listed, [...new Set(named)].sort());
  });
});
