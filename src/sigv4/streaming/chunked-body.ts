/**
 * Reads an aws-chunked body: the data of its chunks, then its trailers. Memory is bounded by the pieces that arrive:
 * a chunk is hashed while it passes.
 * INVARIANT (nothing-before-the-last-check): data is handed on before its chunk's signature is known to be right, so
 * nothing may become visible before the iteration has ended without throwing.
 */
import { createHash, type Hash } from "node:crypto";
import { type StreamingPayload, streamingPayloads } from "../payload-hash.ts";
import { signaturesEqual } from "../signature.ts";
import { ByteReader } from "./byte-reader.ts";
import { type ChunkHeader, parseChunkHeader } from "./chunk-header.ts";
import { type ChunkSigning, computeChunkSignature } from "./chunk-signature.ts";
import { ChunkedBodyError } from "./failure.ts";
import { readTrailers } from "./trailers.ts";

/** A chunk's header line, bytes: size, extension and a signature need about 100. */
export const maxChunkHeaderBytes = 256;
/** Every signed chunk but the last, bytes. AWS: S3 error InvalidChunkSizeError. */
export const minSignedChunkBytes = 8192;

export interface ChunkedBodyOptions {
  /** What `x-amz-content-sha256` announced. */
  readonly payload: StreamingPayload;
  /** `x-amz-decoded-content-length`, bytes. */
  readonly decodedLength: number;
  /** The signature of the request, once it is verified. */
  readonly seedSignature: string;
  readonly signing: ChunkSigning;
  /** The names in `x-amz-trailer`, in any case: each must come, and no other. Undefined: any may. */
  readonly trailerNames?: readonly string[];
}

/** Iterate it once, to the end; then `trailers` are there. Throws ChunkedBodyError, or what the source throws. */
export class ChunkedBody implements AsyncIterable<Uint8Array> {
  readonly #reader: ByteReader;
  readonly #options: ChunkedBodyOptions;
  readonly #rules: { readonly signed: boolean; readonly trailer: boolean };
  #previousSignature: string;
  #trailers: ReadonlyMap<string, string> | undefined;

  constructor(body: AsyncIterable<Uint8Array>, options: ChunkedBodyOptions) {
    this.#reader = new ByteReader(body);
    this.#options = options;
    this.#rules = streamingPayloads[options.payload];
    this.#previousSignature = options.seedSignature;
  }

  /** Name (lower case) → value; undefined until every check has passed. */
  get trailers(): ReadonlyMap<string, string> | undefined {
    return this.#trailers;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* this.#readChunks();
      this.#trailers = await this.#readEnd();
    } finally {
      await this.#reader.close();
    }
  }

  async *#readChunks(): AsyncGenerator<Uint8Array, void, void> {
    let total = 0;
    let previousSize = minSignedChunkBytes;
    for (;;) {
      const header = this.#parseHeader(await this.#reader.readLine(maxChunkHeaderBytes));
      total += header.size;
      if (total > this.#options.decodedLength) throw lengthMismatch();
      if (header.size === 0) {
        this.#checkChunk(header, this.#rules.signed ? createHash("sha256") : undefined);
        if (total !== this.#options.decodedLength) throw lengthMismatch();
        return;
      }
      if (this.#rules.signed && previousSize < minSignedChunkBytes)
        throw new ChunkedBodyError(
          "chunk-too-small",
          `a chunk before the last is under ${minSignedChunkBytes} bytes`,
        );
      previousSize = header.size;
      yield* this.#readChunk(header);
    }
  }

  async *#readChunk(header: ChunkHeader): AsyncGenerator<Uint8Array, void, void> {
    const digest = this.#rules.signed ? createHash("sha256") : undefined;
    for (let left = header.size; left > 0; ) {
      const bytes = await this.#reader.take(left);
      left -= bytes.length;
      digest?.update(bytes);
      yield bytes;
    }
    await this.#readLineEnd();
    this.#checkChunk(header, digest);
  }

  #parseHeader(line: string): ChunkHeader {
    const header = parseChunkHeader(line);
    if (!this.#rules.signed && header.signature !== undefined)
      throw new ChunkedBodyError("malformed", "an unsigned body has a chunk signature");
    return header;
  }

  #checkChunk(header: ChunkHeader, digest: Hash | undefined): void {
    if (digest === undefined) return;
    const expected = computeChunkSignature(
      this.#options.signing,
      this.#previousSignature,
      digest.digest("hex"),
    );
    if (!signaturesEqual(expected, header.signature ?? ""))
      throw new ChunkedBodyError("bad-signature", "a chunk's signature is not right");
    this.#previousSignature = expected;
  }

  async #readEnd(): Promise<ReadonlyMap<string, string>> {
    const { signing, trailerNames } = this.#options;
    let trailers: ReadonlyMap<string, string> = new Map();
    if (this.#rules.trailer) {
      const signed = this.#rules.signed ? { signing, previousSignature: this.#previousSignature } : undefined;
      trailers = await readTrailers(this.#reader, signed, trailerNames);
    } else {
      await this.#readLineEnd();
    }
    if (!(await this.#reader.isAtEnd())) throw new ChunkedBodyError("malformed", "bytes follow its end");
    return trailers;
  }

  async #readLineEnd(): Promise<void> {
    const rest = await this.#reader.readLine(maxChunkHeaderBytes);
    if (rest !== "") throw new ChunkedBodyError("malformed", "a chunk is longer than its header says");
  }
}

function lengthMismatch(): ChunkedBodyError {
  return new ChunkedBodyError("length-mismatch", "its length is not x-amz-decoded-content-length");
}

/** `x-amz-decoded-content-length` → bytes; undefined unless it is a whole number that counts exactly. */
export function parseDecodedLength(text: string): number | undefined {
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
