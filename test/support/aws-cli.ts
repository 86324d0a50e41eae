/** The real AWS CLI, unmodified: how it is found, pointed at a server, and run. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { cleanEnvironment, type Key } from "./server.ts";

/** The path of a program, or undefined. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Whether the test can run: with CI=true a program that is absent is an error, elsewhere a skip that says so.
 * Use: `if (!needs(t, "aws")) return;`
 */
export function needs(t: Pick<TestContext, "skip">, ...programs: readonly string[]): boolean {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return true;
  const sentence = `not on this machine: ${missing.join(", ")}`;
  if (process.env.CI === "true") throw new Error(`${sentence}; with CI=true nothing may be skipped`);
  t.skip(`SKIPPED: ${sentence}`);
  return false;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON. */
  readonly json: Json;
}

/** An answer whose members the assertions look at: `json.Users?.[0]?.UserName`. */
export interface Json {
  readonly [name: string]: Json;
}

/** A JSON list; throws when it is none. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value;
}

export interface AwsOptions {
  readonly endpoint: string;
  readonly key?: Key | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Stands before `aws …`: `["faketime", "-f", "-290s"]`. */
  readonly prefix?: readonly string[];
}

/** Runs `aws …` with that key in its environment and no configuration of its own. Never rejects for an exit code. */
export function aws(args: readonly string[], options: AwsOptions): Promise<Run> {
  const { endpoint, key } = options;
  const environment = cleanEnvironment({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
    ...(key && {
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      ...(key.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: key.sessionToken }),
    }),
    ...options.env,
  });
  return runProgram([...(options.prefix ?? []), "aws", ...args], environment, options.input);
}

export function runProgram(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  input = "",
  cwd?: string,
): Promise<Run> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env, cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 255;
        resolve({
          code,
          stdout,
          stderr,
          get json() {
            return JSON.parse(stdout);
          },
        });
      },
    );
    // A program may end before it has read anything.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/** The credentials in an answer of GetSessionToken, AssumeRole or GetFederationToken. */
export function credentialsOf(run: Run): Key & { readonly expiration: string } {
  if (run.code !== 0) throw new Error(run.stderr);
  const credentials = run.json.Credentials;
  return {
    accessKeyId: String(credentials?.AccessKeyId),
    secretAccessKey: String(credentials?.SecretAccessKey),
    sessionToken: String(credentials?.SessionToken),
    expiration: String(credentials?.Expiration),
  };
}
