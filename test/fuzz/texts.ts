// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Texts that programs choke on, and what clients really send. */
import type { Rng } from "./rng.ts";

const oddities = [
  "",
  " ",
  ".",
  "..",
  "/",
  "*",
  "?",
  "%",
  "%%",
  "%00",
  "\u0000",
  "\u0001\u001f\u007f",
  "\r\nX-Injected: 1",
  "\ud800",
  "\udfff\ud800",
  "\ufffe\uffff",
  "\u202e手形\u2066",
  "é",
  "e\u0301",
  "İı",
  "𝒜\u{10ffff}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "true",
  "NaN",
  "-0",
  "1e999",
  "2147483648",
  "-2147483649",
  "9".repeat(400),
  "' OR 1=1 --",
  "'; DROP TABLE iam_user; --",
  "<script>alert(1)</script>",
  "]]>",
  "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
  "&amp;&#0;&lt;",
  "${aws:username}",
  "../../../../etc/passwd",
  "a".repeat(63),
  "a".repeat(64),
  "a".repeat(65),
  "a".repeat(129),
  "a".repeat(513),
  "a".repeat(2049),
  "手".repeat(2048),
  "a-".repeat(5_000),
  "/a".repeat(5_000),
  "*a".repeat(3_000),
  " ".repeat(20_000),
  "[".repeat(20_000),
  '{"a":'.repeat(5_000),
  "arn:",
  "arn:::::",
  "arn:aws:iam::123456789012:",
  `arn:${":".repeat(2_000)}`,
  "2026-11-21T03:04:05Z",
] as const;

export function hostileText(rng: Rng): string {
  const text = rng.pick(oddities);
  if (rng.chance(0.8)) return text;
  return rng.chance(0.5)
    ? rng.bytes(rng.below(40)).toString("latin1")
    : rng.bytes(2 * rng.below(40)).toString("utf16le");
}

/** One small damage to a text: a piece removed, doubled, replaced or put in. */
export function mutateText(rng: Rng, text: string): string {
  const at = rng.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + rng.below(8));
  switch (rng.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    case 2:
      return text.slice(0, at) + hostileText(rng) + text.slice(end);
    default:
      return (
        text.slice(0, at) +
        rng.pick(['"', "{", "}", "[", "]", ",", ":", "\\", "<", "&", "\u0000", "%"]) +
        text.slice(at)
      );
  }
}

/** One small damage to bytes. */
export function mutateBytes(rng: Rng, bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = rng.below(copy.length + 1);
  if (rng.chance(0.3))
    return Buffer.concat([copy.subarray(0, at), rng.bytes(rng.below(6)), copy.subarray(at)]);
  if (rng.chance(0.3))
    return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.min(copy.length, at + rng.below(10)))]);
  for (let count = rng.between(1, 3); count > 0 && copy.length > 0; count -= 1)
    copy[rng.below(copy.length)] = rng.below(256);
  return copy;
}
