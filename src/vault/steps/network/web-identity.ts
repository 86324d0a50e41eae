/** AWS: SDKs and tools reference, "Assume role credential provider", web identity; AWS Vault: `web_identity_token_process`. */
import { readFile } from "node:fs/promises";
import { inShell, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { isMissing } from "../../private-files/index.ts";
import { describeEnd, runProgram, shellCommand } from "../../programs/index.ts";
import { at, callService, withServiceTime } from "../../services/index.ts";
import type { StepContext } from "../context.ts";
import { buildSessionName, stsConfig, toCredentials } from "./sts.ts";

type WebIdentityStep = SourceStep & { kind: "web-identity" };

const operation = "sts:AssumeRoleWithWebIdentity";
const tokenProcessTimeoutMs = 5 * 60_000;
/** AWS: `WebIdentityToken` has 4 to 20,000 characters. */
const maxTokenCharacters = 20_000;

/** @throws TegataError `WebIdentityTokenMissing`, or with AWS's code. */
export async function assumeRoleWithWebIdentity(
  step: WebIdentityStep,
  context: StepContext,
): Promise<Credentials> {
  const token = await readToken(step, context);
  const { AssumeRoleWithWebIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(await stsConfig(context));
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: step.roleArn,
    RoleSessionName: step.roleSessionName ?? buildSessionName(context),
    DurationSeconds: step.durationSeconds,
    WebIdentityToken: token,
  });
  const { connection, now } = withServiceTime(context);
  const answer = await callService(
    connection,
    client,
    { operation, profile: step.profile, reason: step.reason, secrets: [token] },
    (sts) => sts.send(command),
  );
  const arn = answer.AssumedRoleUser?.Arn;
  return toCredentials(answer.Credentials, { operation, profile: step.profile, nowMs: now(), arn });
}

async function readToken(step: WebIdentityStep, { machine }: StepContext): Promise<string> {
  const text =
    step.tokenFile === undefined
      ? await runTokenProcess(step, step.tokenProcess ?? "", machine)
      : await readTokenFile(step, step.tokenFile);
  const token = text.trim();
  if (token !== "" && token.length <= maxTokenCharacters) return token;
  throw missing(
    step,
    token === "" ? "it is empty" : `it is longer than ${maxTokenCharacters} characters`,
    undefined,
  );
}

async function readTokenFile(step: WebIdentityStep, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const words = isMissing(cause) ? "is not there" : "cannot be read";
    throw missing(step, `"${file}" ${words}`, cause);
  }
}

async function runTokenProcess(
  step: WebIdentityStep,
  line: string,
  machine: StepContext["machine"],
): Promise<string> {
  const end = await runProgram(shellCommand(line, machine.platform), {
    env: machine.env,
    timeoutMs: tokenProcessTimeoutMs,
    isVerbatim: true,
  });
  if (end.kind === "ended" && end.code === 0) return end.stdout;
  throw missing(step, describeEnd("web_identity_token_process", end, tokenProcessTimeoutMs), undefined);
}

function hintFor({ tokenFile, profile }: WebIdentityStep): string {
  return tokenFile === undefined ? `tegata plan ${inShell(profile)}` : `ls -l ${inShell(tokenFile)}`;
}

function missing(step: WebIdentityStep, words: string, cause: unknown): TegataError {
  const from = step.tokenFile === undefined ? "token process" : "token file";
  return new TegataError(
    "WebIdentityTokenMissing",
    `profile "${step.profile}"${at(step.reason)} has no web identity token from its ${from}: ${words}`,
    { hint: hintFor(step), ...(cause === undefined ? {} : { cause }) },
  );
}
