/**
 * STS's limits, each with its unit. What the service model itself bounds (lengths, patterns, 900 … 129,600 seconds) is
 * checked before a handler runs; these are the rules beyond it.
 * AWS: STS API reference; IAM user guide, "IAM and AWS STS quotas".
 */
export const stsLimits = {
  minSessionSeconds: 900,
  /** GetSessionToken and GetFederationToken by a user. */
  maxUserSessionSeconds: 129_600,
  defaultUserSessionSeconds: 43_200,
  /** Both by root: longer wishes are shortened to this, and it is the default. */
  maxRootSessionSeconds: 3_600,
  /** AssumeRole. */
  defaultRoleSessionSeconds: 3_600,
  maxRoleSessionSeconds: 43_200,
  /** AssumeRole with credentials that are temporary themselves, those of GetSessionToken included. */
  maxChainedSessionSeconds: 3_600,
  maxSessionPolicyArns: 10,
  /** Inline session policy and policy ARNs together, in characters. */
  maxSessionPolicyCharacters: 2_048,
  maxSessionTags: 50,
} as const;
