/** What lint may cost and where quotas begin, each with its unit. */
import type { PolicyKind } from "../types.ts";

/** Comparisons of names, patterns and statements for one document; what is left then is not judged, and a note says so. */
export const maxComparisons = 1_000_000;
/** Findings for one document; what would follow is left out, and a note says so. */
export const maxFindings = 1_000;
/** "did you mean" is asked at most this often for one document. */
export const maxSuggestions = 50;
/** Longer names are not compared letter by letter, in characters. */
export const maxSuggestedNameCharacters = 100;
/** Longer resources are taken to match, in characters. */
export const maxComparedResourceCharacters = 2_048;
/** Of a text that a message quotes, in characters. */
export const maxQuotedCharacters = 120;
/** Of a list that a message shows, in entries. */
export const maxListed = 5;

/** Percent of a quota from which on it is near. */
export const nearQuotaPercent = 90;

export interface Quota {
  /** Characters that are not white space. */
  readonly characters: number;
  /** What has this quota. */
  readonly of: string;
}

/**
 * The quota that a new account has, and the largest there is. AWS: IAM quotas, Organizations quotas, S3, KMS and VPC user
 * guides.
 */
export const quotas: Readonly<Record<PolicyKind, { readonly usual: Quota; readonly most: Quota }>> = {
  identity: {
    usual: { characters: 6_144, of: "a managed policy" },
    most: { characters: 10_240, of: "the inline policies of a role, the largest there is" },
  },
  boundary: both(6_144, "a managed policy"),
  session: both(2_048, "a session policy"),
  trust: {
    usual: { characters: 2_048, of: "a trust policy before its quota is raised" },
    most: { characters: 4_096, of: "a trust policy" },
  },
  resource: {
    usual: { characters: 20_480, of: "a bucket policy" },
    most: { characters: 32_768, of: "a key policy, the largest there is" },
  },
  scp: both(5_120, "a service control policy"),
  rcp: both(5_120, "a resource control policy"),
  vpce: both(20_480, "a VPC endpoint policy"),
};

function both(characters: number, of: string): { usual: Quota; most: Quota } {
  const quota = { characters, of };
  return { usual: quota, most: quota };
}
