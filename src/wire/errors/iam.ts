/**
 * IAM's refusals. Codes and statuses are those of the service model; sentences are as reported by users and by programs
 * that were run against AWS. A sentence AWS has never been seen to say is marked "unverified": correct it here.
 */
import { entry } from "./entry.ts";

export const iamErrors = {
  // --- requests that are well-formed but mean nothing ---
  /** AWS: GetUser and its like without a name, called by a role session. */
  mustSpecifyUserName: entry(
    "ValidationError",
    400,
    "Must specify userName when calling with non-User credentials",
  ),
  /** unverified */
  invalidMarker: entry("ValidationError", 400, "Invalid Marker."),

  // --- quotas ---
  quotaExceeded: entry(
    "LimitExceeded",
    409,
    (quota: string, most: number) => `Cannot exceed quota for ${quota}: ${most}`,
  ),

  // --- tags ---
  duplicateTagKeys: entry(
    "InvalidInput",
    400,
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  ),
  /** unverified */
  reservedTagKey: entry("InvalidInput", 400, "aws: prefixed tag key names are not allowed for external use."),

  // --- users ---
  userNotFound: entry("NoSuchEntity", 404, (name: string) => `The user with name ${name} cannot be found.`),
  userExists: entry("EntityAlreadyExists", 409, (name: string) => `User with name ${name} already exists.`),
  userInNoGroup: entry(
    "NoSuchEntity",
    404,
    (user: string, group: string) => `User ${user} is not in group ${group}.`,
  ),
  /** unverified; AWS: the boundary of a new user or role must be a policy that exists. */
  boundaryNotFound: entry(
    "NoSuchEntity",
    404,
    (arn: string) => `Scope ARN: ${arn} does not exist or is not attachable.`,
  ),

  // --- groups ---
  groupNotFound: entry("NoSuchEntity", 404, (name: string) => `The group with name ${name} cannot be found.`),
  groupExists: entry("EntityAlreadyExists", 409, (name: string) => `Group with name ${name} already exists.`),

  // --- deleting what is still in use ---
  mustDeletePoliciesFirst: entry("DeleteConflict", 409, "Cannot delete entity, must delete policies first."),
  mustDetachPoliciesFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must detach all policies first.",
  ),
  mustRemoveUsersFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must remove users from group first.",
  ),
  mustDeleteAccessKeysFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must delete access keys first.",
  ),
  mustDeleteLoginProfileFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must delete login profile first.",
  ),
  mustDeleteMfaDeviceFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must delete MFA device first.",
  ),

  // --- access keys ---
  accessKeyNotFound: entry(
    "NoSuchEntity",
    404,
    (id: string) => `The Access Key with id ${id} cannot be found.`,
  ),

  // --- login profiles and passwords ---
  loginProfileNotFound: entry(
    "NoSuchEntity",
    404,
    (user: string) => `Login Profile for User ${user} cannot be found.`,
  ),
  loginProfileExists: entry(
    "EntityAlreadyExists",
    409,
    (user: string) => `Login Profile for user ${user} already exists.`,
  ),
  passwordRefused: entry("PasswordPolicyViolation", 400, (reason: string) => reason),
  /** unverified */
  wrongOldPassword: entry("AccessDenied", 403, "The old password was incorrect."),
  /** unverified */
  passwordChangeNotAllowed: entry(
    "AccessDenied",
    403,
    "The account password policy does not allow users to change their own password.",
  ),
  onlyUsersChangePasswords: entry("InvalidUserType", 400, "Only IAM Users can change their own password"),
  passwordPolicyNotFound: entry(
    "NoSuchEntity",
    404,
    (accountId: string) => `The Password Policy with domain name ${accountId} cannot be found.`,
  ),

  // --- MFA devices ---
  virtualDeviceNotFound: entry(
    "NoSuchEntity",
    404,
    (serial: string) => `VirtualMFADevice with serial number ${serial} does not exist.`,
  ),
  virtualDeviceExists: entry(
    "EntityAlreadyExists",
    409,
    "MFADevice entity at the same path and name already exists.",
  ),
  virtualDeviceInUse: entry("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first."),
  /** unverified */
  deviceNameTooLong: entry(
    "ValidationError",
    400,
    (most: number) => `The serial number of an MFA device must have length less than or equal to ${most}`,
  ),
  deviceNotOfUser: entry("NoSuchEntity", 404, "MFA Device invalid for user."),
  deviceNotFound: entry(
    "NoSuchEntity",
    404,
    (serial: string) => `MFA Device with serial number ${serial} does not exist.`,
  ),
  deviceAlreadyEnabled: entry("EntityAlreadyExists", 409, "MFA Device is already in use."),
  invalidAuthenticationCode: entry(
    "InvalidAuthenticationCode",
    403,
    "Authentication code for device is not valid.",
  ),

  // --- OIDC providers ---
  oidcProviderNotFound: entry(
    "NoSuchEntity",
    404,
    (arn: string) => `OpenIDConnect Provider not found for arn ${arn}`,
  ),
  oidcProviderExists: entry(
    "EntityAlreadyExists",
    409,
    (url: string) => `Provider with url ${url} already exists.`,
  ),
  invalidOidcUrl: entry("ValidationError", 400, "Invalid Open ID Connect Provider URL"),
  invalidThumbprint: entry("InvalidInput", 400, "Thumbprint list must contain only hexadecimal digits."),
  tooManyThumbprints: entry("InvalidInput", 400, "Thumbprint list must contain fewer than 5 entries."),

  // --- the account ---
  aliasExists: entry(
    "EntityAlreadyExists",
    409,
    (alias: string) => `The account alias ${alias} already exists.`,
  ),
  aliasNotFound: entry("NoSuchEntity", 404, (alias: string) => `The account alias ${alias} cannot be found.`),
  reportNotPresent: entry(
    "ReportNotPresent",
    410,
    "The credential report does not exist. To generate a credential report, use GenerateCredentialReport.",
  ),
  reportExpired: entry(
    "ReportExpired",
    410,
    "The most recent credential report has expired. To generate a new credential report, use GenerateCredentialReport.",
  ),
} as const;
