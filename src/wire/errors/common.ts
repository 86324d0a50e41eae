/**
 * Refusals that every Query service shares: dispatch, authentication, validation, and the authority's own state.
 * Codes and sentences as AWS is known to give them ("AWS:") or as we had to choose them ("unverified"): correct them here.
 */
import { entry } from "./entry.ts";
import {
  describeExpired,
  describeHeaderProblems,
  describeNotYetCurrent,
  describeScopeProblems,
  type FreshnessFacts,
  type HeaderProblem,
  type ScopeProblem,
} from "./signature.ts";

/** Codes that AWS's front door gives before a service sees the request; they come in the front door's own namespace. */
export const dispatchCodes: ReadonlySet<string> = new Set([
  "InvalidAction",
  "MalformedInput",
  "MalformedQueryString",
  "RequestEntityTooLarge",
]);

const dispatchErrors = {
  /** AWS: `NO_VERSION_SPECIFIED` stands for a Version that is missing; an empty one leaves a space at the end. */
  noSuchOperation: entry(
    "InvalidAction",
    400,
    (action: string, version: string | undefined) =>
      `Could not find operation ${action} for version ${version ?? "NO_VERSION_SPECIFIED"}`,
  ),
  /** AWS knows the operation, this authority has no handler for it. Ours; the code is one that clients do not retry. */
  operationNotImplemented: entry(
    "UnsupportedOperation",
    400,
    (operation: string) => `The operation ${operation} is not implemented by this authority`,
  ),
  incompleteEscape: entry("MalformedQueryString", 400, "Incomplete trailing escape % sequence"),
  /** unverified */
  malformedEscape: entry("MalformedQueryString", 400, "Illegal hex characters in escape (%) pattern"),
  /** unverified */
  invalidUtf8: entry("MalformedQueryString", 400, "The request parameters are not valid UTF-8"),
  /** unverified */
  tooManyParameters: entry(
    "MalformedQueryString",
    400,
    (most: number) => `The request has more than ${most} parameters`,
  ),
  /** unverified; AWS: S3 has the code for all headers together. */
  headerTooLong: entry(
    "RequestHeaderSectionTooLarge",
    400,
    (name: string, maxCharacters: number) =>
      `The ${name} header must not be longer than ${maxCharacters} characters`,
  ),
  /** unverified */
  requestTooLarge: entry(
    "RequestEntityTooLarge",
    413,
    (maxBytes: number) => `The request body is longer than ${maxBytes} bytes`,
  ),
  /** Nobody hears it on a connection that broke off; AWS: S3's code and sentence for the like. */
  incompleteBody: entry(
    "IncompleteBody",
    400,
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  ),
  /** AWS: a value that is not of the parameter's type; no Message element. */
  malformedInput: entry("MalformedInput", 400, () => undefined),
  missingDecimal: entry("MalformedInput", 400, "missing value for decimal type"),
} as const;

const authenticationErrors = {
  missingAuthenticationToken: entry(
    "MissingAuthenticationToken",
    403,
    "Request is missing Authentication Token",
  ),
  /** Everything that the Authorization header lacks, in one sentence each. */
  incompleteSignature: entry(
    "IncompleteSignature",
    400,
    (problems: readonly HeaderProblem[], header: string) => describeHeaderProblems(problems, header),
  ),
  /** AWS: a presigned request without one of its parameters; one sentence each. */
  missingQueryParameters: entry("IncompleteSignature", 400, (names: readonly string[]) =>
    [
      ...names.map((name) => `AWS query-string parameters must include '${name}'.`),
      "Re-examine the query-string parameters.",
    ].join(" "),
  ),
  /** unverified */
  invalidExpires: entry(
    "IncompleteSignature",
    400,
    (maxSeconds: number) => `X-Amz-Expires must be a number of seconds from 1 to ${maxSeconds}.`,
  ),
  malformedDate: entry(
    "IncompleteSignature",
    400,
    (date: string) =>
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  ),
  unsupportedAlgorithm: entry(
    "IncompleteSignature",
    400,
    (algorithm: string) => `Unsupported AWS 'algorithm': '${algorithm}'`,
  ),
  malformedCredential: entry(
    "IncompleteSignature",
    400,
    (credential: string) =>
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
  ),
  /** unverified; both places carry a signature, or one of them carries it twice. */
  ambiguousSignature: entry(
    "IncompleteSignature",
    400,
    "Only one authentication mechanism can be used: the Authorization header or the query-string parameters.",
  ),
  /** AWS: the sentence names both times and the window that was applied. */
  signatureExpired: entry("SignatureDoesNotMatch", 403, (facts: FreshnessFacts) => describeExpired(facts)),
  signatureNotYetCurrent: entry("SignatureDoesNotMatch", 403, (facts: FreshnessFacts) =>
    describeNotYetCurrent(facts),
  ),
  scopeMismatch: entry("SignatureDoesNotMatch", 403, (problems: readonly ScopeProblem[]) =>
    describeScopeProblems(problems),
  ),
  hostNotSigned: entry(
    "SignatureDoesNotMatch",
    403,
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  ),
  /** unverified; a header that must be under the signature is not. */
  headerNotSigned: entry(
    "SignatureDoesNotMatch",
    403,
    (name: string) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
  ),
  signatureDoesNotMatch: entry(
    "SignatureDoesNotMatch",
    403,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ),
  /**
   * AWS: one answer for a key that is unknown, deleted or inactive, a token that is missing, altered or another key's, a
   * principal that is gone, and credentials of a kind that the service does not take.
   */
  invalidClientTokenId: entry(
    "InvalidClientTokenId",
    403,
    "The security token included in the request is invalid",
  ),
  expiredToken: entry("ExpiredToken", 403, "The security token included in the request is expired"),
} as const;

const requestErrors = {
  /** `problems` are whole clauses: `Value '…' at 'roleArn' failed to satisfy constraint: Member must …`. */
  validation: entry(
    "ValidationError",
    400,
    (problems: readonly string[], count: number = problems.length) => {
      const noun = count === 1 ? "error" : "errors";
      return `${count} validation ${noun} detected: ${problems.join("; ")}`;
    },
  ),
  /** AWS: IAM checks the characters of names apart from the model. As users report it. */
  invalidName: entry(
    "ValidationError",
    400,
    (member: string) =>
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  ),
  /** The sentence comes from the policy engine: `User: … is not authorized to perform: … because …`. */
  accessDenied: entry("AccessDenied", 403, (sentence: string) => sentence),
  /** AWS: the stem alone, where neither a reason nor the resource's existence is told. */
  notAuthorized: entry("AccessDenied", 403, (arn: string, action: string, resource?: string) =>
    resource === undefined
      ? `User: ${arn} is not authorized to perform: ${action}`
      : `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`,
  ),
  throttling: entry("Throttling", 400, "Rate exceeded"),
} as const;

const stateErrors = {
  internalFailure: entry(
    "InternalFailure",
    500,
    "The request processing has failed because of an unknown error, exception or failure.",
  ),
  serviceUnavailable: entry(
    "ServiceUnavailable",
    503,
    "The request has failed due to a temporary failure of the server.",
  ),
} as const;

export const commonErrors = {
  ...dispatchErrors,
  ...authenticationErrors,
  ...requestErrors,
  ...stateErrors,
} as const;
