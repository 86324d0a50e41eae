/** The only place with randomness. */
import { randomBytes as nodeRandomBytes, randomFillSync, randomInt, randomUUID } from "node:crypto";

/** One call to the system's generator serves many small requests: asking it costs ten times as much as copying. */
const pool = new Uint8Array(4096);
let used = pool.length;

/** `size` cryptographically random bytes. */
export function randomBytes(size: number): Uint8Array {
  if (size > pool.length / 8) return nodeRandomBytes(size);
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.slice(used, used + size);
  // SECURITY: bytes are given out once and do not stay where the next heap dump would find them.
  pool.fill(0, used, used + size);
  used += size;
  return bytes;
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
