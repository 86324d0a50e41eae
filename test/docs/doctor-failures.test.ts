import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { rules } from "../../src/doctor/index.ts";

/** A row of one of the tables: number, what is wrong, codes, file. */
interface Row {
  readonly number: string;
  readonly title: string;
  readonly codes: readonly string[];
  readonly file: string;
}

const page = readFileSync("docs/doctor-failures.md", "utf8");
const sections = new Map(page.split(/^## /m).map((text) => [text.split("\n")[0] ?? "", rowsOf(text)]));
const failures = sections.get("Failures") ?? [];
const hygiene = sections.get("No failure yet") ?? [];
const healthy = sections.get("Nothing wrong") ?? [];

/** What a test is called, as an expression where a part of it differs from case to case. */
const tests = globSync("test/clients/doctor-*.test.ts")
  .filter((path) => !path.endsWith("doctor-pages.test.ts"))
  .flatMap((path) => {
    const file = path.split(/[\\/]/).at(-1) ?? "";
    const bodies = readFileSync(path, "utf8")
      .split(/(?=\bit\(\s*["`])/)
      .slice(1);
    return bodies.map((body) => {
      const title = /^it\(\s*(["`])(.*?)\1/s.exec(body)?.[2] ?? "";
      return { file, title, expression: expressionOf(title), body };
    });
  });

function rowsOf(section: string): readonly Row[] {
  return [...section.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, number = "", cells = ""]) => {
    const parts = cells.split(" | ").map((part) => part.trim());
    const title = parts.length === 2 ? parts[0] : parts[1];
    const codes = [...cells.matchAll(/`([a-z-]+)`/g)].map(([, code = ""]) => code);
    return { number, title: title ?? "", codes, file: parts.at(-1) ?? "" };
  });
}

/** Under a second name a test stands once on the page. */
function expressionOf(title: string): RegExp {
  const parts = title.replace(/ \(\$\{name\}\)/, "").split(/\$\{.*?\}/);
  return new RegExp(`^${parts.map(escaped).join(".+")}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

describe("docs/doctor-failures.md", () => {
  for (const row of [...failures, ...hygiene, ...healthy])
    it(`docs/doctor-failures.md: "${row.title}" is shown, with its finding`, () => {
      const shown = tests.filter(({ file, expression }) => file === row.file && expression.test(row.title));
      assert.equal(shown.length, 1, `tests of that name in ${row.file}`);
      for (const code of row.codes) assert.ok(shown[0]?.body.includes(`"${code}"`), code);
    });

  it("docs/doctor-failures.md has every test of the doctor with real clients", () => {
    const titles = [...failures, ...hygiene, ...healthy].map(({ title }) => title);
    const missing = tests.filter(({ expression }) => !titles.some((title) => expression.test(title)));
    assert.deepEqual(
      missing.map(({ file, title }) => `${file}: ${title}`),
      [],
    );
  });

  it("docs/doctor-failures.md counts without gaps, 25 failures and 12 healthy set-ups at least", () => {
    for (const rows of [failures, hygiene, healthy])
      assert.deepEqual(
        rows.map(({ number }) => number),
        rows.map((_, at) => String(at + 1)),
      );
    assert.ok(failures.length >= 25 && healthy.length >= 12);
  });

  it("docs/doctor-failures.md names findings that there are", () => {
    const known = new Set(rules.map(({ code }) => code));
    for (const { codes, title } of [...failures, ...hygiene])
      for (const code of codes) assert.ok(known.has(code), `${title}: ${code}`);
    for (const { codes, title } of failures) assert.ok(codes.length > 0, title);
  });
});
