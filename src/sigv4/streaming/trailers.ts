import { canonicalValue } from "../canonical/headers.ts";
import { signaturesEqual } from "../signature.ts";
import type { ByteReader } from "./byte-reader.ts";
import { type ChunkSigning, computeTrailerSignature } from "./chunk-signature.ts";
import { ChunkedBodyError } from "./failure.ts";

/** One trailer line, bytes. */
export const maxTrailerBytes = 1024;
/** Trailer lines of one body. */
export const maxTrailers = 16;

const signatureName = "x-amz-trailer-signature";

/**
 * The lines after the last chunk, up to the empty one: name (lower case) → value, without the trailers' own signature,
 * which is checked when `signed` says how. Throws ChunkedBodyError.
 */
export async function readTrailers(
  reader: ByteReader,
  signed: { readonly signing: ChunkSigning; readonly previousSignature: string } | undefined,
  announced: readonly string[] | undefined,
): Promise<ReadonlyMap<string, string>> {
  const trailers = await readLines(reader);
  const signature = trailers.get(signatureName);
  trailers.delete(signatureName);
  if (announced !== undefined) checkAnnounced(trailers, announced);
  if (signed === undefined) {
    if (signature !== undefined)
      throw new ChunkedBodyError("malformed", "an unsigned body has a trailer signature");
    return trailers;
  }
  const expected = computeTrailerSignature(signed.signing, signed.previousSignature, trailers);
  if (!signaturesEqual(expected, signature ?? ""))
    throw new ChunkedBodyError("bad-signature", "the trailers' signature is not right");
  return trailers;
}

async function readLines(reader: ByteReader): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (;;) {
    const line = await reader.readLine(maxTrailerBytes);
    if (line === "") return trailers;
    if (trailers.size === maxTrailers)
      throw new ChunkedBodyError("too-large", `there are more than ${maxTrailers} trailers`);
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!/^[a-z0-9-]+$/.test(name)) throw new ChunkedBodyError("malformed", "a trailer has no name");
    if (trailers.has(name)) throw new ChunkedBodyError("malformed", "a trailer comes twice");
    trailers.set(name, canonicalValue(line.slice(colon + 1)));
  }
}

function checkAnnounced(trailers: ReadonlyMap<string, string>, announced: readonly string[]): void {
  const names = new Set(announced.map((name) => name.toLowerCase()));
  if (names.size !== trailers.size || [...names].some((name) => !trailers.has(name)))
    throw new ChunkedBodyError("malformed", "its trailers are not those that x-amz-trailer names");
}
