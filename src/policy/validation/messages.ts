/** AWS's sentences about documents (MalformedPolicyDocument), so that they can be corrected in one place. */

/** Identity policies, managed policies, boundaries and session policies; recorded on AWS unless marked. */
export const identityMessages = {
  syntax: "Syntax errors in policy.",
  version: "Policy document must be version 2012-10-17 or greater.",
  legacy: "The policy failed legacy parsing",
  principal: "Policy document should not specify a principal.",
  sidUnique: "Statement IDs (SID) in a single policy must be unique.",
  // AWS: from users' reports.
  sidForm:
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  noActions: "Policy statement must contain actions.",
  noResources: "Policy statement must contain resources.",
  noVendor: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  oneColon: "Actions/Condition can contain only one colon.",
  vendor: (vendor: string) => `Vendor ${vendor} is not valid`,
  notArn: (resource: string) => `Resource ${resource} must be in ARN format or "*".`,
  partition: (partition: string, arn: string) =>
    `Partition "${partition}" is not valid for resource "${arn}".`,
  resourceVendor: "Resource vendor must be fully qualified and cannot contain regexes.",
  iamRegion: (resource: string) => `IAM resource ${resource} cannot contain region information.`,
  s3Region: (resource: string) => `Resource ${resource} can not contain region information.`,
  iamPath: (starts: readonly string[]) =>
    `IAM resource path must either be "*" or start with ${starts.join(", ")}.`,
} as const;

/** Trust policies (CreateRole, UpdateAssumeRolePolicy). */
export const trustMessages = {
  json: "This policy contains invalid Json",
  version: "The policy must contain a valid version string",
  empty: "Could not parse the policy: Statement is empty!",
  sidUnique: "The Statement Ids in the policy are not unique",
  missing: (field: string) => `Missing required field ${field}`,
  principalEmpty: "Missing required field Principal cannot be empty!",
  principalShape: "Principal must be a JSON object.",
  effect: (effect: string) => `Invalid effect: ${effect}`,
  allowNotPrincipal: "Allow with NotPrincipal is not allowed.",
  notPrincipal: "AssumeRole policy must not contain NotPrincipal field.",
  actions: "AssumeRole policy may only specify STS AssumeRole actions.",
  resource: "Has prohibited field Resource",
  notResource: "AssumeRole policy must not contain resources.",
  cognito: "A condition block must be present for the Cognito provider",
  syntax: "Syntax error in policy.",
  principal: (key: string, value: string) => `Invalid principal in policy: "${key.toUpperCase()}":"${value}"`,
  // Our wording: AWS refuses such a trust since 2025, its sentence is not known.
  sharedProvider: (provider: string, claim: string) =>
    `Trust in the shared provider ${provider} must be narrowed by a condition on ${provider}:${claim} that is not only wildcards`,
} as const;

/** Policies of organisations. AWS: one sentence whatever is wrong. */
export const organizationMessage =
  "The provided policy document does not meet the requirements of the specified policy type.";
