import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { type Facts, judge } from "../../src/doctor/index.ts";
import { word } from "../../src/doctor/rules/words.ts";
import { shells } from "../../src/vault/deliver/index.ts";
import { needs } from "../support/aws-cli.ts";
import { factsOf, type Json, vectors } from "./vectors.ts";

/** Names that a file, a variable or a server can hold. */
const hostile: readonly string[] = [
  ...[
    "a b",
    "$(touch x)",
    "`touch x`",
    "名前",
    "it's",
    "a\\",
    "\\'; touch x #",
    '"',
    "",
    "=ls",
    "%PATH%",
    "@x",
    "a,b",
  ],
  ...[
    "a&touch x",
    "a;b",
    "a|b",
    "a>b",
    "a\nb",
    "*",
    "~",
    "!x",
    "^x",
    "‘; touch x",
    "{a,b}",
    "a#b",
    "#",
    "$HOME",
  ],
  ...['{"a":"b & c"}', 'x" & calc "', "-x"],
];

describe("word()", () => {
  const print = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
  const inShell = (program: string, shell: "sh" | "fish", args: readonly string[]): void => {
    const words = hostile.map((text) => word(shell, text)).join(" ");
    const line = `${word(shell, process.execPath)} -e ${word(shell, print)} -- ${words}`;
    assert.deepEqual(JSON.parse(execFileSync(program, [...args, "-c", line], { encoding: "utf8" })), hostile);
  };

  it("is one word of a POSIX shell, whatever it holds", () => inShell("sh", "sh", []));
  it("is one word of zsh, whatever it holds", (t) => {
    if (needs(t, "zsh")) inShell("zsh", "sh", ["-f"]);
  });
  it("is one word of fish, whatever it holds", (t) => {
    if (needs(t, "fish")) inShell("fish", "fish", ["--no-config"]);
  });

  it("is one word of PowerShell: between quotes none stands alone, whatever its form", () => {
    for (const text of hostile) {
      const written = word("powershell", text);
      if (/^[\w+:./-][\w+=:./-]*$/.test(written)) continue;
      assert.match(written, /^'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'$/, text);
    }
  });

  it("is one word of cmd, without what cmd reads something into", () => {
    for (const text of hostile) {
      const written = word("cmd", text);
      if (/^[\w+:./-][\w+=:./-]*$/.test(written)) continue;
      assert.match(written, /^"[^%!\p{Cc}]*"$/u, text);
      // Behind an inner quote cmd reads on outside of its quotes.
      if (written.slice(1, -1).includes('"')) assert.doesNotMatch(written, /[&|<>^]/, text);
    }
    assert.equal(word("cmd", '{"a":1}'), '"{\\"a\\":1}"');
    assert.equal(word("cmd", "C:\\a b\\"), '"C:\\a b\\\\"');
  });
});

describe("remedies of judge()", () => {
  /** What runs where a shell reads it. */
  const marks = "x'$(touch y)`touch y`;touch y&touch y";
  const hostileFacts = (facts: Json): Facts =>
    JSON.parse(JSON.stringify(factsOf(facts)), (_, value: unknown) =>
      typeof value === "string" ? value.replaceAll(/\b(?:deploy|ann|AKIA\w+)\b/g, `$&${marks}`) : value,
    );

  it("hold names, ARNs and ids of others within quotes only", () => {
    let lines = 0;
    for (const shell of shells)
      for (const { facts } of vectors.cases)
        for (const { code, remedies } of judge({ ...hostileFacts(facts), shell }))
          for (const line of remedies.flatMap(({ commands }) => commands)) {
            lines += line.includes("touch") ? 1 : 0;
            assert.doesNotMatch(outsideOfQuotes(shell, line), /touch y/, `${code}, ${shell}: ${line}`);
          }
    assert.ok(lines > 100);
  });

  function outsideOfQuotes(shell: (typeof shells)[number], line: string): string {
    switch (shell) {
      case "sh":
        return line.replaceAll(/'[^']*'|\\'/g, "");
      case "fish":
        return line.replaceAll(/'(?:\\.|[^\\'])*'/g, "");
      case "powershell":
        return line.replaceAll(/'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'/g, "");
      case "cmd":
        // Outside of quotes nothing but these chains commands.
        return line.replaceAll(/"[^"]*"/g, "").includes("&") ? line : "";
    }
  }
});
