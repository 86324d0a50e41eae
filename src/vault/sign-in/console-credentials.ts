/** Credentials that the sign-in endpoint takes. AWS: those of a role, or of GetFederationToken; never of GetSessionToken. */
import { exitCodes, inShell, Secret, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import { userNameOf } from "../key-user/index.ts";
import type { Plan, Step } from "../plan/index.ts";
import {
  type CallerIdentity,
  type Connection,
  callService,
  clientConfig,
  fallbackRegion,
  getCallerIdentity,
  sdkCredentials,
} from "../services/index.ts";

export interface ConsoleOptions {
  readonly connection: Connection;
  readonly plan: Plan;
  /** How long the federated session is to live; of a role's session its own plan decides. */
  readonly durationSeconds: number;
}

/** AWS Vault: GetFederationToken for 1 h. */
export const federationSeconds = 3_600;
/** AWS: STS API reference, GetFederationToken. */
const leastSeconds = 900;
const mostSeconds = 129_600;
const mostRootSeconds = 3_600;
const maxFederatedNameCharacters = 32;
const minFederatedNameCharacters = 2;

/**
 * AWS: a federated session may do what both its user's policies and this one allow. This one takes nothing away; IAM and
 * most of STS stay closed to such sessions whatever it says.
 */
const sessionPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Whether GetSessionToken is what the plan ends with: the key itself must be asked for instead. */
export function endsWithSessionToken({ steps }: Plan): boolean {
  return steps.at(-1)?.kind === "session-token";
}

/**
 * A role's credentials as they are; a user's key by GetFederationToken.
 * @throws TegataError `SessionCannotSignIn` for a session of GetSessionToken, `DurationImpossible`.
 */
export async function consoleCredentials(
  credentials: Credentials,
  options: ConsoleOptions,
): Promise<Credentials> {
  const { plan } = options;
  const last: Step = plan.steps.at(-1) ?? plan.steps[0];
  if (credentials.sessionToken !== undefined && roleKinds.has(last.kind)) return credentials;
  const identity = await whoIs(credentials, options);
  if (credentials.sessionToken === undefined) return federate(credentials, identity, options);
  if (isRoleOrFederated(identity.arn)) return credentials;
  throw cannotSignIn(plan, identity);
}

const roleKinds: ReadonlySet<Step["kind"]> = new Set(["assume-role", "web-identity", "sso"]);

export function isRoleOrFederated(arn: string): boolean {
  return /^arn:[^:]+:sts::[0-9]{12}:(?:assumed-role|federated-user)\//.test(arn);
}

/** AWS Vault: the user's name, cut to what GetFederationToken takes; the API wants two characters at least. */
export function federatedName(arn: string): string {
  const name = userNameOf(arn) ?? "root";
  const whole = name.length < minFederatedNameCharacters ? `${name}-user` : name;
  return whole.slice(0, maxFederatedNameCharacters);
}

function whoIs(credentials: Credentials, { connection, plan }: ConsoleOptions): Promise<CallerIdentity> {
  return getCallerIdentity(connection, {
    credentials,
    profile: plan.profile,
    reason: plan.steps[0].reason,
    region: plan.region?.value,
    endpoint: plan.stsEndpoint?.value,
  });
}

async function federate(
  credentials: Credentials,
  { arn }: CallerIdentity,
  { connection, plan, durationSeconds }: ConsoleOptions,
): Promise<Credentials> {
  const most = userNameOf(arn) === undefined ? mostRootSeconds : mostSeconds;
  if (durationSeconds < leastSeconds || durationSeconds > most) throw impossible(durationSeconds, most);
  const { STSClient, GetFederationTokenCommand } = await import("@aws-sdk/client-sts");
  const { profile } = plan;
  const region = plan.region?.value ?? fallbackRegion;
  const client = new STSClient({
    ...(await clientConfig(connection, { region, endpoint: plan.stsEndpoint?.value })),
    credentials: sdkCredentials(credentials),
  });
  const operation = "sts:GetFederationToken";
  const secrets = [credentials.secretAccessKey.reveal()];
  const command = new GetFederationTokenCommand({
    Name: federatedName(arn),
    Policy: sessionPolicy,
    DurationSeconds: durationSeconds,
  });
  const answer = await callService(
    connection,
    client,
    { operation, profile, reason: plan.steps[0].reason, secrets },
    (sts) => sts.send(command),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined)
    throw new TegataError("AnswerInvalid", `${operation} for profile "${profile}" gave no whole credentials`);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiration: Expiration.getTime(),
  };
}

function impossible(seconds: number, most: number): TegataError {
  return new TegataError(
    "DurationImpossible",
    `a sign-in with a user's key lasts from ${leastSeconds} to ${most} seconds, and ${seconds} were asked for`,
    { hint: "-d 1h", exitCode: exitCodes.misuse },
  );
}

function cannotSignIn({ profile }: Plan, { arn }: CallerIdentity): TegataError {
  return new TegataError(
    "SessionCannotSignIn",
    `the credentials of profile "${profile}" are a session of ${arn} from GetSessionToken, with which nobody can sign in: the sign-in endpoint takes those of roles and of GetFederationToken`,
    { hint: `tegata plan ${inShell(profile)}   # the key itself, or a role_arn, is what it needs` },
  );
}
