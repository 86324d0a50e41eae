import { ChunkedBodyError } from "./failure.ts";

/** One chunk's data, bytes. AWS: S3's largest part of an upload is 5 GiB. */
export const maxChunkBytes = 5 * 1024 ** 3;

export interface ChunkHeader {
  /** Bytes of data that follow. */
  readonly size: number;
  readonly signature: string | undefined;
}

const signaturePrefix = ";chunk-signature=";

/** `2000;chunk-signature=…`, or `2000` alone in unsigned bodies. Throws ChunkedBodyError. */
export function parseChunkHeader(line: string): ChunkHeader {
  const semicolon = line.indexOf(";");
  const digits = semicolon < 0 ? line : line.slice(0, semicolon);
  if (!/^[0-9a-fA-F]{1,12}$/.test(digits))
    throw new ChunkedBodyError("malformed", "a chunk header does not begin with a size");
  const size = Number.parseInt(digits, 16);
  if (size > maxChunkBytes)
    throw new ChunkedBodyError("too-large", `a chunk is larger than ${maxChunkBytes} bytes`);
  if (semicolon < 0) return { size, signature: undefined };
  if (!line.startsWith(signaturePrefix, semicolon))
    throw new ChunkedBodyError("malformed", "a chunk header has an unknown extension");
  return { size, signature: line.slice(semicolon + signaturePrefix.length) };
}
