/**
 * s3: a small embedded S3 behind the authority's own authentication and policies. Object bytes live in a folder, their
 * rows in the store. Imports base, sigv4, wire, authority and Node. Start reading at `front.ts` (the story of a
 * request), then `operations/index.ts` (what there is), `body/receive.ts` (how bodies are checked) and
 * `object-files.ts` (when an object appears).
 */
export { createS3, type S3, type S3Options } from "./front.ts";
export type { S3Authenticated, S3Kernel, S3Payload } from "./kernel.ts";
export { type S3Limits, s3Limits } from "./limits.ts";
export { makeBucket, type NewBucket } from "./operations/buckets.ts";
export { s3Operations } from "./operations/index.ts";
