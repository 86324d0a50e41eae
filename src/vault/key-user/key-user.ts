/** Whose key it is that a profile's credentials begin with. */
import { inShell, parseArn, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import { issuePlan } from "../issue/index.ts";
import type { CallStep, Plan, SourceStep } from "../plan/index.ts";
import { at, type CallerIdentity, getCallerIdentity } from "../services/index.ts";
import { runStep } from "../steps/index.ts";
import type { PlanRequest, Vault } from "../vault.ts";
import type { IamAccess } from "./iam.ts";

export interface KeyUser {
  /** The profile that has the key: the one that was asked for, or the last one of its sources. */
  readonly profile: string;
  /** Of the profile that was asked for. */
  readonly plan: Plan;
  /** The long-lived key itself. */
  readonly key: Credentials;
  readonly identity: CallerIdentity;
  /** undefined for the root user, whom IAM's calls do not name. */
  readonly userName: string | undefined;
  readonly iam: IamAccess;
}

/** A session for a few calls to IAM. AWS Vault: one hour. */
const sessionSeconds = 3_600;

/**
 * Walks the plan down to the stored key and asks the service whose it is.
 * @throws TegataError `NoStoredKey` where the chain begins with something else, and as `Vault.plan` and the services do.
 */
export async function findKeyUser(vault: Vault, request: PlanRequest): Promise<KeyUser> {
  const plan = await vault.plan(request);
  const [source] = plan.steps;
  if (source.kind !== "stored-key") throw noStoredKey(plan, source);
  const key = await runStep(source, await vault.stepContext(plan));
  const { connection } = await vault.connect(source.profile);
  const region = plan.region?.value;
  const iam: IamAccess = {
    connection,
    profile: source.profile,
    reason: source.reason,
    region,
    endpoint: await iamEndpointOf(vault, plan),
  };
  const identity = await identify(iam, plan, key);
  return { profile: source.profile, plan, key, identity, userName: userNameOf(identity.arn), iam };
}

/** @throws TegataError with AWS's code when the key is unknown. */
export function identify(iam: IamAccess, plan: Plan, credentials: Credentials): Promise<CallerIdentity> {
  const { connection, profile, reason, region } = iam;
  const endpoint = plan.stsEndpoint?.value;
  return getCallerIdentity(connection, { credentials, profile, reason, region, endpoint });
}

/** `arn:aws:iam::123456789012:user/path/ann` → `ann`; undefined for the root user. A path is no part of the name. */
export function userNameOf(arn: string): string | undefined {
  const resource = parseArn(arn)?.resource ?? "";
  return resource.startsWith("user/") ? resource.slice(resource.lastIndexOf("/") + 1) : undefined;
}

/**
 * The user with MFA, where the profile of the key has a device; undefined where it has none. AWS: IAM refuses sessions
 * that GetSessionToken gave without MFA, so that for IAM no session is better than such a one.
 */
export async function mfaSession(
  vault: Vault,
  profile: string,
  options: PlanRequest["options"],
): Promise<Credentials | undefined> {
  const plan = await vault.plan({ profile: { name: profile, setting: "the profile of the key" }, options });
  const [source, ...calls] = plan.steps;
  const step = calls.find(isMfaSession) ?? sessionFor(calls, profile);
  if (step === undefined) return undefined;
  const result = await issuePlan(
    { ...plan, steps: [source, step] },
    { step: await vault.stepContext(plan), openSessions: () => vault.openSessions() },
  );
  return result.credentials;
}

function isMfaSession(step: CallStep): boolean {
  return step.kind === "session-token" && step.mfa !== undefined;
}

/** A role in the profile of the key would be assumed with its device; the user itself has it as well. */
function sessionFor(calls: readonly CallStep[], profile: string): CallStep | undefined {
  const step = calls.find(({ mfa }) => mfa !== undefined);
  if (step === undefined) return undefined;
  const { reason, mfa } = step;
  return { kind: "session-token", profile, reason, durationSeconds: sessionSeconds, mfa };
}

/**
 * The endpoint that somebody names for IAM; undefined for AWS's own. The target has the first word, then its sources: a
 * key of one authority is not shown to another.
 */
export async function iamEndpointOf(vault: Vault, plan: Plan): Promise<string | undefined> {
  const names = new Set([plan.profile, ...plan.steps.map(({ profile }) => profile).reverse()]);
  for (const name of names) {
    const endpoint = (await vault.connect(name)).endpointOf("iam");
    if (endpoint !== undefined) return endpoint;
  }
  return undefined;
}

function noStoredKey(plan: Plan, { kind, profile, reason }: SourceStep): TegataError {
  return new TegataError(
    "NoStoredKey",
    `the credentials of profile "${plan.profile}" begin with ${sourceWords[kind]} of "${profile}"${at(reason)}, and not with a key in the keyring`,
    { hint: `tegata add ${inShell(profile)}   # puts a key into the keyring` },
  );
}

const sourceWords: Readonly<Record<SourceStep["kind"], string>> = {
  "stored-key": "the stored key",
  "static-key": "the key in the files",
  environment: "the environment's keys",
  process: "credential_process",
  container: "a container's role",
  instance: "an instance's role",
  "web-identity": "a web identity",
  sso: "SSO",
  "sso-token": "SSO",
};
