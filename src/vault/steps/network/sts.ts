/** The calls to STS. AWS: STS API reference. The SDK's client is loaded by the first of them. */
import type { STSClient, Credentials as StsCredentials } from "@aws-sdk/client-sts";
import { inShell, Secret, TegataError } from "../../../base/index.ts";
import { randomUuid } from "../../../crypto/index.ts";
import type { Credentials } from "../../credentials.ts";
import { withCode } from "../../mfa/index.ts";
import type { CallStep, MfaUse } from "../../plan/plan.ts";
import {
  at,
  callService,
  clientConfig,
  fallbackRegion,
  requireLiving,
  withServiceTime,
} from "../../services/index.ts";
import type { StepContext } from "../context.ts";

type SessionTokenStep = CallStep & { kind: "session-token" };
type AssumeRoleStep = CallStep & { kind: "assume-role" };

/** AWS's sentence for a code that is wrong or was used; other refusals that speak of MFA are not cured by another code. */
const wrongCodeSentence = "invalid MFA one time pass code";

/** @throws TegataError with AWS's code. */
export function getSessionToken(step: SessionTokenStep, context: StepContext): Promise<Credentials> {
  return withMfa(step, context, async (mfa) => {
    const { GetSessionTokenCommand } = await import("@aws-sdk/client-sts");
    const command = new GetSessionTokenCommand({ DurationSeconds: step.durationSeconds, ...mfa });
    const operation = "sts:GetSessionToken";
    const { connection, now } = withServiceTime(context);
    const answer = await callSts({ step, context: connection, operation, code: mfa?.TokenCode }, (client) =>
      client.send(command),
    );
    return toCredentials(answer.Credentials, { operation, profile: step.profile, nowMs: now() });
  });
}

/** @throws TegataError with AWS's code. */
export function assumeRole(step: AssumeRoleStep, context: StepContext): Promise<Credentials> {
  const tags = Object.entries(step.tags).map(([Key, Value]) => ({ Key, Value }));
  const roleSessionName = step.roleSessionName ?? buildSessionName(context);
  return withMfa(step, context, async (mfa) => {
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const command = new AssumeRoleCommand({
      RoleArn: step.roleArn,
      RoleSessionName: roleSessionName,
      DurationSeconds: step.durationSeconds,
      ExternalId: step.externalId,
      SourceIdentity: step.sourceIdentity,
      ...(tags.length === 0 ? {} : { Tags: tags }),
      ...(step.transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: [...step.transitiveTagKeys] }),
      ...mfa,
    });
    const operation = "sts:AssumeRole";
    const { connection, now } = withServiceTime(context);
    const answer = await callSts({ step, context: connection, operation, code: mfa?.TokenCode }, (client) =>
      client.send(command),
    );
    const arn = answer.AssumedRoleUser?.Arn;
    return toCredentials(answer.Credentials, { operation, profile: step.profile, nowMs: now(), arn });
  });
}

/** A session name where none is configured: told apart in logs, and never what identifies a session. */
export function buildSessionName({ machine }: Pick<StepContext, "machine">): string {
  return `tegata-${Math.floor(machine.clock.now() / 1000)}-${randomUuid().slice(0, 8)}`;
}

interface MfaParameters {
  readonly SerialNumber: string;
  readonly TokenCode: string;
}

/** Makes the call once, or with a code as often as `withCode` asks. */
function withMfa(
  step: CallStep,
  context: StepContext,
  call: (mfa: MfaParameters | undefined) => Promise<Credentials>,
): Promise<Credentials> {
  const mfa: MfaUse | undefined = step.mfa;
  if (mfa === undefined) return call(undefined);
  const { machine, askMfa, sentCodes, onNote } = context;
  return withCode(
    {
      profile: step.profile,
      serial: mfa.serial,
      process: mfa.process,
      askMfa,
      sentCodes,
      onNote,
      clock: machine.clock,
      sleep: context.sleep ?? sleep,
    },
    (code) => call({ SerialNumber: mfa.serial, TokenCode: code }),
    (error) => error instanceof TegataError && error.message.includes(wrongCodeSentence),
  );
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface StsCall {
  readonly step: CallStep;
  readonly context: StepContext;
  readonly operation: string;
  readonly code: string | undefined;
}

async function callSts<T>(
  { step, context, operation, code }: StsCall,
  call: (client: STSClient) => Promise<T>,
) {
  const { previous } = context;
  if (previous === undefined) {
    throw new TegataError(
      "NoCredentials",
      `${operation} for profile "${step.profile}"${at(step.reason)} has no credentials to be called with`,
      { hint: `tegata plan ${inShell(step.profile)}` },
    );
  }
  const sessionToken = previous.sessionToken?.reveal();
  const secrets = [previous.secretAccessKey.reveal(), sessionToken ?? "", code ?? ""];
  const { STSClient: Client } = await import("@aws-sdk/client-sts");
  const client = new Client({
    ...(await stsConfig(context)),
    credentials: {
      accessKeyId: previous.accessKeyId,
      secretAccessKey: previous.secretAccessKey.reveal(),
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
  return callService(
    context,
    client,
    { operation, profile: step.profile, reason: step.reason, secrets },
    call,
  );
}

export function stsConfig(context: StepContext) {
  return clientConfig(context, {
    region: context.region ?? fallbackRegion,
    endpoint: context.stsEndpoint,
  });
}

/** What an answer of STS is judged by. */
interface AnswerFacts {
  readonly operation: string;
  readonly profile: string;
  /** The service's time. */
  readonly nowMs: number;
  readonly arn?: string | undefined;
}

/** @throws TegataError `AnswerInvalid` when the service left something out, or when what it gave has ended. */
export function toCredentials(
  answer: StsCredentials | undefined,
  { operation, profile, nowMs, arn }: AnswerFacts,
): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    throw new TegataError(
      "AnswerInvalid",
      `${operation} for profile "${profile}" gave no whole credentials`,
      {
        hint: `tegata plan ${inShell(profile)}   # shows the endpoint that is asked`,
      },
    );
  }
  requireLiving(Expiration.getTime(), nowMs, operation, profile);
  const accountId = arn?.split(":")[4];
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiration: Expiration.getTime(),
    ...(accountId ? { accountId } : {}),
  };
}
