/** Patterns with wildcards and variables, in the cheapest form that is right. */
import { buildGlob, type PlainPiece, runGlob } from "./glob.ts";
import { type PatternSyntax, type Piece, parsePattern } from "./variables.ts";

/** Where variables come from: a key's single value by its lower-case name; undefined when absent or multi-valued. */
export interface VariableSource {
  variable(lowerCaseKey: string): string | undefined;
}

export interface Pattern {
  /** The whole pattern when it has neither wildcards nor variables. */
  readonly literal: string | undefined;
  /** The text before the first wildcard or variable. */
  readonly start: string;
  /** Whether nothing but a `*` follows `start`. */
  readonly isPrefix: boolean;
  /** Whether every variable has a value or a default. */
  readonly resolves: (source: VariableSource) => boolean;
  /** Whether `text` from `from` on matches; undefined when a variable cannot be resolved. */
  readonly test: (text: string, from: number, source: VariableSource) => boolean | undefined;
}

/** `compilePattern("home/${aws:username}/*", { wildcards: true, variables: true })`. */
export function compilePattern(text: string, syntax: PatternSyntax): Pattern {
  return compilePieces(parsePattern(text, syntax));
}

export function compilePieces(pieces: readonly Piece[]): Pattern {
  const [first, second] = pieces;
  if (first === undefined) return literalPattern("");
  const start = first.type === "text" ? first.text : "";
  if (pieces.length === 1 && first.type === "text") return literalPattern(start);
  const wild = first.type === "text" ? second : first;
  if (wild?.type === "run" && pieces.length === (first.type === "text" ? 2 : 1)) return prefixPattern(start);
  return pieces.some(({ type }) => type === "variable")
    ? variablePattern(pieces, start)
    : globPattern(pieces, start);
}

const always = (): boolean => true;

function literalPattern(literal: string): Pattern {
  const test: Pattern["test"] = (text, from) =>
    text.length - from === literal.length && text.startsWith(literal, from);
  return { literal, start: literal, isPrefix: false, resolves: always, test };
}

function prefixPattern(start: string): Pattern {
  const test: Pattern["test"] = (text, from) => text.startsWith(start, from);
  return { literal: undefined, start, isPrefix: true, resolves: always, test };
}

function globPattern(pieces: readonly Piece[], start: string): Pattern {
  const glob = buildGlob(pieces.filter((piece) => piece.type !== "variable"));
  const test: Pattern["test"] = (text, from) => runGlob(glob, text, from);
  return { literal: undefined, start, isPrefix: false, resolves: always, test };
}

/** SECURITY: what a variable brings is literal: a user called `*` is not a wildcard. */
function variablePattern(pieces: readonly Piece[], start: string): Pattern {
  const resolves: Pattern["resolves"] = (source) => {
    for (const piece of pieces)
      if (piece.type === "variable" && resolveVariable(piece, source) === undefined) return false;
    return true;
  };
  const wild = pieces.some(({ type }) => type === "run" || type === "one");
  const matches = wild ? matchesPieces : equalsPieces;
  const test: Pattern["test"] = (text, from, source) =>
    resolves(source) ? matches(pieces, text, from, source) : undefined;
  return { literal: undefined, start, isPrefix: false, resolves, test };
}

type VariablePiece = Extract<Piece, { type: "variable" }>;

function resolveVariable({ key, fallback }: VariablePiece, source: VariableSource): string | undefined {
  return source.variable(key) ?? fallback;
}

/** Without wildcards each piece stands where the one before it ended. */
function equalsPieces(pieces: readonly Piece[], text: string, from: number, source: VariableSource): boolean {
  let at = from;
  for (const piece of pieces) {
    const part = textOf(piece, source);
    if (part === undefined || !text.startsWith(part, at)) return false;
    at += part.length;
  }
  return at === text.length;
}

/** SECURITY: a short policy that repeats one variable asks for no more memory than the text it is compared with. */
function matchesPieces(
  pieces: readonly Piece[],
  text: string,
  from: number,
  source: VariableSource,
): boolean {
  const plain: PlainPiece[] = [];
  let room = text.length - from;
  for (const piece of pieces) {
    if (piece.type === "variable") plain.push({ type: "text", text: resolveVariable(piece, source) ?? "" });
    else plain.push(piece);
    const last = plain.at(-1);
    room -= last?.type === "text" ? last.text.length : last?.type === "one" ? 1 : 0;
    if (room < 0) return false;
  }
  return runGlob(buildGlob(plain), text, from);
}

/** undefined for a wildcard, and a variable that cannot be resolved. */
function textOf(piece: Piece, source: VariableSource): string | undefined {
  if (piece.type === "text") return piece.text;
  return piece.type === "variable" ? resolveVariable(piece, source) : undefined;
}
