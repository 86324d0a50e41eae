/** Step 4: the signature, and its comparison. AWS: IAM user guide, "Calculate the signature". */
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";

/** Hexadecimal HMAC-SHA256s have this many characters. */
export const signatureLength = 64;

/** Lower-case hexadecimal. */
export function computeSignature(signingKey: KeyObject, stringToSign: string): string {
  return createHmac("sha256", signingKey).update(stringToSign).digest("hex");
}

const expectedBytes = Buffer.alloc(signatureLength);
const givenBytes = Buffer.alloc(signatureLength);

/** SECURITY: in constant time, so that a signature cannot be guessed digit by digit. */
export function signaturesEqual(expected: string, given: string): boolean {
  if (given.length !== signatureLength || expected.length !== signatureLength) return false;
  // A character beyond one byte would be cut to its low byte.
  if (Buffer.byteLength(given) !== signatureLength) return false;
  expectedBytes.write(expected, 0, signatureLength, "latin1");
  givenBytes.write(given, 0, signatureLength, "latin1");
  return timingSafeEqual(expectedBytes, givenBytes);
}
