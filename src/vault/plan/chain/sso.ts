/** SSO settings of a profile. AWS: SDKs and tools reference, "IAM Identity Center credential provider". */
import type { PlannedValue, SourceStep } from "../plan.ts";
import { partial } from "./refusals.ts";
import type { ProfileView } from "./settings.ts";

/** AWS CLI: what is registered when the session names no scope. */
const defaultScopes: readonly string[] = ["sso:account:access"];

/** What shows that the profile means SSO credentials; a session alone means a token. */
export function hasSsoAccount(profile: ProfileView): PlannedValue | undefined {
  return profile.read("sso_account_id") ?? profile.read("sso_role_name") ?? startUrlWithoutSession(profile);
}

function startUrlWithoutSession(profile: ProfileView): PlannedValue | undefined {
  return profile.read("sso_session") === undefined ? profile.read("sso_start_url") : undefined;
}

export function buildSso(profile: ProfileView, sign: PlannedValue): SourceStep {
  const accountId = profile.read("sso_account_id");
  const roleName = profile.read("sso_role_name");
  const portal = portalOf(profile);
  const missing = [
    ...(accountId === undefined ? ["sso_account_id"] : []),
    ...(roleName === undefined ? ["sso_role_name"] : []),
    ...portal.missing,
  ];
  if (accountId === undefined || roleName === undefined || missing.length > 0) {
    const key = accountId !== undefined ? "sso_account_id" : roleName ? "sso_role_name" : "sso_start_url";
    throw partial("PartialSso", profile, { key, reason: sign.reason }, missing);
  }
  return {
    kind: "sso",
    profile: profile.name,
    reason: profile.read("sso_session")?.reason ?? sign.reason,
    startUrl: portal.startUrl,
    ssoRegion: portal.region,
    accountId: accountId.value,
    roleName: roleName.value,
    sessionName: portal.sessionName,
    registrationScopes: portal.scopes,
  };
}

export function buildSsoToken(profile: ProfileView, sign: PlannedValue): SourceStep {
  const portal = portalOf(profile);
  if (portal.missing.length > 0) {
    throw partial("PartialSso", profile, { key: "sso_session", reason: sign.reason }, portal.missing);
  }
  return {
    kind: "sso-token",
    profile: profile.name,
    reason: sign.reason,
    startUrl: portal.startUrl,
    ssoRegion: portal.region,
    sessionName: sign.value,
    registrationScopes: portal.scopes,
  };
}

interface Portal {
  readonly startUrl: string;
  readonly region: string;
  readonly sessionName: string | undefined;
  readonly scopes: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Where to sign in: the session's word, with which the profile's must agree; without a session the profile's.
 * @throws TegataError `SsoSessionNotFound`, `SsoContradiction`.
 */
function portalOf(profile: ProfileView): Portal {
  const { settings, problems = [] } = profile.settings ?? {};
  const problem = problems.find(({ code }) => refusedSso.has(code));
  if (problem !== undefined) throw problem;
  const { ssoSession, ssoStartUrl, ssoRegion, ssoRegistrationScopes } = settings ?? {};
  const scopes = ssoRegistrationScopes?.value ?? defaultScopes;
  return {
    startUrl: ssoStartUrl?.value ?? "",
    region: ssoRegion?.value ?? "",
    sessionName: ssoSession?.value,
    scopes: ssoSession === undefined ? [] : scopes,
    missing: [
      ...(ssoStartUrl === undefined ? ["sso_start_url"] : []),
      ...(ssoRegion === undefined ? ["sso_region"] : []),
    ],
  };
}

const refusedSso = new Set(["SsoSessionNotFound", "SsoContradiction"]);
