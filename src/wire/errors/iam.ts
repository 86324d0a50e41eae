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
  userNotInGroup: entry(
    "NoSuchEntity",
    404,
    (user: string, group: string) => `User ${user} not in group ${group}`,
  ),
  /** AWS: the boundary of a user or role must be a policy that exists. */
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

  // --- policies ---
  /** The sentence comes from the policy engine. */
  malformedPolicyDocument: entry("MalformedPolicyDocument", 400, (sentence: string) => sentence),
  /** AWS: the principal's kind is shown in capitals: `"AWS":"…"`, `"SERVICE":"…"`. */
  invalidPrincipal: entry(
    "MalformedPolicyDocument",
    400,
    (kind: string, value: string) => `Invalid principal in policy: "${kind.toUpperCase()}":"${value}"`,
  ),
  /** AWS: two spaces. */
  invalidArn: entry("ValidationError", 400, "Invalid ARN:  Could not be parsed!"),
  /** unverified; an ARN of something else where a policy's is wanted. */
  notAPolicyArn: entry("ValidationError", 400, (arn: string) => `ARN ${arn} is not valid.`),
  policyNotFound: entry("NoSuchEntity", 404, (arn: string) => `Policy ${arn} was not found.`),
  policyNotAttachable: entry(
    "NoSuchEntity",
    404,
    (arn: string) => `Policy ${arn} does not exist or is not attachable.`,
  ),
  policyVersionNotFound: entry(
    "NoSuchEntity",
    404,
    (arn: string, version: string) => `Policy ${arn} version ${version} does not exist or is not attachable.`,
  ),
  policyExists: entry(
    "EntityAlreadyExists",
    409,
    (name: string) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  ),
  cannotDeleteDefaultVersion: entry("DeleteConflict", 409, "Cannot delete the default version of a policy."),
  policyHasVersions: entry(
    "DeleteConflict",
    409,
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  ),
  policyIsAttached: entry("DeleteConflict", 409, "Cannot delete a policy attached to entities."),
  tooManyPolicyVersions: entry(
    "LimitExceeded",
    409,
    (most: number) =>
      `A managed policy can have up to ${most} versions. Before you create a new version, you must delete an existing version.`,
  ),
  inlinePolicyNotFound: entry(
    "NoSuchEntity",
    404,
    (kind: string, name: string) => `The ${kind} policy with name ${name} cannot be found.`,
  ),
  inlinePoliciesTooLarge: entry(
    "LimitExceeded",
    409,
    (kind: string, name: string, most: number) =>
      `Maximum policy size of ${most} bytes exceeded for ${kind} ${name}`,
  ),

  // --- roles and instance profiles ---
  roleNotFound: entry("NoSuchEntity", 404, (name: string) => `The role with name ${name} cannot be found.`),
  roleExists: entry("EntityAlreadyExists", 409, (name: string) => `Role with name ${name} already exists.`),
  instanceProfileNotFound: entry(
    "NoSuchEntity",
    404,
    (name: string) => `Instance Profile ${name} cannot be found.`,
  ),
  instanceProfileExists: entry(
    "EntityAlreadyExists",
    409,
    (name: string) => `Instance Profile ${name} already exists.`,
  ),
  /** unverified */
  roleNotInInstanceProfile: entry(
    "NoSuchEntity",
    404,
    (role: string, profile: string) => `The role ${role} is not in instance profile ${profile}.`,
  ),
  mustRemoveRolesFirst: entry(
    "DeleteConflict",
    409,
    "Cannot delete entity, must remove roles from instance profile first.",
  ),

  // --- access keys ---
  accessKeyNotFound: entry(
    "NoSuchEntity",
    404,
    (id: string) => `The Access Key with id ${id} cannot be found.`,
  ),

  /** AWS: the value is not repeated, as for every member that may be sensitive. */
  statusNotSettable: entry(
    "ValidationError",
    400,
    "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
  ),

  // --- login profiles and passwords ---
  passwordMissing: entry(
    "ValidationError",
    400,
    "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
  ),
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
  passwordReused: entry(
    "PasswordPolicyViolation",
    400,
    "Policy constraint violation with password reuse prevention during password change",
  ),
  /** unverified; AWS: the entity is being changed by another request. */
  temporarilyUnmodifiable: entry(
    "EntityTemporarilyUnmodifiable",
    409,
    "The entity is being modified by another request. Please try again later.",
  ),
  /** unverified */
  wrongOldPassword: entry("AccessDenied", 403, "The old password was incorrect."),
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
  /** unverified; AWS's model lets longer names be created that no other operation can then name. */
  serialTooLong: entry(
    "ValidationError",
    400,
    (most: number) =>
      `1 validation error detected: Value at 'serialNumber' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  ),
  /** Ours: AWS's hardware devices need no registering. */
  hardwareDeviceExists: entry(
    "EntityAlreadyExists",
    409,
    (serial: string) => `MFA Device with serial number ${serial} already exists.`,
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
  /** unverified */
  invalidOidcUrl: entry("ValidationError", 400, "Invalid Open ID Connect Provider URL"),
  /** unverified */
  invalidThumbprint: entry("InvalidInput", 400, "Thumbprint list must contain only hexadecimal digits."),
  /** unverified */
  tooManyThumbprints: entry(
    "InvalidInput",
    400,
    (most: number) => `Thumbprint list must contain at most ${most} entries.`,
  ),

  // --- simulations ---
  invalidEntityArn: entry(
    "InvalidInput",
    400,
    (arn: string) => `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
  ),
  /** AWS: also when a resource policy comes without a caller. */
  callerNotUser: entry("InvalidInput", 400, "Invalid caller - Caller must be an IAM user in this context."),
  resourceNotArn: entry(
    "InvalidInput",
    400,
    (resource: string) => `ResourceNames are not in a valid ARN format: ${resource}.`,
  ),
  /** AWS: these words; an account's number alone is refused too. */
  invalidResourceOwner: entry(
    "InvalidInput",
    400,
    (owner: string) => `'${owner}' is not a valid as a Resource Owner.`,
  ),
  /** unverified; the sentence comes from the policy engine. */
  invalidSimulatedPolicy: entry(
    "InvalidInput",
    400,
    (name: string, sentence: string) => `${name}: ${sentence}`,
  ),
  /** unverified */
  invalidSimulatedAction: entry("InvalidInput", 400, (action: string) => `Invalid Action Name: ${action}`),
  /** unverified */
  tooManySimulatedBoundaries: entry(
    "InvalidInput",
    400,
    "Only one permissions boundary policy can be simulated.",
  ),
  /** unverified */
  invalidContextEntry: entry(
    "InvalidInput",
    400,
    (key: string, reason: string) => `Invalid Context Entry: ${key} ${reason}.`,
  ),
  /** unverified */
  unknownResourceHandling: entry(
    "InvalidInput",
    400,
    (option: string) => `Invalid Resource Handling Option: ${option}`,
  ),
  /** unverified */
  resourceHandlingLacks: entry(
    "InvalidInput",
    400,
    (option: string, kinds: string) => `${option} requires resources of type: ${kinds}`,
  ),
  /** Ours: AWS tells no limit. */
  simulationTooLarge: entry(
    "InvalidInput",
    400,
    (what: string, most: number) => `A simulation can have at most ${most} ${what}.`,
  ),
  /** unverified; AWS: the model's error for policies that cannot be evaluated. */
  simulationTooLong: entry("PolicyEvaluation", 500, "The policies take too long to evaluate."),

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
