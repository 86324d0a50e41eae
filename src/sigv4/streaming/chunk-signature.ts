/** Each chunk's signature covers the one before, down to the request's own. AWS: S3 API reference, "Transferring Payload in Multiple Chunks". */
import { hash, type KeyObject } from "node:crypto";
import { type CredentialScope, formatScope } from "../credential-scope.ts";
import { emptyPayloadHash } from "../payload-hash.ts";
import { computeSignature } from "../signature.ts";

/** What the signatures of one body share. */
export interface ChunkSigning {
  readonly signingKey: KeyObject;
  readonly scope: CredentialScope;
  /** The request's, `YYYYMMDDTHHMMSSZ`. */
  readonly timeText: string;
}

/** `chunkHash` is the hexadecimal SHA-256 of the chunk's data; `previous` begins with the request's signature. */
export function computeChunkSignature(signing: ChunkSigning, previous: string, chunkHash: string): string {
  const { signingKey, scope, timeText } = signing;
  const stringToSign = `AWS4-HMAC-SHA256-PAYLOAD\n${timeText}\n${formatScope(scope)}\n${previous}\n${emptyPayloadHash}\n${chunkHash}`;
  return computeSignature(signingKey, stringToSign);
}

/** `previous` is the signature of the last, empty chunk. */
export function computeTrailerSignature(
  signing: ChunkSigning,
  previous: string,
  trailers: ReadonlyMap<string, string>,
): string {
  const { signingKey, scope, timeText } = signing;
  const lines = [...trailers].sort(([left], [right]) => (left < right ? -1 : 1));
  const text = lines.map(([name, value]) => `${name}:${value}\n`).join("");
  const trailerHash = hash("sha256", Buffer.from(text, "latin1"), "hex");
  const stringToSign = `AWS4-HMAC-SHA256-TRAILER\n${timeText}\n${formatScope(scope)}\n${previous}\n${trailerHash}`;
  return computeSignature(signingKey, stringToSign);
}
