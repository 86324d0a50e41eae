/** `Range: bytes=…`. RFC 9110, section 14; AWS: one range a request, others are answered whole. */
import { s3Errors } from "../wire/errors/s3.ts";

/** Bytes `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of `size` bytes that the header asks for; undefined: all of them (no header, or none that is understood).
 * Throws InvalidRange when no byte of it is there.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (header === undefined || match === null || (first === "" && last === "")) return undefined;
  if (first === "") {
    const start = Math.max(0, size - Number(last));
    if (start >= size) throw s3Errors.invalidRange(header, size);
    return { start, end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= size) throw s3Errors.invalidRange(header, size);
  return { start, end };
}
