/** Changes of lines that leave all others byte for byte as they are. Lines count from 1. */
import { joinLines, type Line } from "../grammar.ts";

export interface LineChanges {
  readonly replaced?: ReadonlyMap<number, string>;
  readonly removed?: ReadonlySet<number>;
  /** After line 0 is before the first one. */
  readonly inserted?: { readonly after: number; readonly texts: readonly string[] };
}

/** A last line without an ending leaves its place to the last inserted one. */
export function changeLines(lines: readonly Line[], changes: LineChanges): string {
  const { inserted, removed, replaced } = changes;
  const ending = lines[0]?.ending || "\n";
  const changed: Line[] = [];
  const insertAt = (number: number) => {
    if (inserted === undefined || inserted.after !== number) return;
    const last = changed.pop();
    const isOpen = last?.ending === "";
    if (last !== undefined) changed.push(isOpen ? { ...last, ending } : last);
    const fresh: Line[] = inserted.texts.map((text) => ({ text, ending }));
    if (isOpen) fresh.push({ text: fresh.pop()?.text ?? "", ending: "" });
    changed.push(...fresh);
  };
  insertAt(0);
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const text = replaced?.get(number) ?? line.text;
    if (!removed?.has(number)) changed.push({ ...line, text });
    insertAt(number);
  }
  return joinLines(changed);
}
