/** AWS: SDKs and tools reference, "Process credential provider". */
import { basename } from "node:path";
import { inShell, Secret, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Environment, Machine } from "../../machine.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { describeEnd, runProgram, splitCommand } from "../../programs/index.ts";
import { at, parseObject, textOf } from "../../services/index.ts";

type ProcessStep = SourceStep & { kind: "process" };

/** It may ask a person for a code or open a browser. */
export const processTimeoutMs = 10 * 60_000;

/** The profiles whose processes led here, as JSON, so that a process that asks for its own profile is noticed. */
const chainVariable = "TEGATA_PROCESS_CHAIN";
/** AWS CLI: `export-credentials` goes as deep. */
const maxDepth = 4;

/**
 * Runs the profile's process, without a shell as AWS's clients do; what it writes to standard error is shown.
 * @throws TegataError `ProcessLoop`, `ProcessCommandInvalid`, `ProcessFailed`, `ProcessOutputInvalid`, `ProcessExpired`.
 */
export async function runCredentialProcess(step: ProcessStep, machine: Machine): Promise<Credentials> {
  const command = splitCommand(step.command, machine.platform);
  const [program] = command ?? [];
  if (command === undefined || program === undefined) {
    throw new TegataError(
      "ProcessCommandInvalid",
      `credential_process of profile "${step.profile}"${at(step.reason)} ${command === undefined ? "opens a quotation and does not close it" : "is empty"}`,
      { hint: 'credential_process = "/path/to/program" argument' },
    );
  }
  const env = { ...machine.env, [chainVariable]: JSON.stringify(nextChain(step, machine.env)) };
  const end = await runProgram(command, { env, timeoutMs: processTimeoutMs });
  if (end.kind !== "ended" || end.code !== 0) {
    throw new TegataError(
      "ProcessFailed",
      `credential_process of profile "${step.profile}"${at(step.reason)}: ${describeEnd(basename(program), end, processTimeoutMs)}`,
      { hint: `tegata plan ${inShell(step.profile)}   # shows the command, to run it by hand` },
    );
  }
  return parseProcessOutput(step, end.stdout, machine.clock.now());
}

function nextChain(step: ProcessStep, env: Environment): readonly string[] {
  const chain = parseChain(env[chainVariable]);
  if (!chain.includes(step.profile) && chain.length < maxDepth) return [...chain, step.profile];
  throw new TegataError(
    "ProcessLoop",
    `credential_process of profile "${step.profile}"${at(step.reason)} leads back to itself: ${[...chain, step.profile].join(" → ")}`,
    { hint: `tegata plan ${inShell(step.profile)}` },
  );
}

function parseChain(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

/** What a process printed → credentials. Its text is never repeated: a half of it may be a secret. */
export function parseProcessOutput(step: ProcessStep, text: string, nowMs: number): Credentials {
  const output = parseObject(text);
  if (output === undefined) throw invalid(step, "printed no JSON object");
  if (output.Version !== 1) {
    throw invalid(
      step,
      output.Version === undefined ? "printed no Version" : "printed a Version other than 1",
    );
  }
  const accessKeyId = textOf(output.AccessKeyId);
  const secret = textOf(output.SecretAccessKey);
  if (accessKeyId === undefined || secret === undefined) {
    throw invalid(step, `printed no ${accessKeyId === undefined ? "AccessKeyId" : "SecretAccessKey"}`);
  }
  const token = textOf(output.SessionToken);
  const accountId = textOf(output.AccountId);
  const expiration = expirationOf(step, output.Expiration, nowMs);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(token === undefined ? {} : { sessionToken: new Secret(token) }),
    ...(expiration === undefined ? {} : { expiration }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

function expirationOf(step: ProcessStep, said: unknown, nowMs: number): number | undefined {
  if (said === undefined || said === null || said === "") return undefined;
  const expiration = Date.parse(String(said));
  if (Number.isNaN(expiration)) throw invalid(step, "printed an Expiration that is no ISO 8601 date");
  if (expiration > nowMs) return expiration;
  throw new TegataError(
    "ProcessExpired",
    `credential_process of profile "${step.profile}"${at(step.reason)} printed credentials that ended at ${new Date(expiration).toISOString()}`,
    { hint: "date -u   # when the clock is right, the program hands out a session that is over" },
  );
}

function invalid(step: ProcessStep, words: string): TegataError {
  return new TegataError(
    "ProcessOutputInvalid",
    `credential_process of profile "${step.profile}"${at(step.reason)} ${words}`,
    { hint: '{"Version":1,"AccessKeyId":"…","SecretAccessKey":"…","SessionToken":"…","Expiration":"…"}' },
  );
}
