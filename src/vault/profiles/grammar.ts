/**
 * The grammar of one line. AWS: SDKs and tools reference, "Format of the shared config and credentials files"; where it
 * is silent, the cases that AWS's SDKs share. White space is the space and the tab, nothing else.
 */

export const byteOrderMark = "\uFEFF";

export interface Line {
  readonly text: string;
  /** Empty for a last line that nothing ends. */
  readonly ending: "" | "\n" | "\r\n";
}

/** The lines, losslessly: texts and endings joined are the input again. */
export function splitLines(text: string): readonly Line[] {
  return Array.from(text.matchAll(/([^\n]*?)(\r?\n|$)/g), ([, line = "", ending = ""]) => ({
    text: line,
    ending: ending as Line["ending"],
  })).filter(({ text: line, ending }) => line !== "" || ending !== "");
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map(({ text, ending }) => text + ending).join("");
}

export type LineKind = "blank" | "comment" | "header" | "indented" | "property";

export function classifyLine(line: string): LineKind {
  if (trimBlanks(line) === "") return "blank";
  const first = line.charAt(0);
  if (first === "#" || first === ";") return "comment";
  if (first === "[") return "header";
  return first === " " || first === "\t" ? "indented" : "property";
}

export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start += 1;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

/** What stands between the brackets, trimmed; a comment may follow at once. undefined when the bracket is not closed. */
export function parseHeader(line: string): string | undefined {
  const comment = line.search(/[#;]/);
  const header = trimBlanks(comment < 0 ? line : line.slice(0, comment));
  if (!header.startsWith("[") || !header.endsWith("]")) return undefined;
  return trimBlanks(header.slice(1, -1));
}

export interface Definition {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** Where the value begins and ends in the line, so that an editor can replace it. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Whether a comment follows the value. */
  readonly hasComment: boolean;
}

/** `name = value`, also indented. A comment begins with `#` or `;` after white space. */
export function parseDefinition(line: string): Definition | "no-equals-sign" | "no-name" {
  const comment = commentStart(line);
  const text = line.slice(0, comment);
  const equals = text.indexOf("=");
  if (equals < 0) return "no-equals-sign";
  const name = trimBlanks(text.slice(0, equals)).toLowerCase();
  if (name === "") return "no-name";
  const after = text.slice(equals + 1);
  const value = trimBlanks(after);
  const valueStart = value === "" ? equals + 1 : equals + 1 + after.indexOf(value);
  return {
    name,
    value,
    valueStart,
    valueEnd: valueStart + value.length,
    hasComment: comment < line.length,
  };
}

/** Where the comment of a property's line begins; the line's length when there is none. */
export function commentStart(line: string): number {
  for (let index = 1; index < line.length; index += 1) {
    const character = line.charAt(index);
    if ((character === "#" || character === ";") && /\s/.test(line.charAt(index - 1))) return index;
  }
  return line.length;
}

/** Whether AWS allows the name, of a profile or a property. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z0-9_\-/.%@:+]+$/.test(name);
}
