/** Where a sentence ends that a program shows in quotes, with more of its own behind them. Pure. */

/** An opening quote → what may close it. */
const closings: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  // Ruby's and TeX's, too.
  ["`", "`'"],
  ["「", "」"],
  ["“", "”"],
]);
/** An apostrophe stands within a word. */
const beforeQuote = /[\s:=([{,「]/;
const afterQuote = /[\s.,;:)\]}」とのがはを]/;

export interface Quotation {
  /** Of its first character, in the line. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** The quotation that is open at `index` of a line; undefined outside of one. */
export function quotationAt(line: string, index: number): Quotation | undefined {
  let open: (Omit<Quotation, "end"> & { readonly closing: string }) | undefined;
  for (let at = 0; at < index; at++) {
    const character = line[at] ?? "";
    if (open !== undefined) {
      if (isClosing(line, at, open.closing)) open = undefined;
      continue;
    }
    const closing = closings.get(character);
    if (closing !== undefined && (at === 0 || beforeQuote.test(line[at - 1] ?? "")))
      open = { start: at + 1, closing };
  }
  if (open === undefined) return undefined;
  for (let at = index; at < line.length; at++)
    if (isClosing(line, at, open.closing)) return { start: open.start, end: at };
  return { start: open.start, end: line.length };
}

function isClosing(line: string, at: number, closing: string): boolean {
  if (!closing.includes(line[at] ?? " ") || line[at - 1] === "\\") return false;
  return at + 1 === line.length || afterQuote.test(line[at + 1] ?? "");
}

/** An element of XML, where the one that has the code is not to be seen. */
const message = /^.*<Message>([^<]*)<.*$/;

/** What is said around `index` of a line: the quotation that it stands in, else the line. */
export function saidAt(line: string, index: number): string {
  const quotation = quotationAt(line, index);
  const said = quotation === undefined ? line : line.slice(quotation.start, quotation.end);
  return said.replace(message, "$1").trim();
}
