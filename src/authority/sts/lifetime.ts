/** How long a session lives. Instants are milliseconds since 1970, whole seconds; durations are seconds. */
import { stsErrors } from "../../wire/index.ts";
import type { SignedCaller } from "../caller.ts";
import { stsLimits } from "./limits.ts";

export interface Lifetime {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** From this second on. AWS: Expiration is exactly the answer's whole second plus the duration. */
export function lifetimeFrom(now: number, durationSeconds: number): Lifetime {
  const issuedAt = Math.floor(now / 1000) * 1000;
  return { issuedAt, expiresAt: issuedAt + durationSeconds * 1000 };
}

/** GetSessionToken's and GetFederationToken's duration: root's is shortened to an hour, a user's taken as validated. */
export function userSessionSeconds(caller: SignedCaller, wished: number | undefined): number {
  if (caller.kind === "root")
    return Math.min(wished ?? stsLimits.maxRootSessionSeconds, stsLimits.maxRootSessionSeconds);
  return wished ?? stsLimits.defaultUserSessionSeconds;
}

/**
 * AssumeRole's duration against the chaining limit and the role's own maximum. To be asked only once the caller is known
 * to be allowed: the refusal tells that the role exists.
 */
export function roleSessionSeconds(
  caller: SignedCaller,
  wished: number | undefined,
  roleMaximumSeconds: number,
): number {
  const seconds = wished ?? stsLimits.defaultRoleSessionSeconds;
  // AWS: credentials of GetSessionToken count as chaining too.
  if (caller.session !== undefined && seconds > stsLimits.maxChainedSessionSeconds)
    throw stsErrors.durationExceedsChainingLimit();
  if (seconds > roleMaximumSeconds) throw stsErrors.durationExceedsRoleMaximum();
  return seconds;
}
