/** Texts of a policy → tokens of automata: actions, resources, and the values of conditions on texts. */
import { foldCase } from "../conditions/typed.ts";
import { type Piece, parsePattern } from "../matching/variables.ts";
import type { Token, Tokens } from "./automaton.ts";

/** What a variable in a pattern becomes; undefined: the pattern matches nothing. */
export type VariableReading = (variable: Extract<Piece, { type: "variable" }>) => Tokens | undefined;

const run: Token = { type: "run", within: false };
const runWithin: Token = { type: "run", within: true };
const oneWithin: Token = { type: "one", within: true };

/** Any text. */
export const anyText: Tokens = [run];

/** `service:Name`, both of them there, in lower case. */
export const anyAction: Tokens = [oneWithin, runWithin, ...lettersOf(":"), oneWithin, runWithin];

/** An ARN with partition, service and resource. */
export const anyArn: Tokens = [
  ...lettersOf("arn:"),
  ...[oneWithin, runWithin, ...lettersOf(":")],
  ...[oneWithin, runWithin, ...lettersOf(":")],
  ...[runWithin, ...lettersOf(":")],
  ...[runWithin, ...lettersOf(":")],
  ...[{ type: "one", within: false } as const, run],
];

/** A variable may be any text. */
export const asAnyText: VariableReading = () => anyText;

/** A variable is a letter of its own. */
export const asSymbol: VariableReading = ({ key, fallback }) => [
  { type: "letter", letters: [`\${${JSON.stringify([key, fallback ?? null])}}`] },
];

/** Variables have the values that `variableValue` gives, else their defaults. */
export function asValues(variableValue: (key: string) => string | undefined): VariableReading {
  return ({ key, fallback }) => {
    const value = variableValue(key) ?? fallback;
    return value === undefined ? undefined : lettersOf(value);
  };
}

export function lettersOf(text: string): Token[] {
  return [...text].map((letter) => ({ type: "letter", letters: [letter] }));
}

/** Text with `*` and `?` everywhere and nothing else of meaning. */
export function globTokens(text: string, within = false): Token[] {
  return tokensOf(parsePattern(text, { wildcards: true, variables: false }), asAnyText, within) ?? [];
}

/** Pieces → tokens. */
export function tokensOf(
  pieces: readonly Piece[],
  variable: VariableReading,
  within = false,
): Token[] | undefined {
  const tokens: Token[] = [];
  for (const piece of pieces) {
    if (piece.type === "text") append(tokens, lettersOf(piece.text));
    else if (piece.type === "run" || piece.type === "one") tokens.push({ type: piece.type, within });
    else {
      const value = variable(piece);
      if (value === undefined) return undefined;
      append(tokens, value);
    }
  }
  return tokens;
}

/** One by one: a call takes some ten thousand arguments at most, and a text may be longer. */
function append(tokens: Token[], more: readonly Token[]): void {
  for (const token of more) tokens.push(token);
}

/** A Resource entry as the engine reads it: five heads without variables, then the resource part. */
export function resourceTokens(
  entry: string,
  variables: boolean,
  variable: VariableReading,
): Tokens | undefined {
  if (entry === "*") return anyText;
  const parts = entry.split(":");
  while (parts.length < 6) parts.push("*");
  const heads = parts.slice(0, 5).flatMap((part) => [...globTokens(part, true), ...lettersOf(":")]);
  const tail = tokensOf(parsePattern(parts.slice(5).join(":"), { wildcards: true, variables }), variable);
  return tail === undefined ? undefined : [...heads, ...tail];
}

/** A value of an Arn operator: wildcards before the fifth colon stay within their segment. */
export function arnTokens(pieces: readonly Piece[], variable: VariableReading): Tokens | undefined {
  const tokens = tokensOf(pieces, variable);
  let colons = 0;
  return tokens?.map((token) => {
    if (token.type === "letter") {
      if (token.letters[0] === ":") colons += 1;
      return token;
    }
    return colons < 5 ? { ...token, within: true } : token;
  });
}

/** A text whatever its case. */
export function foldedTokens(pieces: readonly Piece[], variable: VariableReading): Tokens | undefined {
  return tokensOf(pieces, variable)?.map((token) =>
    token.type === "letter"
      ? { type: "letter", letters: token.letters.flatMap((letter) => lettersFoldingAs(letter)) }
      : token,
  );
}

const lastLetter = 0xffff;
let byFold: Map<string, string[]> | undefined;

/** Every letter that counts as this one when case does not: `k`, `K` and the Kelvin sign. */
function lettersFoldingAs(letter: string): readonly string[] {
  byFold ??= foldings();
  return byFold.get(foldCase(letter)) ?? [letter];
}

function foldings(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let code = 0; code <= lastLetter; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const letter = String.fromCharCode(code);
    const folded = foldCase(letter);
    const letters = found.get(folded);
    if (letters === undefined) found.set(folded, [letter]);
    else letters.push(letter);
  }
  return found;
}
