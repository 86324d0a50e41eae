/** How listings reach standard output. */
import { renderColumns, renderFacts, type Table } from "./display/render-table.ts";
import { type Onlooker, type Paint, paintFor } from "./display/style.ts";

export interface DisplaySettings {
  /** `--plain` or its variable: one fact a line, nothing drawn, no colour. */
  readonly plain?: boolean | undefined;
}

/** Columns padded to their widest cell; with `plain` one fact a line. */
export function printTable(head: Table["head"], rows: Table["rows"], settings: DisplaySettings = {}): void {
  const table = { head, rows };
  const onlooker = onlookerOf(settings);
  const text = onlooker.isPlain ? renderFacts(table) : renderColumns(table, paintFor(onlooker));
  if (text !== "") process.stdout.write(`${text}\n`);
}

/** Colours for standard output. */
export function paintOf(settings: DisplaySettings): Paint {
  return paintFor(onlookerOf(settings));
}

export function isPlain({ plain }: DisplaySettings): boolean {
  return plain ?? ["1", "true"].includes(process.env.TEGATA_PLAIN?.toLowerCase() ?? "");
}

function onlookerOf(settings: DisplaySettings): Onlooker {
  return { isTerminal: process.stdout.isTTY, env: process.env, isPlain: isPlain(settings) };
}
