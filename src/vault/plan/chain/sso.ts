/** SSO settings of a profile. AWS: SDKs and tools reference, "IAM Identity Center credential provider". */
import { TegataError } from "../../../base/index.ts";
import type { Section } from "../../profiles/profile.ts";
import type { PlanInput } from "../input.ts";
import type { PlannedValue, SourceStep } from "../plan.ts";
import { partial } from "./refusals.ts";
import { type ProfileView, propertyOf, where } from "./settings.ts";

/** AWS CLI: what is registered when the session names no scope. */
const defaultScopes: readonly string[] = ["sso:account:access"];

/** What shows that the profile means SSO credentials; a session alone means a token. */
export function hasSsoAccount(profile: ProfileView): PlannedValue | undefined {
  return profile.read("sso_account_id") ?? profile.read("sso_role_name") ?? startUrlWithoutSession(profile);
}

function startUrlWithoutSession(profile: ProfileView): PlannedValue | undefined {
  return profile.read("sso_session") === undefined ? profile.read("sso_start_url") : undefined;
}

export function buildSso(profile: ProfileView, sign: PlannedValue, input: PlanInput): SourceStep {
  const accountId = profile.read("sso_account_id");
  const roleName = profile.read("sso_role_name");
  const portal = portalOf(profile, input);
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

export function buildSsoToken(profile: ProfileView, sign: PlannedValue, input: PlanInput): SourceStep {
  const portal = portalOf(profile, input);
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

/** Where to sign in: the session's word, with which the profile's must agree; without a session the profile's. */
function portalOf(profile: ProfileView, input: PlanInput): Portal {
  const named = profile.read("sso_session");
  const session = named && sessionNamed(profile, named, input);
  const startUrl = agreed(profile, session, "sso_start_url");
  const region = agreed(profile, session, "sso_region");
  const scopes = session && propertyOf(session, "sso_registration_scopes");
  return {
    startUrl: startUrl?.value ?? "",
    region: region?.value ?? "",
    sessionName: named?.value,
    scopes: session === undefined ? [] : scopes === undefined ? defaultScopes : listOf(scopes.value),
    missing: [
      ...(startUrl === undefined ? ["sso_start_url"] : []),
      ...(region === undefined ? ["sso_region"] : []),
    ],
  };
}

function sessionNamed(profile: ProfileView, named: PlannedValue, input: PlanInput): Section {
  const session = input.files.ssoSessions.get(named.value);
  if (session !== undefined) return session;
  throw new TegataError(
    "SsoSessionNotFound",
    `profile "${profile.name}" names sso_session "${named.value}"${where(named.reason)}, and the config file has no such section`,
    { hint: `[sso-session ${named.value}]\nsso_start_url = …\nsso_region = …` },
  );
}

function agreed(profile: ProfileView, session: Section | undefined, key: string): PlannedValue | undefined {
  const own = profile.read(key);
  const shared = session && propertyOf(session, key);
  if (own !== undefined && shared !== undefined && own.value !== shared.value) {
    throw new TegataError(
      "SsoContradiction",
      `${key} of profile "${profile.name}"${where(own.reason)} is not that of its sso_session${where(shared.reason)}; remove the profile's`,
      { hint: `${key} = ${shared.value}` },
    );
  }
  return shared ?? own;
}

function listOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}
