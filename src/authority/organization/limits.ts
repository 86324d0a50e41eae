/** The organisation's limits. AWS: Organizations user guide, "Quotas and service limits". */
export const organizationLimits = {
  /** Of one policy's document; white space counts, as it does on AWS for documents that come through the API. */
  maxPolicyCharacters: 5_120,
  /** Of one kind, on one root, unit or account; AWS's own policies count. */
  maxAttachedPolicies: 5,
  minAttachedPolicies: 1,
  /** Of one kind in one organisation; AWS allows more. */
  maxPolicies: 1_000,
  /** Units inside one another, under the root. */
  maxUnitDepth: 5,
  maxUnitNameCharacters: 128,
  maxPolicyNameCharacters: 128,
  maxDescriptionCharacters: 512,
} as const;
