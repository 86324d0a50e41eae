import { hash } from "node:crypto";

/** SHA-256 as 64 lower-case hexadecimal digits; text is taken as UTF-8. */
export function sha256Hex(data: Uint8Array | string): string {
  return hash("sha256", data, "hex");
}

/** SHA-256 as 32 bytes; text is taken as UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return hash("sha256", data, "buffer");
}
