/** The codes of AWS's that are recognised wherever they stand, and which of them are one refusal under several names. */

/** The Query protocol's name for what other protocols call otherwise. AWS: common errors of each service's API reference. */
const sameCodes: Readonly<Record<string, string>> = {
  UnrecognizedClientException: "InvalidClientTokenId",
  InvalidClientTokenIdException: "InvalidClientTokenId",
  InvalidToken: "InvalidClientTokenId",
  InvalidTokenException: "InvalidClientTokenId",
  InvalidAccessKeyId: "InvalidClientTokenId",
  AuthFailure: "InvalidClientTokenId",
  ExpiredTokenException: "ExpiredToken",
  TokenRefreshRequired: "ExpiredToken",
  RequestExpired: "RequestTimeTooSkewed",
  InvalidSignatureException: "SignatureDoesNotMatch",
  AccessDeniedException: "AccessDenied",
  UnauthorizedOperation: "AccessDenied",
  UnauthorizedAccess: "AccessDenied",
  403: "AccessDenied",
  ValidationException: "ValidationError",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidIdentityTokenException: "InvalidIdentityToken",
  IDPCommunicationErrorException: "IDPCommunicationError",
  IDPRejectedClaimException: "IDPRejectedClaim",
};

const otherCodes: readonly string[] = [
  "AuthorizationHeaderMalformed",
  "AuthorizationQueryParametersError",
  "IDPCommunicationError",
  "IDPRejectedClaim",
  "InvalidAuthenticationCode",
  "InvalidIdentityToken",
  "InvalidParameterValue",
  "LimitExceeded",
  "MalformedPolicyDocument",
  "NoSuchBucket",
  "NoSuchEntity",
  "OptInRequired",
  "PackedPolicyTooLarge",
  "PermanentRedirect",
  "RegionDisabledException",
  "Throttling",
  "ThrottlingException",
];

const known: ReadonlySet<string> = new Set([
  ...Object.keys(sameCodes),
  ...Object.values(sameCodes),
  ...otherCodes,
]);

/** Every code that is recognised by itself. */
export const knownCodes: readonly string[] = [...known];

/** Whether a word is a code of AWS's also where nothing around it says so. */
export function isKnownCode(word: string): boolean {
  return known.has(word);
}

/** What S3 answers to HEAD has no body: the AWS CLI and boto3 print the status where the code stands otherwise. */
export const bareStatuses: readonly string[] = ["400", "403"];

const aboutCredentials: ReadonlySet<string> = new Set([
  ...Object.values(sameCodes),
  ...bareStatuses,
  "AuthorizationHeaderMalformed",
  "AuthorizationQueryParametersError",
  "ForbiddenException",
  "IDPCommunicationError",
  "IDPRejectedClaim",
  "InvalidAuthenticationCode",
  "InvalidIdentityToken",
  "PackedPolicyTooLarge",
  "RegionDisabledException",
  "UnauthorizedException",
]);

/** Whether a refusal is about who asks, how it was signed or what is allowed; others come after these were accepted. */
export function isAboutCredentials(code: string): boolean {
  return aboutCredentials.has(queryCodeOf(code));
}

/** Words that other programs' errors have, too. */
const common: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthFailure",
  "InvalidParameterValue",
  "InvalidToken",
  "InvalidTokenException",
  "LimitExceeded",
  "Throttling",
  "ThrottlingException",
  "UnauthorizedAccess",
  "ValidationError",
  "ValidationException",
]);

export function isCommonCode(code: string): boolean {
  return common.has(code);
}

/** The code under which the Query protocol knows the same refusal. */
export function queryCodeOf(code: string): string {
  return Object.hasOwn(sameCodes, code) ? (sameCodes[code] ?? code) : code;
}
