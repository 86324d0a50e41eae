/** The only place with randomness. */
import { randomBytes as nodeRandomBytes, randomInt, randomUUID } from "node:crypto";

/** `size` cryptographically random bytes. */
export function randomBytes(size: number): Uint8Array {
  return nodeRandomBytes(size);
}

/** `count` random decimal digits, each equally likely; may begin with 0. */
export function randomDigits(count: number): string {
  let digits = "";
  while (digits.length < count) digits += String(randomInt(10));
  return digits;
}

/** A version 4 UUID, as request ids have. */
export function randomUuid(): string {
  return randomUUID();
}
