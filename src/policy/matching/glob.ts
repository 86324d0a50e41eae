/**
 * Wildcards: `*` is any run of characters, newlines and slashes included, `?` exactly one character.
 * SECURITY: cut at its `*`, each piece is looked for once, from where the one before it ended: the leftmost place is
 * always good enough, so that nothing is ever taken back. At most piece × text steps, most of them in `indexOf`. A RegExp
 * made from a pattern such as `a*a*a*a*b` backtracks for hours, so none is ever built from policy text.
 */
import { type Piece, parsePattern } from "./variables.ts";

/** What stands between two `*`. */
interface Chunk {
  /** The text, when there is no `?` in it. */
  readonly literal: string | undefined;
  /** UTF-16 units, or `anyOne`. */
  readonly units: readonly number[];
  readonly wildcards: number;
}

/** Chunks, with a `*` between each two; never empty. */
export type Glob = readonly Chunk[];
/** Variables have been given their values. */
export type PlainPiece = Exclude<Piece, { type: "variable" }>;

const anyOne = -1;

/** Pattern text → glob. */
export function compileGlob(pattern: string): Glob {
  const pieces = parsePattern(pattern, { wildcards: true, variables: false });
  return buildGlob(pieces.filter((piece) => piece.type !== "variable"));
}

/** Pieces → glob; text pieces are literal, whatever they hold. */
export function buildGlob(pieces: readonly PlainPiece[]): Glob {
  const glob: Chunk[] = [];
  let from = 0;
  for (let at = 0; at <= pieces.length; at += 1) {
    if (at < pieces.length && pieces[at]?.type !== "run") continue;
    // Of several `*` in a row one counts.
    if (from < at || from === 0 || at === pieces.length) glob.push(buildChunk(pieces.slice(from, at)));
    from = at + 1;
  }
  return glob;
}

function buildChunk(pieces: readonly PlainPiece[]): Chunk {
  let literal = "";
  const units: number[] = [];
  let wildcards = 0;
  for (const piece of pieces) {
    if (piece.type === "text") {
      literal += piece.text;
      for (let at = 0; at < piece.text.length; at += 1) units.push(piece.text.charCodeAt(at));
    } else {
      units.push(anyOne);
      wildcards += 1;
    }
  }
  return wildcards === 0 ? { literal, units: [], wildcards } : { literal: undefined, units, wildcards };
}

/** `matchesGlob("s3:Get*", "s3:GetObject")`; case matters. */
export function matchesGlob(pattern: string, text: string): boolean {
  return runGlob(compileGlob(pattern), text, 0);
}

/** Whether the whole of `text` from `start` on matches. */
export function runGlob(glob: Glob, text: string, start: number): boolean {
  const last = glob.length - 1;
  let at = start;
  for (let index = 0; index < last; index += 1) {
    const chunk = glob[index];
    if (chunk === undefined) return false;
    at = index === 0 ? endOf(chunk, text, at) : endOfNext(chunk, text, at);
    if (at < 0) return false;
  }
  const chunk = glob[last];
  if (chunk === undefined) return false;
  return last === 0 ? endOf(chunk, text, at) === text.length : isEnd(chunk, text, at);
}

/** Where the chunk ends when it begins at `at`; -1 when it does not. */
function endOf({ literal, units }: Chunk, text: string, at: number): number {
  if (literal !== undefined) return text.startsWith(literal, at) ? at + literal.length : -1;
  for (const unit of units) {
    if (at >= text.length) return -1;
    if (unit === anyOne) at += isPair(text, at) ? 2 : 1;
    else if (unit === text.charCodeAt(at)) at += 1;
    else return -1;
  }
  return at;
}

/** Where the chunk's first occurrence from `from` on ends. */
function endOfNext(chunk: Chunk, text: string, from: number): number {
  const { literal, units } = chunk;
  if (literal !== undefined) {
    const found = text.indexOf(literal, from);
    return found < 0 ? -1 : found + literal.length;
  }
  for (let at = from; at + units.length <= text.length; at += 1) {
    const end = endOf(chunk, text, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** Whether the text ends with the chunk, nothing of it before `from`. */
function isEnd(chunk: Chunk, text: string, from: number): boolean {
  const { literal, units, wildcards } = chunk;
  if (literal !== undefined) return text.length - literal.length >= from && text.endsWith(literal);
  const nearest = text.length - units.length;
  // Each `?` may be a pair of surrogates.
  const furthest = Math.max(from, nearest - wildcards);
  for (let at = nearest; at >= furthest; at -= 1) if (endOf(chunk, text, at) === text.length) return true;
  return false;
}

function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
