import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Command } from "commander";
import { manPageFile, renderManPage } from "../../scripts/man-page.ts";
import { renderManPage as render } from "../../src/cli/verbs/man/render.ts";
import { roffArgument, roffText } from "../../src/cli/verbs/man/roff.ts";
import { findProgram, needs } from "../support/aws-cli.ts";

describe("roffText() and roffArgument()", () => {
  it("let no text become a request or another character", () => {
    assert.equal(roffText(".PP\n'x --a\\b"), "\\&.PP\n\\(aqx \\-\\-a\\eb");
    assert.equal(roffText("a … b"), "a \\[u2026] b");
    assert.equal(roffArgument('say "x"'), '"say \\(dqx\\(dq"');
  });
});

describe("renderManPage()", () => {
  it("has every verb with its flags and examples, groups in the names, and no hidden one", () => {
    const program = new Command("tegata").description("Keys");
    const group = program.command("group");
    group
      .command("one <file>")
      .description("do it")
      .option("-x, --extra <n>", "more")
      .addHelpText("after", "\nExample:\n  .tegata\n");
    program.command("hidden", { hidden: true });
    const page = render(program);
    assert.match(page, /\n\.SS "tegata group one \[options\] <file>"\ndo it\.\n/);
    assert.match(page, /\n\.TP\n\\fB\\-x, \\-\\-extra <n>\\fR\nmore\n/);
    assert.match(page, /\n\.nf\nExample:\n {2}\.tegata\n\.fi\n/);
    assert.doesNotMatch(page, /hidden/);
    assert.match(page, /^[\n -~]*$/, "ASCII");
  });

  it("is what docs/man/tegata.1 holds", () => {
    const isCurrent = readFileSync(manPageFile, "utf8") === renderManPage();
    assert.ok(isCurrent, "out of date; type: npm run docs");
  });
});

describe("docs/man/tegata.1", () => {
  it("renders without a warning", (t) => {
    if (!needs(t, "groff")) return;
    const said = (command: string, ...args: readonly string[]): string =>
      execFileSync("sh", ["-c", '"$@" 2>&1 >/dev/null', "sh", command, ...args, manPageFile], {
        encoding: "utf8",
      });
    assert.equal(said("groff", "-man", "-ww", "-Tutf8", "-z"), "");
    if (findProgram("mandoc") !== undefined) assert.equal(said("mandoc", "-T", "utf8", "-W", "error"), "");
    // Without the typewriter's ways to print bold and underlined.
    const shown = execFileSync("groff", ["-man", "-Tutf8", "-P-cbou", manPageFile], { encoding: "utf8" });
    assert.match(shown, /tegata whoami \[options\] \[profile\] \[other\]/);
  });
});
