/**
 * sigv4: AWS Signature Version 4, signing and verifying, one file per step of AWS's signing document:
 * canonical-request → string-to-sign → signing-key → signature. `presented.ts` reads what a request claims,
 * `verify.ts` judges it, `sign.ts` and `presign.ts` make it, `streaming/` reads aws-chunked bodies.
 * Imports base and `node:crypto`. Start reading at `verify.ts`.
 */
export {
  type CredentialScope,
  checkScope,
  formatScope,
  parseCredential,
  type ScopedCredential,
  type ScopeProblem,
  scopeTerminator,
} from "./credential-scope.ts";
export {
  type Freshness,
  judgeFreshness,
  judgePresignedFreshness,
  maxPresignSeconds,
  minPresignSeconds,
  queryFreshnessWindowMs,
  type Staleness,
  s3FreshnessWindowMs,
} from "./freshness.ts";
export {
  emptyPayloadHash,
  hashPayload,
  type PayloadDeclaration,
  readPayloadDeclaration,
  type StreamingPayload,
  streamingPayloads,
  unsignedPayload,
} from "./payload-hash.ts";
export { maxSignedHeaders } from "./presented/parts.ts";
export {
  type MalformedSignature,
  type PresentedSignature,
  type ReadSignature,
  readSignature,
  type SignatureProblem,
  type SignatureVia,
} from "./presented.ts";
export { type PresigningOptions, presignRequest } from "./presign.ts";
export {
  defaultStyle,
  type SignableHeaders,
  type SignableRequest,
  type SigningStyle,
  s3Style,
  styleOf,
  toByteString,
} from "./request.ts";
export {
  type HeaderLine,
  type RequestToSign,
  type SignedRequest,
  type SigningCredentials,
  type SigningOptions,
  signRequest,
} from "./sign.ts";
export { deriveSigningKey, type KeyScope, SigningKeyCache, secretKeyOf } from "./signing-key.ts";
export { maxChunkBytes } from "./streaming/chunk-header.ts";
export {
  type ChunkSigning,
  computeChunkSignature,
  computeTrailerSignature,
} from "./streaming/chunk-signature.ts";
export {
  ChunkedBody,
  type ChunkedBodyOptions,
  maxChunkHeaderBytes,
  minSignedChunkBytes,
  parseDecodedLength,
} from "./streaming/chunked-body.ts";
export { ChunkedBodyError, type ChunkedBodyProblem } from "./streaming/failure.ts";
export { maxTrailerBytes, maxTrailers } from "./streaming/trailers.ts";
export { algorithm } from "./string-to-sign.ts";
export { formatBasicTime, parseBasicTime } from "./time.ts";
export { type SignatureExplanation, type Verification, verifySignature } from "./verify.ts";
