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
  /** What stands before the only wildcard, a `*` at the end. */
  readonly prefix: string | undefined;
  /** Whether `text` from `start` on matches; undefined when a variable cannot be resolved. */
  readonly test: (text: string, start: number, source: VariableSource) => boolean | undefined;
}

/** `compilePattern("home/${aws:username}/*", { wildcards: true, variables: true })`. */
export function compilePattern(text: string, syntax: PatternSyntax): Pattern {
  return compilePieces(parsePattern(text, syntax));
}

export function compilePieces(pieces: readonly Piece[]): Pattern {
  const [first, second] = pieces;
  if (first === undefined) return compileLiteral("");
  if (pieces.length === 1 && first.type === "text") return compileLiteral(first.text);
  if (pieces.length === 1 && first.type === "run") return compilePrefix("");
  if (pieces.length === 2 && first.type === "text" && second?.type === "run")
    return compilePrefix(first.text);
  if (pieces.some(({ type }) => type === "variable")) return compileVariable(pieces);
  const glob = toGlob(pieces, noVariables) ?? [];
  return { literal: undefined, prefix: undefined, test: (text, start) => runGlob(glob, text, start) };
}

const noVariables: VariableSource = { variable: () => undefined };

function compileLiteral(literal: string): Pattern {
  const test = (text: string, start: number): boolean =>
    text.length - start === literal.length && text.startsWith(literal, start);
  return { literal, prefix: undefined, test };
}

function compilePrefix(prefix: string): Pattern {
  return { literal: undefined, prefix, test: (text, start) => text.startsWith(prefix, start) };
}

/**
 * SECURITY: what a variable brings is literal: a user called `*` is not a wildcard.
 */
function compileVariable(pieces: readonly Piece[]): Pattern {
  return {
    literal: undefined,
    prefix: undefined,
    test: (text, start, source) => {
      const glob = toGlob(pieces, source);
      return glob === undefined ? undefined : runGlob(glob, text, start);
    },
  };
}

function toGlob(pieces: readonly Piece[], source: VariableSource): Glob | undefined {
  const glob: number[] = [];
  for (const piece of pieces) {
    if (piece.type === "text") appendLiteral(glob, piece.text);
    else if (piece.type === "one") glob.push(anyOne);
    else if (piece.type === "variable") {
      const value = source.variable(piece.key) ?? piece.fallback;
      if (value === undefined) return undefined;
      appendLiteral(glob, value);
    } else if (glob.at(-1) !== anyRun) glob.push(anyRun);
  }
  return glob;
}
