/** Puts together again what a terminal, a mail program or a narrow window broke into lines. Pure. */

export interface Unwrapped {
  readonly lines: readonly string[];
  /** Several lines end at one column, which is the text's width: no chance makes that. */
  readonly isSure: boolean;
}

/** A narrower window breaks words that no pattern finds again. */
const minWidth = 40;
/** Wider than any window: the longest line is one that nobody broke. */
const maxWidth = 400;

/** The readings of a text as one that was broken: at a column, or between words. None for a text that was not. */
export function unwrap(lines: readonly string[]): readonly Unwrapped[] {
  const width = Math.max(0, ...lines.map(({ length }) => length));
  if (width < minWidth || width > maxWidth) return [];
  const full = lines.filter(({ length }) => length === width).length;
  return [
    { lines: join(lines, "", (line) => line.length === width), isSure: full > 1 },
    {
      lines: join(lines, " ", (line, next) => line.length + 1 + firstWordOf(next).length > width),
      isSure: false,
    },
  ];
}

function firstWordOf(line: string): string {
  return /\S+/.exec(line)?.[0] ?? "";
}

/** @param isBroken whether the line goes on in the next. */
function join(
  lines: readonly string[],
  between: "" | " ",
  isBroken: (line: string, next: string) => boolean,
): readonly string[] {
  const joined: string[] = [];
  let goesOn = false;
  for (const [index, line] of lines.entries()) {
    if (goesOn) joined.push(`${joined.pop() ?? ""}${between}${between === "" ? line : line.trimStart()}`);
    else joined.push(line);
    const next = lines[index + 1] ?? "";
    goesOn = line.trim() !== "" && next.trim() !== "" && isBroken(line, next);
  }
  return joined;
}
