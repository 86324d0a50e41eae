/**
 * One step of a claim, made by clients we did not write: the AWS CLI, and the AWS SDK for JavaScript where there is no
 * CLI. Both answer the same JSON and, refused, the sentence that the CLI prints.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { aws, findProgram, type Json, needs, type Run, runProgram } from "./aws-cli.ts";
import { type SdkStep, sendWithSdk, stepScript } from "./sdk-step.ts";
import { cleanEnvironment, type Key } from "./server.ts";

export interface Step {
  readonly endpoint: string;
  readonly service: "sts" | "iam" | "s3";
  /** As the API names it; `ListBuckets` is `aws s3 ls`. */
  readonly operation: string;
  readonly input?: Readonly<Record<string, string | number>>;
  /** A key to sign with, or the environment in which the client looks for one itself. */
  readonly as: Key | Surroundings;
}

/** Environment variables, the paths of configuration files among them. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
}

export interface Outcome {
  /** Undefined when it was refused. */
  readonly answer: Json | undefined;
  /** `An error occurred (Code) when calling the Operation operation: Sentence`, or what the client said instead. */
  readonly refusal: string | undefined;
}

export interface ClaimClient {
  readonly name: string;
  readonly isPresent: boolean;
  /** Skips the test aloud, or fails it, when the client is not on this machine. */
  readonly isReady: (t: TestContext) => boolean;
  readonly take: (step: Step) => Promise<Outcome>;
  /** Creates a virtual MFA device: its serial number and its seed as text. */
  readonly createDevice: (endpoint: string, as: Key, deviceName: string) => Promise<NewDevice>;
}

export interface NewDevice {
  readonly serial: string;
  readonly base32Seed: string;
}

const awsCli: ClaimClient = {
  name: "the AWS CLI",
  isPresent: findProgram("aws") !== undefined,
  isReady: (t) => needs(t, "aws"),
  take: async (step) => {
    const { endpoint, as } = step;
    return outcomeOf(
      await aws(commandOf(step), "env" in as ? { endpoint, env: as.env } : { endpoint, key: as }),
    );
  },
  createDevice: async (endpoint, key, deviceName) => {
    const folder = mkdtempSync(join(tmpdir(), "tegata-test-device-"));
    try {
      const outfile = join(folder, "seed");
      const flags = ["--outfile", outfile, "--bootstrap-method", "Base32StringSeed"];
      const run = await aws(
        ["iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", deviceName, ...flags],
        { endpoint, key },
      );
      if (run.code !== 0) throw new Error(run.stderr);
      return {
        serial: String(run.json.VirtualMFADevice?.SerialNumber),
        base32Seed: readFileSync(outfile, "latin1"),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const awsSdk: ClaimClient = {
  name: "the AWS SDK for JavaScript",
  isPresent: true,
  isReady: () => true,
  take: async ({ as, ...step }) => {
    if (!("env" in as)) return takeWithSdk({ ...step, key: as });
    // A process of its own: the SDK then finds its credentials as it does for everybody.
    const env = cleanEnvironment({
      AWS_REGION: "us-east-1",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: step.endpoint,
      ...as.env,
    });
    return outcomeOf(await runProgram([process.execPath, stepScript], env, JSON.stringify(step)));
  },
  createDevice: async (endpoint, key, deviceName) => {
    const made = await sendWithSdk({
      endpoint,
      key,
      service: "iam",
      operation: "CreateVirtualMFADevice",
      input: { VirtualMFADeviceName: deviceName },
    });
    const device = (made as { VirtualMFADevice?: { SerialNumber?: string; Base32StringSeed?: Uint8Array } })
      .VirtualMFADevice;
    return {
      serial: String(device?.SerialNumber),
      base32Seed: Buffer.from(device?.Base32StringSeed ?? []).toString("latin1"),
    };
  },
};

export const claimClients: readonly ClaimClient[] = [awsCli, awsSdk];

/** `{operation: "ListUsers", input: {MaxItems: 3}}` → `iam list-users --max-items 3`. */
function commandOf({ service, operation, input = {} }: Step): readonly string[] {
  if (operation === "ListBuckets") return ["s3", "ls"];
  const flags = Object.entries(input).flatMap(([name, value]) => [`--${kebab(name)}`, String(value)]);
  return [service, kebab(operation), ...flags];
}

/** `CreateVirtualMFADevice` → `create-virtual-mfa-device`. */
function kebab(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

function outcomeOf({ code, stdout, stderr }: Run): Outcome {
  if (code !== 0) return { answer: undefined, refusal: stderr.trim() };
  return { answer: isJson(stdout) ? JSON.parse(stdout) : ({} as Json), refusal: undefined };
}

/** `aws s3 ls` prints lines, and some operations nothing. */
function isJson(text: string): boolean {
  return text.startsWith("{");
}

async function takeWithSdk(step: SdkStep): Promise<Outcome> {
  try {
    // As JSON, so that dates are texts for both clients.
    return { answer: JSON.parse(JSON.stringify(await sendWithSdk(step))), refusal: undefined };
  } catch (error) {
    return { answer: undefined, refusal: error instanceof Error ? error.message : String(error) };
  }
}

/** What it answered; fails when it was refused. */
export function answered({ answer, refusal }: Outcome): Json {
  assert.equal(refusal, undefined);
  assert.ok(answer);
  return answer;
}

/** The credentials in an answer of GetSessionToken, AssumeRole or GetFederationToken. */
export function sessionOf(outcome: Outcome): Key {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answered(outcome).Credentials ?? {};
  return {
    accessKeyId: String(AccessKeyId),
    secretAccessKey: String(SecretAccessKey),
    sessionToken: String(SessionToken),
  };
}
