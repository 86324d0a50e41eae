/** Patterns with wildcards and variables, in the cheapest form that is right. */
import { anyOne, anyRun, appendLiteral, type Glob, runGlob } from "./glob.ts";
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
const noVariables: VariableSource = { variable: () => undefined };

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
  const glob = toGlob(pieces, noVariables, Number.POSITIVE_INFINITY) ?? [];
  const test: Pattern["test"] = (text, from) => runGlob(glob, text, from);
  return { literal: undefined, start, isPrefix: false, resolves: always, test };
}

/** SECURITY: what a variable brings is literal: a user called `*` is not a wildcard. */
function variablePattern(pieces: readonly Piece[], start: string): Pattern {
  const resolves: Pattern["resolves"] = (source) =>
    pieces.every((piece) => piece.type !== "variable" || resolveVariable(piece, source) !== undefined);
  const test: Pattern["test"] = (text, from, source) => {
    const glob = toGlob(pieces, source, text.length - from);
    return glob === undefined ? undefined : runGlob(glob, text, from);
  };
  return { literal: undefined, start, isPrefix: false, resolves, test };
}

function resolveVariable(
  { key, fallback }: Extract<Piece, { type: "variable" }>,
  source: VariableSource,
): string | undefined {
  return source.variable(key) ?? fallback;
}

/**
 * undefined when a variable cannot be resolved. A glob that `textCharacters` cannot match any more does not grow:
 * SECURITY: a short policy that repeats one variable would otherwise become as long as the caller likes.
 */
function toGlob(pieces: readonly Piece[], source: VariableSource, textCharacters: number): Glob | undefined {
  const glob: number[] = [];
  // Runs never stand side by side, so that beyond this more than `textCharacters` characters are asked for.
  const enough = 2 * Math.max(0, textCharacters) + 1;
  for (const piece of pieces) {
    if (piece.type !== "variable" && glob.length > enough) continue;
    if (piece.type === "text") appendLiteral(glob, piece.text);
    else if (piece.type === "one") glob.push(anyOne);
    else if (piece.type === "variable") {
      const value = resolveVariable(piece, source);
      if (value === undefined) return undefined;
      if (glob.length <= enough) appendLiteral(glob, value);
    } else if (glob.at(-1) !== anyRun) glob.push(anyRun);
  }
  return glob;
}
