/**
 * STS's refusals. AWS: the STS API reference, the IAM user guide ("Rules for session tags", "Role chaining"), and
 * sentences reported by users. What AWS was never seen to say is marked "unverified": correct it here.
 */
import { entry } from "./entry.ts";

const whoMayCall = {
  rolesNotForRoot: entry("AccessDenied", 403, "Roles may not be assumed by root accounts."),
  /** AWS: GetSessionToken and GetFederationToken want long-lived keys; other operations of a session follow the form. */
  sessionCredentials: entry(
    "AccessDenied",
    403,
    (operation: string) => `Cannot call ${operation} with session credentials`,
  ),
  /**
   * AWS: one text for a role that does not exist, a trust policy that refuses, and a caller's policy that refuses: whether
   * the role exists is not told. Also for `sts:TagSession` and `sts:SetSourceIdentity`, which the trust policy must allow too.
   */
  roleActionDenied: entry(
    "AccessDenied",
    403,
    (callerArn: string, action: string, roleArn: string) =>
      `User: ${callerArn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  ),
} as const;

const durations = {
  durationExceedsRoleMaximum: entry(
    "ValidationError",
    400,
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  ),
  /** AWS: credentials from GetSessionToken count as chaining too. */
  durationExceedsChainingLimit: entry(
    "ValidationError",
    400,
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  ),
} as const;

const mfa = {
  /** AWS: wrong, reused, and refused because of too many wrong ones. */
  mfaWrongCode: entry(
    "AccessDenied",
    403,
    "MultiFactorAuthentication failed with invalid MFA one time pass code.",
  ),
  /** AWS: two spaces after the full stop. */
  mfaUnknownSerial: entry(
    "AccessDenied",
    403,
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  ),
  /** Only one of SerialNumber and TokenCode was given. */
  mfaIncomplete: entry(
    "AccessDenied",
    403,
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  ),
} as const;

const inputs = {
  /** AWS: a RoleArn of allowed length and characters that is no ARN of a role. */
  invalidArn: entry("ValidationError", 400, (arn: string) => `${arn} is invalid`),
  malformedPolicyDocument: entry("MalformedPolicyDocument", 400, (sentence: string) => sentence),
  /** unverified; a session policy ARN that names no managed policy of the account. */
  policyNotFound: entry("ValidationError", 400, (arn: string) => `PolicyArn ${arn} is invalid`),
  /** unverified; a `PolicyArns` member without `arn` would silently mean "no session policy". */
  policyArnMissing: entry("ValidationError", 400, "PolicyArns members must have an arn"),
  /** unverified */
  duplicatePolicyArns: entry("ValidationError", 400, "Duplicate policy ARNs found."),
  /** AWS: 100 % is the limit for session policies, policy ARNs and tags together. */
  packedPolicyTooLarge: entry(
    "PackedPolicyTooLarge",
    400,
    (percent: number) => `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  ),
  packedTagsTooLarge: entry(
    "PackedPolicyTooLarge",
    400,
    (percent: number) => `Packed size of session tags consumes ${percent}% of allotted space.`,
  ),
  /** unverified */
  providedContextsNotSupported: entry("ValidationError", 400, "ProvidedContexts is not supported"),
  /** unverified; AWS: a source identity is carried through a chain and cannot be changed in it. */
  sourceIdentityIsSet: entry(
    "AccessDenied",
    403,
    (callerArn: string, roleArn: string) =>
      `User: ${callerArn} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`,
  ),
  /** unverified */
  invalidAuthorizationMessage: entry("InvalidAuthorizationMessageException", 400, "Message is not valid"),
  /** unverified */
  accessKeyNotFound: entry("ValidationError", 400, (id: string) => `The access key ${id} is not valid`),
} as const;

const tags = {
  transitiveKeyNotRequested: entry(
    "InvalidParameterValue",
    400,
    "The specified transitive tag key must be included in the requested tags.",
  ),
  duplicateTagKeys: entry(
    "InvalidParameterValue",
    400,
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  ),
  inheritedTransitiveKey: entry(
    "InvalidParameterValue",
    400,
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  ),
  /** unverified */
  reservedTagKey: entry(
    "InvalidParameterValue",
    400,
    "aws: prefixed tag key names are not allowed for external use.",
  ),
} as const;

export const stsErrors = { ...whoMayCall, ...durations, ...mfa, ...inputs, ...tags } as const;
