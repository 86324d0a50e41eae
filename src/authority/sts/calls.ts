/**
 * The STS calls that make temporary credentials, side by side, as the docs and `whoami` tell them. Durations are the
 * limits the operations use; who may call and what is barred afterwards come from the acceptance table.
 */
import type { CredentialKind } from "../caller.ts";
import { stsLimits } from "./limits.ts";

export interface SessionDuration {
  readonly leastSeconds: number;
  readonly defaultSeconds: number;
  readonly mostSeconds: number;
  /** What shortens or lengthens it. */
  readonly note: string;
}

export interface IssuingCall {
  readonly operation: string;
  readonly duration: SessionDuration;
  readonly mfa: string;
  readonly permission: string;
  readonly sessionPolicy: string;
  /** The rights of the new credentials. */
  readonly rights: string;
  /** The rows of the acceptance table that the new credentials are. */
  readonly makes: readonly CredentialKind[];
}

export const issuingCalls: readonly IssuingCall[] = [
  {
    operation: "AssumeRole",
    duration: {
      leastSeconds: stsLimits.minSessionSeconds,
      defaultSeconds: stsLimits.defaultRoleSessionSeconds,
      mostSeconds: stsLimits.maxRoleSessionSeconds,
      note: `at most the role's MaxSessionDuration; at most ${stsLimits.maxChainedSessionSeconds} with temporary credentials`,
    },
    mfa: "SerialNumber and TokenCode, counting for this call only; or MFA of the calling session",
    permission:
      "the role's trust policy, and sts:AssumeRole unless the trust policy names the caller in the same account",
    sessionPolicy: "allowed",
    rights: "the role's, cut down to the session policies",
    makes: ["role"],
  },
  {
    operation: "GetSessionToken",
    duration: {
      leastSeconds: stsLimits.minSessionSeconds,
      defaultSeconds: stsLimits.defaultUserSessionSeconds,
      mostSeconds: stsLimits.maxUserSessionSeconds,
      note: `root: ${stsLimits.maxRootSessionSeconds}, longer is shortened`,
    },
    mfa: "SerialNumber and TokenCode, counting as long as the session lasts",
    permission: "none; no policy can forbid it",
    sessionPolicy: "none",
    rights: "the user's at the moment of each request",
    makes: ["session-without-mfa", "session-with-mfa"],
  },
  {
    operation: "GetFederationToken",
    duration: {
      leastSeconds: stsLimits.minSessionSeconds,
      defaultSeconds: stsLimits.defaultUserSessionSeconds,
      mostSeconds: stsLimits.maxUserSessionSeconds,
      note: `root: ${stsLimits.maxRootSessionSeconds}, longer is shortened`,
    },
    mfa: "none",
    permission: "sts:GetFederationToken",
    sessionPolicy: "allowed; without any the credentials can do nothing but what resource policies give them",
    rights: "the user's, cut down to the session policies",
    makes: ["federation"],
  },
];
