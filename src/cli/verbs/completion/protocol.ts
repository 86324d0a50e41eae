/**
 * How the scripts in shells are answered: a line for each candidate, `VALUE` TAB `DESCRIPTION`; then, where the shell has to
 * go on by itself, `:files` or `:command N` with N the word that the other command begins with.
 */
import { printable } from "../../../base/index.ts";
import type { Completion } from "./complete.ts";

export function formatCompletion({ candidates, onward }: Completion): string {
  const lines = candidates.map(
    ({ value, description }) => `${printable(value)}\t${firstSentence(description)}`,
  );
  if (onward.kind === "files") lines.push(":files");
  if (onward.kind === "command") lines.push(`:command ${onward.at}`);
  return lines.map((line) => `${line}\n`).join("");
}

function firstSentence(description: string): string {
  return printable(description.split("\n")[0] ?? "");
}
