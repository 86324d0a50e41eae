/** Texts read as what condition operators compare. Each answers undefined for a text that is not of its kind. */
import { maxNumberCharacters } from "../limits.ts";

/** Long integers stay exact; JavaScript compares numbers and bigints by value. */
export type Numeric = number | bigint;

const exactDigits = 15;

/** The whole text must be a number: `10abc` is none. */
export function parseNumber(text: string): Numeric | undefined {
  if (text.length > maxNumberCharacters) return undefined;
  if (/^-?[0-9]+$/.test(text)) return text.length <= exactDigits ? Number(text) : BigInt(text);
  if (!/^[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `true` and `false` in any case. */
export function parseBoolean(text: string): boolean | undefined {
  if (text === "true" || text === "false") return text === "true";
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** Simple case folding: each character by itself, so that lengths stay. */
export function foldCase(text: string): string {
  let folded = "";
  for (const character of text) {
    const upper = character.toUpperCase();
    const single = upper.length === character.length ? upper : character;
    const lower = single.toLowerCase();
    folded += lower.length === single.length ? lower : single;
  }
  return folded;
}

/** Six segments, the last holding the rest; undefined when there are fewer or it does not begin with `arn:`. */
export function splitArnText(text: string): readonly string[] | undefined {
  const parts = text.split(":");
  if (parts.length < 6 || parts[0] !== "arn") return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
