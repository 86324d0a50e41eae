/** Tables as text: columns for those who look, a fact a line for those who listen. */
import type { Paint, Tone } from "./style.ts";
import { widthOf } from "./width.ts";

export type Cell = string | { readonly text: string; readonly tone: Tone };

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Columns padded to their widest cell, two spaces apart. Ends without a newline. */
export function renderColumns({ head, rows }: Table, paint: Paint): string {
  const lines = [head.map((text): Cell => ({ text, tone: "head" })), ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((row) => widthOf(textOf(row[column])))));
  return lines
    .map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0, paint)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** `Name: value`, one on each line, with an empty line between rows; empty cells are left out. */
export function renderFacts({ head, rows }: Table): string {
  return rows
    .map((row) =>
      row
        .map((cell, column) => ({ name: head[column] ?? "", text: textOf(cell) }))
        .filter(({ text }) => text !== "")
        .map(({ name, text }) => `${name}: ${text}`)
        .join("\n"),
    )
    .join("\n\n");
}

// Padded first: what switches a colour on has no width.
function padded(cell: Cell, width: number, paint: Paint): string {
  const text = textOf(cell);
  const tone = typeof cell === "string" ? "plain" : cell.tone;
  return `${paint(text, tone)}${" ".repeat(Math.max(0, width - widthOf(text)))}`;
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined || typeof cell === "string" ? (cell ?? "") : cell.text;
}
