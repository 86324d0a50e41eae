/** What is kept of a plan's sessions, and what tells one from another. */
import type { Plan, Step } from "./plan.ts";

export type CacheValue = string | number | null | readonly string[] | Readonly<Record<string, string>>;

/** Everything that makes a session what it is, by name; a change of any of them is another session. */
export type CacheInputs = Readonly<Record<string, CacheValue>>;

/**
 * Whether the session that a step makes is kept for the next run. AWS Vault: those of GetSessionToken, web identity, SSO
 * and credential_process always; a role's only when a code was asked for it.
 */
export function isCached(step: Step, plan: Plan): boolean {
  if (!plan.steps.includes(step)) return false;
  switch (step.kind) {
    case "session-token":
    case "web-identity":
    case "sso":
    case "process":
      return true;
    case "assume-role":
      return step.mfa !== undefined;
    default:
      return false;
  }
}

/**
 * The canonical list of what identifies the session that a step makes; undefined for a step that makes none.
 * INVARIANT (no-stale-identity): every field of a step that changes the credentials stands in here; the profile's name,
 * the reasons and how a code is asked for do not.
 * @param source the access key id that the call is signed with; of a web identity the token's issuer and subject, where
 * the caller knows them.
 */
export function cacheInputs(step: Step, plan: Plan, source: string | undefined): CacheInputs | undefined {
  const sts = {
    endpoint: plan.stsEndpoint?.value ?? null,
    region: plan.region?.value ?? null,
    source: source ?? null,
  };
  switch (step.kind) {
    case "session-token":
      return {
        operation: "sts:GetSessionToken",
        ...sts,
        durationSeconds: step.durationSeconds,
        serial: step.mfa?.serial ?? null,
      };
    case "assume-role":
      return {
        operation: "sts:AssumeRole",
        ...sts,
        roleArn: step.roleArn,
        roleSessionName: step.roleSessionName ?? null,
        externalId: step.externalId ?? null,
        durationSeconds: step.durationSeconds,
        serial: step.mfa?.serial ?? null,
        sourceIdentity: step.sourceIdentity ?? null,
        tags: sorted(step.tags),
        transitiveTagKeys: [...step.transitiveTagKeys].sort(),
      };
    case "web-identity":
      return {
        operation: "sts:AssumeRoleWithWebIdentity",
        ...sts,
        roleArn: step.roleArn,
        roleSessionName: step.roleSessionName ?? null,
        durationSeconds: step.durationSeconds,
        tokenFile: step.tokenFile ?? null,
        tokenProcess: step.tokenProcess ?? null,
      };
    case "sso":
      return {
        operation: "sso:GetRoleCredentials",
        endpoint: plan.ssoEndpoint?.value ?? null,
        region: step.ssoRegion,
        source: source ?? null,
        startUrl: step.startUrl,
        sessionName: step.sessionName ?? null,
        accountId: step.accountId,
        roleName: step.roleName,
      };
    case "process":
      return { operation: "credential_process", command: step.command };
    default:
      return undefined;
  }
}

function sorted(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1)));
}
