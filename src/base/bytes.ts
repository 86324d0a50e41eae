/** Bytes and their texts, without Node or the DOM: `base` and `policy` run anywhere. */

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const hexDigits = "0123456789abcdef";

/** Text → UTF-8; a lone surrogate becomes U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let point = character.codePointAt(0) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return Uint8Array.from(bytes);
}

/** Lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += `${hexDigits[byte >> 4]}${hexDigits[byte & 15]}`;
  return text;
}

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const word = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += `${base64Alphabet[(word >> 18) & 63]}${base64Alphabet[(word >> 12) & 63]}`;
    text += left > 1 ? base64Alphabet[(word >> 6) & 63] : "=";
    text += left > 2 ? base64Alphabet[word & 63] : "=";
  }
  return text;
}

/** Standard base64, padding optional; undefined when the text is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  return decodeDigits(text.replace(/={1,2}$/, ""), base64Alphabet, 6);
}

/** RFC 4648 base32 with padding left out. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let word = 0;
  let bits = 0;
  for (const byte of bytes) {
    word = (word << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32Alphabet[(word >> bits) & 31];
    }
    word &= (1 << bits) - 1;
  }
  if (bits > 0) text += base32Alphabet[(word << (5 - bits)) & 31];
  return text;
}

/** RFC 4648 base32 in either case, padding optional; undefined when the text is not base32. */
export function decodeBase32(text: string): Uint8Array | undefined {
  return decodeDigits(text.toUpperCase().replace(/={1,6}$/, ""), base32Alphabet, 5);
}

function decodeDigits(text: string, alphabet: string, bitsPerDigit: number): Uint8Array | undefined {
  const bytes: number[] = [];
  let word = 0;
  let bits = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    word = (word << bitsPerDigit) | digit;
    bits += bitsPerDigit;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((word >> bits) & 255);
      word &= (1 << bits) - 1;
    }
  }
  // A whole unused digit means that a character is missing.
  return bits >= bitsPerDigit ? undefined : Uint8Array.from(bytes);
}
