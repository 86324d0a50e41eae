/** Writes docs/vault/bad-input.md from the table that a test runs. Run: `node scripts/bad-input-table.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BadInput, badInput, shown, soundConfig } from "../test/support/bad-input/index.ts";

export const badInputFile = fileURLToPath(new URL("../docs/vault/bad-input.md", import.meta.url));

const codes = {
  0: "it goes on",
  1: "failed",
  2: "misuse",
  3: "a person is needed",
  126: "the command is no program",
  127: "there is no such command",
} as const satisfies Record<BadInput["exitCode"], string>;

/** The page as it should be; a test compares it with the file. */
export function renderBadInput(): string {
  const count = badInput.reduce((sum, { rows }) => sum + rows.length, 0);
  return [
    "# What the vault says when something is wrong",
    "",
    "Made from `test/support/bad-input/` by `node scripts/bad-input-table.ts`; do not edit. `npm test` runs each",
    `of these ${count} situations with real processes and compares every word, the exit code, and every file of the home folder`,
    "before and after: none is made or changed, but where a row says so.",
    "",
    "One sentence says what is wrong and where, with file and line where there is one; the lines below it are there to be",
    "pasted. Paths are those of a home folder `~`, the profile `dev` has a key in the keyring, and without a config file",
    "of its own a row has this one:",
    "",
    fenced("ini", fill(soundConfig)),
    "",
    `Exit codes: ${Object.entries(codes)
      .map(([code, words]) => `${code} ${words}`)
      .join(" · ")}.`,
    "",
    ...badInput.flatMap(({ title, rows }) => [`## ${title}`, "", ...rows.flatMap(renderRow)]),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

function renderRow(row: BadInput): string[] {
  const { what, config, credentials, sentence, hint, exitCode, writes } = row;
  const answer = sentence === undefined ? "(nothing)" : [`tegata: ${sentence}`, ...indented(hint)].join("\n");
  const note = writes === undefined ? [] : [`Written: \`~/${writes}\`.`, ""];
  return [
    `### ${what.charAt(0).toUpperCase()}${what.slice(1)}`,
    "",
    ...(config === undefined ? [] : [fenced("ini", fill(config)), ""]),
    ...(credentials === undefined ? [] : ["`~/.aws/credentials`:", "", fenced("ini", credentials), ""]),
    fenced("console", `$ ${commandOf(row)}\n${answer}`),
    "",
    `Exit code ${exitCode}: ${codes[exitCode]}.`,
    "",
    ...note,
  ];
}

/** As it is typed, with the variables that are set for it; what is taken away needs no showing. */
function commandOf({ prefix = [], args, env = {} }: BadInput): string {
  const variables = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoted(value)}`],
  );
  const words = args.map((arg) => quoted(arg.replaceAll("HOME", "~")));
  return [...variables, ...prefix, "tegata", ...words].join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word}'`;
}

function indented(hint: string | undefined): readonly string[] {
  return hint?.split("\n").map((line) => (line.startsWith("(") ? line : `  ${line}`)) ?? [];
}

function fill(text: string): string {
  return text
    .replaceAll("TLS_ENDPOINT", shown.tlsEndpoint)
    .replaceAll("ENDPOINT", shown.endpoint)
    .replaceAll("DEVICE", `arn:aws:iam::${shown.account}:mfa/ann`)
    .replaceAll("ACCOUNT", shown.account);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n+$/, "")}\n\`\`\``;
}

if (import.meta.main) writeFileSync(badInputFile, renderBadInput());
