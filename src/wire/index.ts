/**
 * wire: bytes <-> values. The Query protocol of STS and IAM, S3's XML, the API models, and every sentence of refusal.
 * Nothing here knows who calls or what is stored. Imports `base` and `saxes`. Start reading at `query/dispatch.ts`, then
 * `query/decode.ts`, `query/validate.ts`, `query/encode.ts`; sentences are in `errors/`.
 */
export {
  commonErrors,
  iamErrors,
  operatorErrors,
  s3Errors,
  signinErrors,
  stsErrors,
} from "./errors/index.ts";
export type { FreshnessFacts, HeaderProblem, ScopeProblem } from "./errors/signature.ts";
export type { IamOperations } from "./models/iam-types.generated.ts";
export { type ApiOperation, findOperation, type QueryService, serviceModels } from "./models/index.ts";
export type { StsOperations } from "./models/sts-types.generated.ts";
export { queryAnswer, queryRefusal } from "./query/answer.ts";
export { decodeInput } from "./query/decode.ts";
export {
  dispatchQuery,
  type QueryCall,
  type QueryRedirect,
  type QueryRequest,
  readParameters,
  redirectAnswer,
  serviceOfVersion,
} from "./query/dispatch.ts";
export { encodeOutput } from "./query/encode.ts";
export { maxQueryBodyBytes, maxQueryNameDepth, maxQueryParameters } from "./query/limits.ts";
export { type Parameters, parseParameters } from "./query/parameters.ts";
export { encodeError } from "./query/refusal.ts";
export { validateInput } from "./query/validate.ts";
export {
  readWhole,
  type WireBody,
  WireHeaders,
  type WireRequest,
  type WireResponse,
  wholeBody,
} from "./request.ts";
export {
  encodeCopyObject,
  encodeDeleteResult,
  encodeListBuckets,
  encodeListObjects,
  encodeListObjectsV2,
  encodeLocationConstraint,
  encodeS3Error,
  type S3Bucket,
  type S3DeleteResult,
  type S3ListedObject,
  type S3ListingV1,
  type S3ListingV2,
  type S3Owner,
} from "./s3-xml.ts";
export {
  encodeCompleteUpload,
  encodeCopyPart,
  encodeCreateUpload,
  encodeListParts,
  encodeListUploads,
  maxUploadParts,
  parseCompleteUpload,
  type S3ChecksumElement,
  type S3CompletedPart,
  type S3ListedPart,
  type S3ListedUpload,
  type S3UploadName,
} from "./s3-xml-multipart.ts";
export { maxDeletedKeys, parseCreateBucket, parseDelete, type S3DeleteRequest } from "./s3-xml-requests.ts";
export { maxXmlBytes } from "./xml/limits.ts";
