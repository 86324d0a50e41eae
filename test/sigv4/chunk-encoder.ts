/** Makes aws-chunked bodies, to be read back. */
import { createHash } from "node:crypto";
import {
  type ChunkSigning,
  computeChunkSignature,
  computeTrailerSignature,
  type StreamingPayload,
  streamingPayloads,
} from "../../src/sigv4/index.ts";

export interface EncodedBody {
  readonly bytes: Buffer;
  /** Where each chunk's data begins. */
  readonly dataAt: readonly number[];
}

export function encodeChunks(
  payload: StreamingPayload,
  chunks: readonly Uint8Array[],
  trailers: ReadonlyMap<string, string>,
  signing: ChunkSigning,
  seedSignature: string,
): EncodedBody {
  const rules = streamingPayloads[payload];
  const parts: Uint8Array[] = [];
  const dataAt: number[] = [];
  let previous = seedSignature;
  const size = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    let header = chunk.length.toString(16);
    if (rules.signed) {
      previous = computeChunkSignature(signing, previous, createHash("sha256").update(chunk).digest("hex"));
      header += `;chunk-signature=${previous}`;
    }
    parts.push(Buffer.from(`${header}\r\n`));
    if (chunk.length > 0) {
      dataAt.push(size());
      parts.push(chunk, Buffer.from("\r\n"));
    }
  }
  if (rules.trailer) {
    for (const [name, value] of trailers) parts.push(Buffer.from(`${name}:${value}\r\n`));
    if (rules.signed)
      parts.push(
        Buffer.from(`x-amz-trailer-signature:${computeTrailerSignature(signing, previous, trailers)}\r\n`),
      );
  }
  parts.push(Buffer.from("\r\n"));
  return { bytes: Buffer.concat(parts), dataAt };
}

/** Bytes as a stream, cut at the given places. */
export async function* cutAt(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...new Set(cuts.map((each) => each % (bytes.length + 1)))].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
  yield bytes.subarray(from);
}
