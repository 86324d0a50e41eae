/** Why an aws-chunked body was refused. */
export type ChunkedBodyProblem =
  /** Not the format: a chunk header, a line end, a trailer, or bytes after the end. */
  | "malformed"
  /** A chunk's or the trailers' signature is wrong or missing. */
  | "bad-signature"
  /** The body ended before its last chunk did. */
  | "truncated"
  /** A chunk other than the last one is shorter than AWS allows. */
  | "chunk-too-small"
  /** A chunk header, a chunk or the trailers are longer than their limits. */
  | "too-large"
  /** More or fewer bytes than `x-amz-decoded-content-length` said. */
  | "length-mismatch";

/** Thrown while a body is read; `code` says why. */
export class ChunkedBodyError extends Error {
  readonly code: ChunkedBodyProblem;

  constructor(code: ChunkedBodyProblem, detail: string) {
    super(`aws-chunked body: ${detail}`);
    this.name = "ChunkedBodyError";
    this.code = code;
  }
}
