/** The listing algorithm: keys in UTF-8 order, rolled up at a delimiter, a page at a time. */
import type { KeyRange, ObjectRow } from "../authority/store/s3/objects.ts";

export interface ListingQuestion {
  readonly bucket: string;
  readonly prefix: string;
  /** "" : none. */
  readonly delimiter: string;
  /** Only what comes after this key or common prefix; "": from the first. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface ListingPage {
  readonly objects: readonly ObjectRow[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page when more follow: the next page's `after`. */
  readonly next: string | undefined;
}

/** Keys skipped without being rolled up cost a row each, so a piece is a little more than what is wanted. */
const minPieceRows = 16;

/**
 * `read` answers a stretch of keys in order. Cost: one read per page without delimiter, else at most one per entry.
 * AWS: each common prefix counts as one of `maxKeys`.
 */
export async function listKeys(
  question: ListingQuestion,
  read: (range: KeyRange) => Promise<ObjectRow[]>,
): Promise<ListingPage> {
  const { bucket, prefix, maxKeys } = question;
  const objects: ObjectRow[] = [];
  const commonPrefixes: string[] = [];
  const before = successor(prefix);
  let { from, after } = startOf(question);
  let last: string | undefined;
  if (maxKeys === 0) return { objects, commonPrefixes, next: undefined };
  for (;;) {
    const room = maxKeys - objects.length - commonPrefixes.length;
    const limit = Math.max(room + 1, minPieceRows);
    const rows = await read({ bucket, from, after, before, limit });
    let rolled: string | undefined;
    for (const row of rows) {
      if (rolled !== undefined && row.object_key.startsWith(rolled)) continue;
      if (objects.length + commonPrefixes.length === maxKeys) return { objects, commonPrefixes, next: last };
      rolled = commonPrefixOf(row.object_key, question);
      if (rolled === undefined) objects.push(row);
      else commonPrefixes.push(rolled);
      last = rolled ?? row.object_key;
    }
    if (rows.length < limit) return { objects, commonPrefixes, next: undefined };
    const lastKey = rows.at(-1)?.object_key ?? "";
    const skipTo = rolled !== undefined && lastKey.startsWith(rolled) ? successor(rolled) : undefined;
    if (rolled !== undefined && skipTo === undefined && lastKey.startsWith(rolled))
      return { objects, commonPrefixes, next: undefined };
    [from, after] = skipTo === undefined ? [prefix, lastKey] : [skipTo, undefined];
  }
}

function startOf({ prefix, after, ...rest }: ListingQuestion): { from: string; after: string | undefined } {
  if (after === "") return { from: prefix, after: undefined };
  // A page that ended with a common prefix goes on behind everything below it.
  if (commonPrefixOf(after, { prefix, delimiter: rest.delimiter }) === after) {
    const behind = successor(after);
    return behind === undefined ? { from: prefix, after: lastKey } : { from: behind, after: undefined };
  }
  return { from: prefix, after };
}

/** No key is greater: keys have at most 1,024 bytes. */
const lastKey = "\u{10ffff}".repeat(257);

/** What a key is rolled up to: up to and with the first delimiter behind the prefix. */
export function commonPrefixOf(
  key: string,
  { prefix, delimiter }: Pick<ListingQuestion, "prefix" | "delimiter">,
): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** The smallest text greater than every text that begins with `prefix`; undefined when there is none. */
export function successor(prefix: string): string | undefined {
  const points = [...prefix];
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = (points[index] ?? "").codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    // Surrogates are no characters of their own: U+E000 follows U+D7FF.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    return points.slice(0, index).join("") + String.fromCodePoint(next);
  }
  return undefined;
}
