/** Form text → parameters. */
import { isAscii } from "node:buffer";
import { commonErrors } from "../errors/common.ts";
import { maxQueryParameters } from "./limits.ts";

/** Name → value. INVARIANT (first-wins): of repeated names the first value is kept, as AWS does. */
export type Parameters = ReadonlyMap<string, string>;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parses `application/x-www-form-urlencoded` bytes (a body) or text (the part of a request line after `?`).
 * Throws MalformedQueryString for bad escapes, text that is not UTF-8 and more than maxQueryParameters pairs.
 */
export function parseParameters(form: Uint8Array | string): Parameters {
  const text = typeof form === "string" ? form : decodeUtf8(form);
  const parameters = new Map<string, string>();
  let count = 0;
  for (let start = 0; start < text.length; ) {
    const ampersand = text.indexOf("&", start);
    const end = ampersand < 0 ? text.length : ampersand;
    if (end > start) {
      count += 1;
      if (count > maxQueryParameters) throw commonErrors.tooManyParameters(maxQueryParameters);
      addPair(parameters, text.slice(start, end));
    }
    start = end + 1;
  }
  return parameters;
}

function addPair(parameters: Map<string, string>, pair: string): void {
  const equals = pair.indexOf("=");
  const name = decodeComponent(equals < 0 ? pair : pair.slice(0, equals));
  const value = equals < 0 ? "" : decodeComponent(pair.slice(equals + 1));
  if (!parameters.has(name)) parameters.set(name, value);
}

function decodeComponent(component: string): string {
  const text = component.includes("+") ? component.replaceAll("+", " ") : component;
  const percent = text.indexOf("%");
  if (percent < 0) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw describeBadEscape(text);
  }
}

function describeBadEscape(text: string): Error {
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
    const digits = text.slice(at + 1, at + 3);
    if (digits.length < 2) return commonErrors.incompleteEscape();
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return commonErrors.malformedEscape();
  }
  return commonErrors.invalidUtf8();
}

function decodeUtf8(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw commonErrors.invalidUtf8();
  }
}
