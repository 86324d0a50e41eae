/**
 * S3's refusals: code, status, sentence and the further elements of its error document.
 * AWS: S3 API reference, "Error responses"; fields as real answers carry them.
 */
import { ServiceError } from "../../base/index.ts";
import type { ErrorEntry } from "./entry.ts";

type Fields = Readonly<Record<string, string>>;

/** Like `entry`, with the elements that follow `Message`; a field that is undefined is left out. */
function s3Entry<A extends readonly unknown[] = []>(
  code: string,
  status: number,
  sentence: string | ((...args: A) => string | undefined),
  fields?: (...args: A) => Readonly<Record<string, string | undefined>>,
): ErrorEntry<A> {
  return (...args) =>
    new ServiceError({
      code,
      status,
      fault: status >= 500 ? "Receiver" : "Sender",
      sentence: typeof sentence === "string" ? sentence : sentence(...args),
      fields: fields === undefined ? {} : present(fields(...args)),
    });
}

function present(fields: Readonly<Record<string, string | undefined>>): Fields {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** `53 74 72`: the bytes of a text as S3 prints them in SignatureDoesNotMatch. */
function spacedHex(text: string): string {
  return Buffer.from(text, "utf8")
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
}

/** S3's time format in error documents: `2026-11-21T03:04:05Z`. */
function instant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

export interface SignatureMismatchFacts {
  readonly accessKeyId: string;
  readonly stringToSign: string;
  readonly signatureProvided: string;
  /** Absent for chunk signatures. A session token in it is the sender's own; pass it redacted to keep it out of answers. */
  readonly canonicalRequest?: string;
}

/** Who may not do what; the sentence is the policy engine's. */
const accessDenied = s3Entry("AccessDenied", 403, (sentence?: string) => sentence ?? "Access Denied");

const authenticationErrors = {
  accessDenied,
  anonymousDenied: s3Entry("AccessDenied", 403, "Access Denied"),
  invalidAccessKeyId: s3Entry(
    "InvalidAccessKeyId",
    403,
    "The AWS Access Key Id you provided does not exist in our records.",
    (accessKeyId: string) => ({ AWSAccessKeyId: accessKeyId }),
  ),
  signatureDoesNotMatch: s3Entry(
    "SignatureDoesNotMatch",
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    (facts: SignatureMismatchFacts) => ({
      AWSAccessKeyId: facts.accessKeyId,
      StringToSign: facts.stringToSign,
      SignatureProvided: facts.signatureProvided,
      StringToSignBytes: spacedHex(facts.stringToSign),
      CanonicalRequest: facts.canonicalRequest,
      CanonicalRequestBytes:
        facts.canonicalRequest === undefined ? undefined : spacedHex(facts.canonicalRequest),
    }),
  ),
  /** A chunk or trailer signature inside an aws-chunked body. */
  chunkSignatureDoesNotMatch: s3Entry(
    "SignatureDoesNotMatch",
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ),
  expiredToken: s3Entry("ExpiredToken", 400, "The provided token has expired."),
  invalidToken: s3Entry("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
  requestTimeTooSkewed: s3Entry(
    "RequestTimeTooSkewed",
    403,
    "The difference between the request time and the current time is too large.",
    (facts: { requestTime: string; serverTimeMs: number; maxSkewMs: number }) => ({
      RequestTime: facts.requestTime,
      ServerTime: instant(facts.serverTimeMs),
      MaxAllowedSkewMilliseconds: String(facts.maxSkewMs),
    }),
  ),
  requestHasExpired: s3Entry(
    "AccessDenied",
    403,
    "Request has expired",
    (facts: { expiresSeconds: number; expiredAtMs: number; serverTimeMs: number }) => ({
      "X-Amz-Expires": String(facts.expiresSeconds),
      Expires: instant(facts.expiredAtMs),
      ServerTime: instant(facts.serverTimeMs),
    }),
  ),
  requestNotYetValid: s3Entry(
    "AccessDenied",
    403,
    "Request is not valid yet",
    (facts: { requestTime: string; expiresSeconds: number; serverTimeMs: number }) => ({
      "X-Amz-Date": facts.requestTime,
      "X-Amz-Expires": String(facts.expiresSeconds),
      ServerTime: instant(facts.serverTimeMs),
    }),
  ),
  headersNotSigned: s3Entry(
    "AccessDenied",
    403,
    "There were headers present in the request which were not signed",
    (headerNames: readonly string[]) => ({ HeadersNotSigned: headerNames.join(", ") }),
  ),
  dateMissing: s3Entry("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"),
  authorizationHeaderMalformed: s3Entry(
    "AuthorizationHeaderMalformed",
    400,
    (what: string) => `The authorization header is malformed; ${what}`,
  ),
  authorizationHeaderRegionWrong: s3Entry(
    "AuthorizationHeaderMalformed",
    400,
    (given: string, expected: string) =>
      `The authorization header is malformed; the region '${given}' is wrong; expecting '${expected}'`,
    (_given: string, expected: string) => ({ Region: expected }),
  ),
  authorizationQueryParametersError: s3Entry(
    "AuthorizationQueryParametersError",
    400,
    (what: string) => what,
  ),
  unsupportedAuthorization: s3Entry(
    "InvalidArgument",
    400,
    "Unsupported Authorization Type",
    (given: string) => ({ ArgumentName: "Authorization", ArgumentValue: given.split(" ")[0] }),
  ),
  /** AWS: signature version 2 in a region that knows only version 4. */
  signatureVersion4Required: s3Entry(
    "InvalidRequest",
    400,
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  ),
  onlyOneAuthMechanism: s3Entry(
    "InvalidArgument",
    400,
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
  ),
  contentSha256Missing: s3Entry(
    "InvalidRequest",
    400,
    "Missing required header for this request: x-amz-content-sha256",
  ),
  contentSha256Invalid: s3Entry(
    "InvalidArgument",
    400,
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
    (given: string) => ({ ArgumentName: "x-amz-content-sha256", ArgumentValue: given }),
  ),
} as const;

const bucketErrors = {
  noSuchBucket: s3Entry("NoSuchBucket", 404, "The specified bucket does not exist", (bucket: string) => ({
    BucketName: bucket,
  })),
  bucketAlreadyExists: s3Entry(
    "BucketAlreadyExists",
    409,
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    (bucket: string) => ({ BucketName: bucket }),
  ),
  bucketAlreadyOwnedByYou: s3Entry(
    "BucketAlreadyOwnedByYou",
    409,
    "Your previous request to create the named bucket succeeded and you already own it.",
    (bucket: string) => ({ BucketName: bucket }),
  ),
  bucketNotEmpty: s3Entry(
    "BucketNotEmpty",
    409,
    "The bucket you tried to delete is not empty",
    (bucket: string) => ({ BucketName: bucket }),
  ),
  invalidBucketName: s3Entry(
    "InvalidBucketName",
    400,
    "The specified bucket is not valid.",
    (bucket: string) => ({ BucketName: bucket }),
  ),
  tooManyBuckets: s3Entry("TooManyBuckets", 400, "You have attempted to create more buckets than allowed"),
  invalidLocationConstraint: s3Entry(
    "InvalidLocationConstraint",
    400,
    "The specified location-constraint is not valid",
    (location: string) => ({ LocationConstraint: location }),
  ),
  illegalLocationConstraint: s3Entry(
    "IllegalLocationConstraintException",
    400,
    (location: string | undefined) =>
      `The ${location ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  ),
} as const;

const objectErrors = {
  noSuchKey: s3Entry("NoSuchKey", 404, "The specified key does not exist.", (key: string) => ({ Key: key })),
  noSuchUpload: s3Entry(
    "NoSuchUpload",
    404,
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    (uploadId: string) => ({ UploadId: uploadId }),
  ),
  keyTooLong: s3Entry("KeyTooLongError", 400, "Your key is too long", (size: number, max: number) => ({
    Size: String(size),
    MaxSizeAllowed: String(max),
  })),
  invalidUri: s3Entry("InvalidURI", 400, "Couldn't parse the specified URI.", (uri: string) => ({
    URI: uri,
  })),
  metadataTooLarge: s3Entry(
    "MetadataTooLarge",
    400,
    "Your metadata headers exceed the maximum allowed metadata size",
    (size: number, max: number) => ({ Size: String(size), MaxSizeAllowed: String(max) }),
  ),
  invalidRange: s3Entry(
    "InvalidRange",
    416,
    "The requested range is not satisfiable",
    (range: string, size: number) => ({ RangeRequested: range, ActualObjectSize: String(size) }),
  ),
  preconditionFailed: s3Entry(
    "PreconditionFailed",
    412,
    "At least one of the pre-conditions you specified did not hold",
    (condition: string) => ({ Condition: condition }),
  ),
  copyOntoItself: s3Entry(
    "InvalidRequest",
    400,
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  ),
  copySourceTooLarge: s3Entry(
    "InvalidRequest",
    400,
    (maxBytes: number) =>
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxBytes}`,
  ),
  invalidPart: s3Entry(
    "InvalidPart",
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    (facts: { uploadId: string; partNumber: number; etag: string }) => ({
      UploadId: facts.uploadId,
      PartNumber: String(facts.partNumber),
      ETag: facts.etag,
    }),
  ),
  invalidPartOrder: s3Entry(
    "InvalidPartOrder",
    400,
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    (uploadId: string) => ({ UploadId: uploadId }),
  ),
  entityTooSmall: s3Entry(
    "EntityTooSmall",
    400,
    "Your proposed upload is smaller than the minimum allowed size",
    (facts: { size: number; minimum: number; partNumber: number; etag: string }) => ({
      ProposedSize: String(facts.size),
      MinSizeAllowed: String(facts.minimum),
      PartNumber: String(facts.partNumber),
      ETag: facts.etag,
    }),
  ),
} as const;

const bodyErrors = {
  badDigest: s3Entry(
    "BadDigest",
    400,
    "The Content-MD5 you specified did not match what we received.",
    (expected: string, calculated: string) => ({ ExpectedDigest: expected, CalculatedDigest: calculated }),
  ),
  badChecksum: s3Entry(
    "BadDigest",
    400,
    (algorithm: string) => `The ${algorithm} you specified did not match the calculated checksum.`,
  ),
  contentSha256Mismatch: s3Entry(
    "XAmzContentSHA256Mismatch",
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    (client: string, computed: string) => ({
      ClientComputedContentSHA256: client,
      S3ComputedContentSHA256: computed,
    }),
  ),
  invalidDigest: s3Entry(
    "InvalidDigest",
    400,
    "The Content-MD5 you specified was invalid.",
    (given: string) => ({ "Content-MD5": given }),
  ),
  invalidChecksumHeader: s3Entry(
    "InvalidRequest",
    400,
    (header: string) => `Value for ${header} header is invalid.`,
  ),
  multipleChecksumTypes: s3Entry(
    "InvalidRequest",
    400,
    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
  ),
  checksumAlgorithmMismatch: s3Entry(
    "InvalidRequest",
    400,
    (expected: string, actual: string) =>
      `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  ),
  sdkChecksumWithoutValue: s3Entry(
    "InvalidRequest",
    400,
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  ),
  trailerUnsupported: s3Entry(
    "InvalidRequest",
    400,
    "The value specified in the x-amz-trailer header is not supported",
  ),
  checksumAlgorithmUnknown: s3Entry(
    "InvalidRequest",
    400,
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  ),
  checksumTypeUnsupported: s3Entry(
    "InvalidRequest",
    400,
    (type: string, algorithm: string) =>
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  ),
  malformedTrailer: s3Entry(
    "MalformedTrailerError",
    400,
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  ),
  invalidChunk: s3Entry("InvalidRequest", 400, "The aws-chunked body of the request is not well-formed."),
  invalidChunkSize: s3Entry(
    "InvalidChunkSizeError",
    403,
    "Only the last chunk is allowed to have a size less than 8192 bytes",
  ),
  incompleteBody: s3Entry(
    "IncompleteBody",
    400,
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  ),
  entityTooLarge: s3Entry(
    "EntityTooLarge",
    400,
    "Your proposed upload exceeds the maximum allowed size",
    (proposed: number, maximum: number) => ({
      ProposedSize: String(proposed),
      MaxSizeAllowed: String(maximum),
    }),
  ),
  missingContentLength: s3Entry(
    "MissingContentLength",
    411,
    "You must provide the Content-Length HTTP header.",
  ),
  missingRequestBody: s3Entry("MissingRequestBodyError", 400, "Request Body is empty"),
  malformedXml: s3Entry(
    "MalformedXML",
    400,
    "The XML you provided was not well-formed or did not validate against our published schema",
  ),
  maxMessageLengthExceeded: s3Entry(
    "MaxMessageLengthExceeded",
    400,
    "Your request was too big.",
    (maxBytes: number) => ({ MaxMessageLengthBytes: String(maxBytes) }),
  ),
  requestTimeout: s3Entry(
    "RequestTimeout",
    400,
    "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
  ),
} as const;

const requestErrors = {
  invalidArgument: s3Entry(
    "InvalidArgument",
    400,
    (message: string, _name: string, _value: string) => message,
    (_message: string, name: string, value: string) => ({ ArgumentName: name, ArgumentValue: value }),
  ),
  invalidRequest: s3Entry("InvalidRequest", 400, (message: string) => message),
  contentMd5Missing: s3Entry("InvalidRequest", 400, "Missing required header for this request: Content-MD5"),
  objectSizeMismatch: s3Entry(
    "InvalidRequest",
    400,
    (given: string, actual: number) =>
      `The provided 'x-amz-mp-object-size' header value ${given} does not match what was computed: ${actual}`,
  ),
  invalidVersionId: s3Entry("InvalidArgument", 400, "Invalid version id specified", (given: string) => ({
    ArgumentName: "versionId",
    ArgumentValue: given,
  })),
  invalidStorageClass: s3Entry(
    "InvalidStorageClass",
    400,
    "The storage class you specified is not valid",
    (given: string) => ({ StorageClassRequested: given }),
  ),
  aclNotSupported: s3Entry("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
  methodNotAllowed: s3Entry(
    "MethodNotAllowed",
    405,
    "The specified method is not allowed against this resource.",
    (method: string, resourceType: string) => ({ Method: method, ResourceType: resourceType }),
  ),
  /** AWS says 501; here a request never gets a 5xx for what it asks, so that monitors may take every 5xx for a fault. */
  notImplemented: s3Entry(
    "NotImplemented",
    400,
    "A header you provided implies functionality that is not implemented",
    (header: string) => ({ Header: header }),
  ),
  /** Sub-resources (`?acl`, `?policy` …) and parameters that this S3 does not have. */
  resourceNotImplemented: s3Entry(
    "NotImplemented",
    400,
    "A parameter you provided implies functionality that is not implemented",
    (resourceType: string) => ({ ResourceType: resourceType }),
  ),
  corsNotEnabled: s3Entry(
    "AccessForbidden",
    403,
    "CORSResponse: CORS is not enabled for this bucket.",
    (method: string) => ({ Method: method, ResourceType: "BUCKET" }),
  ),
  operationAborted: s3Entry(
    "OperationAborted",
    409,
    "A conflicting conditional operation is currently in progress against this resource. Please try again.",
  ),
  slowDown: s3Entry("SlowDown", 503, "Please reduce your request rate."),
  serviceUnavailable: s3Entry("ServiceUnavailable", 503, "Service is unable to handle request."),
  internalError: s3Entry("InternalError", 500, "We encountered an internal error. Please try again."),
} as const;

export const s3Errors = {
  ...authenticationErrors,
  ...bucketErrors,
  ...objectErrors,
  ...bodyErrors,
  ...requestErrors,
} as const;
