/** Where in a text something stands. */
export interface Span {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

export function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

/** Whether two stand in a line that they share: then they are one error, told by different words of it. */
export function shareLine(text: string, left: Span, right: Span): boolean {
  const [first, second] = left.start <= right.start ? [left, right] : [right, left];
  if (second.start < first.end) return true;
  return !text.slice(first.end, second.start).includes("\n");
}
