/** A request's body as the object's bytes: the framing of aws-chunked taken off, its signatures checked on the way. */
import type { ServiceError } from "../../base/index.ts";
import { ChunkedBody, ChunkedBodyError, type ChunkedBodyProblem } from "../../sigv4/index.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireRequest } from "../../wire/index.ts";
import type { S3Payload } from "../kernel.ts";
import { trailerNames } from "./expectations.ts";

export interface DecodedBody {
  /** To be read once, to the end. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** By lower-case name; empty before the end and where there are none. */
  readonly trailers: () => ReadonlyMap<string, string>;
}

const noTrailers: ReadonlyMap<string, string> = new Map();

const refusals: Readonly<Record<ChunkedBodyProblem, () => ServiceError>> = {
  malformed: s3Errors.invalidChunk,
  "bad-signature": s3Errors.chunkSignatureDoesNotMatch,
  truncated: s3Errors.incompleteBody,
  "chunk-too-small": s3Errors.invalidChunkSize,
  "too-large": s3Errors.invalidChunk,
  "length-mismatch": s3Errors.incompleteBody,
};

/** `sizeBytes`: what `x-amz-decoded-content-length` says. Reading throws what S3 answers. */
export function decodeBody(request: WireRequest, payload: S3Payload, sizeBytes: number): DecodedBody {
  if (payload.kind !== "streaming") return { bytes: request.body, trailers: () => noTrailers };
  const body = new ChunkedBody(request.body, {
    payload: payload.payload,
    decodedLength: sizeBytes,
    seedSignature: payload.seedSignature,
    signing: payload.signing,
    trailerNames: trailerNames(request.headers),
  });
  return { bytes: refusing(body), trailers: () => body.trailers ?? noTrailers };
}

async function* refusing(body: ChunkedBody): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* body;
  } catch (error) {
    if (error instanceof ChunkedBodyError) throw refusals[error.code]().because(error.message, error);
    throw error;
  }
}
