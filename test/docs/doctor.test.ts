/** docs/doctor.md is true: what it prints is what was printed, and its tables are those of the code. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { certainties } from "../../src/doctor/finding.ts";
import { rules } from "../../src/doctor/index.ts";
import { commandLines, parseTegata } from "../support/doctor-pages.ts";
import { cleanEnvironment } from "../support/server.ts";
import { readTranscript, runTranscript, writeTranscript } from "../support/transcript.ts";
import { makeVaultHome } from "../support/vault-home.ts";

const file = "docs/doctor.md";
const text = readFileSync(file, "utf8");

describe("docs/doctor.md", () => {
  const home = makeVaultHome();
  after(() => home.remove());

  it("docs/doctor.md prints what tegata prints", async () => {
    home.writeConfig("[profile deploy]\nregion = us-east-1\n");
    const [node, program] = home.command;
    const steps = readTranscript(file);
    assert.equal(steps.length, 3);
    const run = steps.map(({ command, output }) => ({
      command: command.replace("tegata", () => `'${node}' '${program}'`),
      output,
    }));
    const env = { ...home.env, AWS_PROFILE: "deplyo", LC_ALL: "C", SHELL: "/bin/sh" };
    const printed = await runTranscript(run, cleanEnvironment(env), home.folder);
    if (process.env.TEGATA_WRITE_DOCS === "1") writeTranscript(file, printed);
    else
      for (const [index, { command, output }] of steps.entries())
        assert.equal(printed[index], output, command);
  });

  it("docs/doctor.md lists every finding in the order of the rules, and the words for certainty", () => {
    const rows = [
      ...text.matchAll(
        /^\| `([a-z-]+)` \| (\w+) \| (.+) \| \[([a-z-]+)\]\(troubleshooting\/(.+)\.md\) \|$/gm,
      ),
    ];
    assert.deepEqual(
      rows.map(([, code, concern, , page, linked]) => ({ code, concern, page, linked })),
      rules.map(({ code, concern = "failure", page }) => ({ code, concern, page, linked: page })),
    );
    const [, section = ""] = text.split("| certainty | it says |");
    const words = [...(section.split("\n\n")[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(([, word]) => word);
    assert.deepEqual(words, certainties);
  });

  it("docs/doctor.md types only what tegata takes", async () => {
    const lines = commandLines(text, "tegata");
    assert.ok(lines.length > 5);
    for (const line of lines) await parseTegata(line);
  });
});
