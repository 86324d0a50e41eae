/** JSON's strings and numbers. */

export type ScannedString =
  | { readonly value: string; readonly end: number }
  | { readonly fault: string; readonly offset: number };

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The string whose opening quote stands at `start`. */
export function scanString(text: string, start: number): ScannedString {
  let value = "";
  let from = start + 1;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { value: value + text.slice(from, at), end: at + 1 };
    if (code < 0x20) return { fault: "a control character stands in a string", offset: at };
    if (code !== 0x5c) {
      at += 1;
      continue;
    }
    const unescaped = readEscape(text, at);
    if (unescaped === undefined) return { fault: "an escape is not one of JSON's", offset: at };
    value += text.slice(from, at) + unescaped.value;
    at = unescaped.end;
    from = at;
  }
  return { fault: "a string does not end", offset: start };
}

function readEscape(text: string, at: number): { value: string; end: number } | undefined {
  const letter = text[at + 1] ?? "";
  if (letter !== "u") {
    const value = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    return value === undefined ? undefined : { value, end: at + 2 };
  }
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
}

/** Where the number that begins at `start` ends; undefined when none begins there. */
export function scanNumber(text: string, start: number): number | undefined {
  let at = text[start] === "-" ? start + 1 : start;
  const whole = skipDigits(text, at);
  if (whole === at || (text[at] === "0" && whole > at + 1)) return undefined;
  at = whole;
  if (text[at] === ".") {
    const fraction = skipDigits(text, at + 1);
    if (fraction === at + 1) return undefined;
    at = fraction;
  }
  if (text[at] === "e" || text[at] === "E") {
    const sign = text[at + 1] === "+" || text[at + 1] === "-" ? 2 : 1;
    const exponent = skipDigits(text, at + sign);
    if (exponent === at + sign) return undefined;
    at = exponent;
  }
  return at;
}

function skipDigits(text: string, at: number): number {
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at += 1;
  return at;
}
