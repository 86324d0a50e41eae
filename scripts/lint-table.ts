/** Writes docs/policy/lint.md from the table of src/policy/lint. Run: `node scripts/lint-table.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nearQuotaPercent, quotas } from "../src/policy/lint/limits.ts";
import { lintFamilies } from "../src/policy/lint/rules.ts";
import { serviceReference } from "../src/policy/reference/index.ts";

export const lintTableFile = fileURLToPath(new URL("../docs/policy/lint.md", import.meta.url));

export function renderLintTable(): string {
  const { name, version, date } = serviceReference.source;
  return [
    "# What `tegata policy check` finds",
    "",
    "<!-- Made by scripts/lint-table.ts from src/policy/lint; do not edit. -->",
    "",
    "`tegata policy check FILE…` and `lintPolicy()` of `tegata/policy` judge a policy by the rules below.",
    "",
    "- **error**: AWS refuses the document, and so does the authority. The program exits with 1.",
    "- **warning**: the document does not do what it says, or more than it seems to. With `--strict` the program exits with 1.",
    "- **note**: it could be better.",
    "",
    `Rules marked \\* need the service reference, \`tegata/policy/reference\`: here that of ${name} ${version} (${date}),`,
    "with every service's actions, resource types and condition keys. The program always has it. What is newer than the",
    "reference is unknown to it, therefore unknown names are warnings. In `lintPolicy()` without a reference, types and",
    "number of values are known of the global condition keys (`aws:…`) only.",
    "",
    ...lintFamilies.flatMap(({ title, rules }) => [
      `## ${title}`,
      "",
      "| code | severity | what is found |",
      "|---|---|---|",
      ...rules.map(
        ({ code, severity, about, needsReference }) =>
          `| \`${code}\`${needsReference === true ? " \\*" : ""} | ${severity} | ${about.replaceAll("|", "\\|")} |`,
      ),
      "",
    ]),
    "## Quotas",
    "",
    `In characters that are not white space; from ${nearQuotaPercent} % of the usual quota on it is near.`,
    "",
    "| kind | usual | largest |",
    "|---|---|---|",
    ...Object.entries(quotas).map(
      ([kind, { usual, most }]) =>
        `| ${kind} | ${usual.characters} (${usual.of}) | ${most.characters}${most === usual ? "" : ` (${most.of})`} |`,
    ),
    "",
    "## What is not looked for",
    "",
    "- An action is compared with the resources of its own statement, and with those of other statements that have it. With",
    "  wildcards in it, it is reported only when nothing it matches fits.",
    "- Global keys, tag keys among them, are taken to be there for every action.",
    "- `shadowed-statement` and `dead-allow` compare whole statements, pattern by pattern: two statements that only together",
    "  cover a third are not seen.",
    "- In an ARN of the reference a placeholder stands for any text but, for the name of a bucket, a slash.",
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(lintTableFile, renderLintTable());
