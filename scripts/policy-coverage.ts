/**
 * Writes docs/policy/coverage.md: every condition operator with every modifier on a key that is absent, has one value, or
 * several; how often engine and model were asked, and agreed. Run: `node scripts/policy-coverage.ts`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cell, measureCoverage, presences } from "../test/model/against/coverage.ts";
import { type OperatorName, spell } from "../test/model/index.ts";

export const policyCoverageFile = fileURLToPath(new URL("../docs/policy/coverage.md", import.meta.url));

const seed = 20_261_121;
const perCell = 120;

/** The page as it should be; a test compares it with the file. */
export function renderPolicyCoverage(): string {
  const cells = measureCoverage({ seed, perCell });
  const asked = cells.reduce((sum, cell) => sum + cell.asked, 0);
  const agreed = cells.reduce((sum, cell) => sum + cell.agreed, 0);
  const rows = Map.groupBy(cells, ({ operator }) => spell(operator));
  return [
    "# Condition operators: what was compared",
    "",
    "Made by `node scripts/policy-coverage.ts`; do not edit. The engine (`src/policy`) and the reference model (`test/model`)",
    `are asked ${asked.toLocaleString("en")} random conditions, ${perCell} in each cell: half in an Allow, half in a Deny, with values of the`,
    "operator's kind and others, wildcards, variables with and without defaults, malformed values, both versions of the",
    `language (seed ${seed}). They agreed on ${agreed.toLocaleString("en")} of them. \`npm test\` does the same with another seed each time.`,
    "",
    "A cell says how many of its conditions held, and how many the two agreed on, of how many asked.",
    "",
    `| operator | ${presences.map((presence) => `key ${presence}: held | agreed`).join(" | ")} |`,
    `|---|${presences.map(() => "---:|---:|").join("")}`,
    ...[...rows.values()].map(renderRow),
    "",
  ].join("\n");
}

function renderRow(cells: readonly Cell[]): string {
  const operator: OperatorName | undefined = cells[0]?.operator;
  const columns = cells.map(({ held, agreed, asked }) => `${held} | ${agreed} of ${asked}`);
  return `| \`${operator === undefined ? "" : spell(operator)}\` | ${columns.join(" | ")} |`;
}

if (import.meta.main) {
  mkdirSync(dirname(policyCoverageFile), { recursive: true });
  writeFileSync(policyCoverageFile, renderPolicyCoverage());
}
