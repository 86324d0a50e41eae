/** AWS's UriEncode, on byte strings. AWS: IAM user guide, "Create a signed AWS API request". */

const slash = 0x2f;
const percent = 0x25;
const plus = 0x2b;

function isUnreserved(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) || // a-z
    (byte >= 0x41 && byte <= 0x5a) || // A-Z
    (byte >= 0x30 && byte <= 0x39) || // 0-9
    byte === 0x2d || // -
    byte === 0x2e || // .
    byte === 0x5f || // _
    byte === 0x7e // ~
  );
}

/** Byte → what UriEncode writes for it. */
const encoded: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  isUnreserved(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);
const plain: readonly boolean[] = Array.from({ length: 256 }, (_, byte) => isUnreserved(byte));

function encodedByte(byte: number): string {
  return encoded[byte & 0xff] ?? "";
}

/** Encodes every byte but the unreserved ones (and `/`, if kept); `%` becomes `%25`. */
export function encodeUri(text: string, keepSlash = false): string {
  let from = 0;
  let result = "";
  for (let at = 0; at < text.length; at += 1) {
    const byte = text.charCodeAt(at);
    if (plain[byte] === true || (keepSlash && byte === slash)) continue;
    result += text.slice(from, at) + encodedByte(byte);
    from = at + 1;
  }
  return from === 0 ? text : result + text.slice(from);
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return -1;
}

/** The byte that the escape at `at` stands for; -1 when there is none. */
function escapedByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/**
 * Text that is already percent-encoded, in whatever manner → the one way UriEncode would write the same bytes.
 * A `%` that begins no escape stands for itself.
 * AWS: S3 encodes "/" everywhere but in the object key, so an escaped one in a path is a plain one.
 */
export function canonicalizeEscapes(text: string, mode: "path" | "query"): string {
  let from = 0;
  let result = "";
  for (let at = 0; at < text.length; at += 1) {
    const byte = text.charCodeAt(at);
    if (plain[byte] === true || (byte === slash && mode === "path")) continue;
    result += text.slice(from, at);
    if (byte === percent) {
      const escaped = escapedByte(text, at);
      if (escaped < 0) result += "%25";
      else if (escaped === slash && mode === "path") result += "/";
      else result += encodedByte(escaped);
      if (escaped >= 0) at += 2;
    } else {
      // INVARIANT (signed-means-parsed): a form's `+` is a space to the one who reads it, so it is signed as one.
      result += byte === plus && mode === "query" ? "%20" : encodedByte(byte);
    }
    from = at + 1;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** What `encodeUri` wrote → the bytes it was given, as a byte string. */
export function decodeUri(text: string): string {
  let from = 0;
  let result = "";
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", from)) {
    const escaped = escapedByte(text, at);
    result += text.slice(from, at) + (escaped < 0 ? "%" : String.fromCharCode(escaped));
    from = escaped < 0 ? at + 1 : at + 3;
  }
  return from === 0 ? text : result + text.slice(from);
}
