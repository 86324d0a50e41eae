/** Findings as compilers print them: `file:line:column: severity: message (code)`, then the line with a caret. */
import { printable } from "../../../base/index.ts";
import type { Finding, PolicyKind, Severity } from "../../../policy/index.ts";

export interface CheckedFile {
  /** As it was typed; `-` is standard input. */
  readonly file: string;
  readonly text: string;
  readonly kind: PolicyKind;
  readonly kindGuessed: boolean;
  readonly findings: readonly Finding[];
}

/** Columns of a source line that are shown around a finding. */
const shownColumns = 100;
const indent = "    ";

const colours: Readonly<Record<Severity, string>> = { error: "31", warning: "33", note: "36" };

/** One file's findings and a line that sums them up. */
export function renderChecked(checked: CheckedFile, colour: boolean): string {
  const file = printable(checked.file === "-" ? "(standard input)" : checked.file);
  const lines = checked.text.split(/\r\n|\r|\n/);
  const findings = checked.findings.flatMap((finding) => [
    `${file}:${finding.position.line}:${finding.position.column}: ${paint(finding.severity, colour)}: ${printable(finding.message)} (${finding.code})`,
    ...renderSource(finding, lines[finding.position.line - 1] ?? ""),
  ]);
  return `${[...findings, `${file}: ${describeKind(checked)}: ${describeCounts(checked.findings)}`].join("\n")}\n`;
}

function paint(severity: Severity, colour: boolean): string {
  return colour ? `\u001b[${colours[severity]}m${severity}\u001b[0m` : severity;
}

/** The line, or a piece of a long one, and a caret under what is meant; nothing for an empty line. */
function renderSource({ position, end }: Finding, line: string): string[] {
  if (line.trim() === "") return [];
  const column = position.column - 1;
  const from =
    line.length <= shownColumns ? 0 : Math.max(0, Math.min(column - 30, line.length - shownColumns));
  const shown = line.slice(from, from + shownColumns);
  const length = end !== undefined && end.line === position.line ? end.column - position.column : 1;
  const marked = Math.max(1, Math.min(length, from + shown.length - column));
  return [
    indent + oneColumnEach(shown),
    `${indent}${" ".repeat(Math.max(0, column - from))}^${"~".repeat(marked - 1)}`,
  ];
}

function oneColumnEach(text: string): string {
  return text.replaceAll("\t", " ").replace(/\p{C}/gu, "�");
}

function describeKind({ kind, kindGuessed }: CheckedFile): string {
  return kindGuessed ? `${kind} policy (guessed; --kind says otherwise)` : `${kind} policy`;
}

function describeCounts(findings: readonly Finding[]): string {
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "no findings" : counts.join(", ");
}
