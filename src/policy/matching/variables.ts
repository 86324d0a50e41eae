/**
 * `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}` `${?}` `${$}`.
 * AWS: IAM user guide, "Policy variables". Only version 2012-10-17 knows them; in 2008-10-17 they are plain text.
 */
import { maxVariableKeyCharacters } from "../limits.ts";

export type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "run" }
  | { readonly type: "one" }
  | {
      readonly type: "variable";
      /** In lower case. */
      readonly key: string;
      readonly written: string;
      readonly fallback: string | undefined;
    };

export interface PatternSyntax {
  readonly wildcards: boolean;
  readonly variables: boolean;
}

/** Pattern text → pieces; neighbouring texts are joined. A `${` that begins no variable is plain text. */
export function parsePattern(text: string, syntax: PatternSyntax): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") pieces.push({ type: "text", text: plain });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    const marked = character === "$" && syntax.variables ? readVariable(text, at) : undefined;
    if (marked !== undefined) {
      if (marked.piece.type === "text") plain += marked.piece.text;
      else {
        flush();
        pieces.push(marked.piece);
      }
      at = marked.end;
      continue;
    }
    if (syntax.wildcards && (character === "*" || character === "?")) {
      flush();
      pieces.push({ type: character === "*" ? "run" : "one" });
    } else plain += character;
    at += 1;
  }
  flush();
  return pieces;
}

function readVariable(text: string, start: number): { piece: Piece; end: number } | undefined {
  if (text[start + 1] !== "{") return undefined;
  const first = text[start + 2] ?? "";
  if ((first === "*" || first === "?" || first === "$") && text[start + 3] === "}")
    return { piece: { type: "text", text: first }, end: start + 4 };
  let at = start + 2;
  // SECURITY: without this bound a text of nothing but `${` is read once from each of them to its end.
  const last = Math.min(text.length, at + maxVariableKeyCharacters);
  while (at < last && text[at] !== "}" && text[at] !== ",") at += 1;
  const written = text.slice(start + 2, at).trim();
  const key = written.toLowerCase();
  if (key === "" || at >= last) return undefined;
  if (text[at] === "}")
    return { piece: { type: "variable", key, written, fallback: undefined }, end: at + 1 };
  return readFallback(text, at + 1, written);
}

/** After the comma: `'default'}`; the default may hold commas and be empty. */
function readFallback(
  text: string,
  from: number,
  written: string,
): { piece: Piece; end: number } | undefined {
  const open = skipSpaces(text, from);
  if (text[open] !== "'") return undefined;
  const close = text.indexOf("'", open + 1);
  if (close < 0) return undefined;
  const end = skipSpaces(text, close + 1);
  if (text[end] !== "}") return undefined;
  const fallback = text.slice(open + 1, close);
  return { piece: { type: "variable", key: written.toLowerCase(), written, fallback }, end: end + 1 };
}

function skipSpaces(text: string, at: number): number {
  while (text[at] === " ") at += 1;
  return at;
}
