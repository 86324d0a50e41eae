/** docs/policy/library.md taken apart: its program, what it prints, the exports it lists, the sizes it states. */
import { readFileSync } from "node:fs";

const page = readFileSync("docs/policy/library.md", "utf8");

/** The program, which imports "tegata/policy". */
export const exampleProgram = fenceAfter("js");
/** What the page says it prints. */
export const exampleOutput = fenceAfter("text");

/** Names in the first column of the tables under "Reference". */
export const listedExports: readonly string[] = [
  ...(page.split("\n## Reference\n")[1]?.split("\n## ")[0] ?? "").matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm),
].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));

/** Kilobytes (1,000 bytes) that the page states for an entry point: `| tegata/policy | 96 | 32 |`. */
export function statedKilobytes(entry: string): { readonly minified: number; readonly compressed: number } {
  const row = page.split("\n").find((line) => line.startsWith(`| \`${entry}\` |`));
  const [minified = Number.NaN, compressed = Number.NaN] = row?.match(/\d+/g)?.map(Number) ?? [];
  return { minified, compressed };
}

function fenceAfter(language: string): string {
  return page.split(`\n\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
}
