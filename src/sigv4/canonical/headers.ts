import type { SignableHeaders } from "../request.ts";

/** Below this length a loop over the characters is faster than four searches. */
const shortValueLength = 48;

/**
 * CanonicalHeaders: `name:value\n` for each signed name, repeated lines joined with commas.
 * Undefined when a signed header is not in the request.
 */
export function canonicalHeaders(
  headers: SignableHeaders,
  signedHeaders: readonly string[],
): string | undefined {
  const { names, values } = headers;
  let text = "";
  for (const signed of signedHeaders) {
    // A plain loop: half the time of two `indexOf` for each name.
    let joined: string | undefined;
    for (let line = 0; line < names.length; line += 1) {
      if (names[line] !== signed) continue;
      const value = canonicalValue(values[line] ?? "");
      joined = joined === undefined ? value : `${joined},${value}`;
    }
    if (joined === undefined) return undefined;
    text += `${signed}:${joined}\n`;
  }
  return text;
}

/** Surrounding whitespace gone, inner runs of it folded to one space. */
export function canonicalValue(value: string): string {
  return isCanonical(value) ? value : value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "");
}

function isCanonical(value: string): boolean {
  if (value.length > shortValueLength) return isLongValueCanonical(value);
  let wasSpace = true;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code === 0x09 || code === 0x0a || code === 0x0d) return false;
    if (code === 0x20 && wasSpace) return false;
    wasSpace = code === 0x20;
  }
  return value.length === 0 || !wasSpace;
}

function isLongValueCanonical(value: string): boolean {
  return (
    value.charCodeAt(0) !== 0x20 &&
    value.charCodeAt(value.length - 1) !== 0x20 &&
    !value.includes("  ") &&
    !value.includes("\t") &&
    !value.includes("\n") &&
    !value.includes("\r")
  );
}
