/** What a person should know of a cached file. */
import type { CachedFile } from "./read-caches.ts";

/** botocore makes new credentials when the kept ones live no longer than this. */
export const awsCliReuseAboveSeconds = 15 * 60;

export type CachedState = "live" | "expiring" | "expired" | "unreadable" | "unknown";

/** `expiring`: lives, and the AWS CLI will not use it again. @param now milliseconds since 1970. */
export function stateOf(
  { cache, contents }: Pick<CachedFile, "cache" | "contents">,
  now: number,
): CachedState {
  if (contents.kind === "unreadable") return "unreadable";
  if (contents.expiration === undefined) return "unknown";
  const leftMs = contents.expiration - now;
  if (leftMs <= 0) return "expired";
  return cache === "aws-cli" && leftMs < awsCliReuseAboveSeconds * 1000 ? "expiring" : "live";
}

/**
 * One sentence when several profiles with different sources share the file: whoever of them comes first decides as whom
 * all of them act. undefined otherwise.
 */
export function sharedIdentity({ cache, owners }: Pick<CachedFile, "cache" | "owners">): string | undefined {
  if (cache !== "aws-cli" || owners.length < 2) return undefined;
  const sources = new Set(owners.map(({ profile, source }) => source ?? profile));
  if (sources.size < 2) return undefined;
  const names = owners.map(({ profile }) => `"${profile}"`).join(", ");
  return `the AWS CLI keeps one session for ${names}: it acts for all of them as the one that was used first`;
}
