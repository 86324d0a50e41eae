/** docs/doctor.md and docs/doctor.ja.md are true: what they print is what was printed, and their tables are those of the code. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { certainties } from "../../src/doctor/finding.ts";
import { rules } from "../../src/doctor/index.ts";
import { commandLines, parseTegata } from "../support/doctor-pages.ts";
import { cleanEnvironment } from "../support/server.ts";
import { readTranscript, runTranscript, writeTranscript } from "../support/transcript.ts";
import { makeVaultHome } from "../support/vault-home.ts";

/** Each with what the names of the pages end with that it links to, and its reader's language. */
const pages = [
  { file: "docs/doctor.md", ending: "", language: undefined },
  { file: "docs/doctor.ja.md", ending: ".ja", language: "ja" },
] as const;

for (const { file, ending, language } of pages)
  describe(file, () => {
    const text = readFileSync(file, "utf8");
    const home = makeVaultHome();
    after(() => home.remove());

    it(`${file} prints what tegata prints`, async () => {
      home.writeConfig("[profile deploy]\nregion = us-east-1\n");
      const [node, program] = home.command;
      const steps = readTranscript(file);
      assert.equal(steps.length, 3);
      const run = steps.map(({ command, output }) => ({
        command: command.replace("tegata", () => `'${node}' '${program}'`),
        output,
      }));
      const env = {
        ...home.env,
        TEGATA_LANG: language,
        AWS_PROFILE: "deplyo",
        LC_ALL: "C",
        SHELL: "/bin/sh",
      };
      const printed = await runTranscript(run, cleanEnvironment(env), home.folder);
      if (process.env.TEGATA_WRITE_DOCS === "1") writeTranscript(file, printed);
      else
        for (const [index, { command, output }] of steps.entries())
          assert.equal(printed[index], output, command);
    });

    it(`${file} lists every finding in the order of the rules, and the words for certainty`, () => {
      const rows = [
        ...text.matchAll(
          /^\| `([a-z-]+)` \| (\w+) \| (.+) \| \[([a-z-]+)\]\(troubleshooting\/(.+)\.md\) \|$/gm,
        ),
      ];
      assert.deepEqual(
        rows.map(([, code, concern, , page, linked]) => ({ code, concern, page, linked })),
        rules.map(({ code, concern = "failure", page }) => ({
          code,
          concern,
          page,
          linked: `${page}${ending}`,
        })),
      );
      const words = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, word = ""]) => word);
      const ofCertainty = words.slice(words.indexOf(certainties[0]), words.indexOf(certainties[0]) + 3);
      assert.deepEqual(ofCertainty, certainties);
    });

    it(`${file} types only what tegata takes`, async () => {
      const lines = commandLines(text, "tegata");
      assert.ok(lines.length > 5);
      for (const line of lines) await parseTegata(line);
    });
  });

describe("docs/doctor.ja.md", () => {
  it("docs/doctor.ja.md has doctor.md's order of blocks, the words of its tables, and every name of AWS's, variable and flag", () => {
    const [english, japanese] = pages.map(({ file }) => partsOf(readFileSync(file, "utf8")));
    assert.deepEqual(japanese, english);
    assert.ok((english?.codes?.length ?? 0) > 80);
  });
});

/** What is the same in both languages. */
function partsOf(text: string): Readonly<Record<string, readonly unknown[]>> {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "```");
  const rows = prose.split("\n").filter((line) => line.startsWith("| "));
  return {
    blocks: prose.split(/\n\n+/).map((block) => /^(?:#+ |\||```)/.exec(block)?.[0] ?? "text"),
    codes: rows.map((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, code]) => code).sort()),
    names: [
      ...new Set(prose.match(/--[a-z]+|\b[A-Z]\w*[a-z][A-Z]\w*\b|\b(?:AWS|TEGATA|LC)_[A-Z]+\b/g)),
    ].sort(),
  };
}
