/** A real server in a process of its own, for tests whose clients we did not write. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCredentialsFile } from "../../src/server/index.ts";

export const repository = new URL("../../", import.meta.url).pathname;
/** The program of a laid-out package where `npm test` made one; in a clone the sources. */
export const tegataProgram = process.env.TEGATA_TEST_PROGRAM ?? join(repository, "bin/tegata.mjs");
const startTimeoutMs = 20_000;

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface ServerOptions {
  /** Default `:memory:`. */
  readonly data?: string;
  /** Default true. */
  readonly testMode?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Stands before `node …`: `["faketime", "-f", "+5m"]`. */
  readonly prefix?: readonly string[];
}

export interface RunningServer {
  readonly endpoint: string;
  readonly accountId: string;
  readonly admin: Key;
  /** Only when TEGATA_ROOT_* were given. */
  readonly root: Key | undefined;
  readonly process: ChildProcess;
  /** What it wrote to standard error so far. */
  readonly stderr: () => string;
  /** Moves the authority's clock (test mode). */
  readonly advance: (seconds: number) => Promise<void>;
  /** `POST /_tegata/…` (test mode). */
  readonly testCall: (path: string, body: unknown) => Promise<Record<string, unknown>>;
  /** SIGTERM, and waits for the end. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, and waits for the end. */
  readonly kill: () => Promise<void>;
}

/** Starts `tegata serve` on a free port and waits until it is ready. Rejects with its standard error when it ends before. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-test-"));
  const readyFile = join(folder, "ready.json");
  const credentialsFile = join(folder, "credentials");
  const data = options.data ?? ":memory:";
  const testMode = options.testMode ?? true;
  const command = [
    ...(options.prefix ?? []),
    process.execPath,
    tegataProgram,
    "serve",
    ...["--port", "0", "--data", data, "--ready-file", readyFile],
    ...(data === ":memory:" ? ["--credentials-file", credentialsFile] : []),
    ...(testMode ? ["--test-mode"] : []),
    ...(options.args ?? []),
  ];
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    env: cleanEnvironment(options.env ?? {}),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const exited = once(child, "exit").finally(() => rmSync(folder, { recursive: true, force: true }));
  const ready = await waitForFile(readyFile, child, () => stderr);
  const file = data === ":memory:" ? credentialsFile : ready.credentialsFile;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const testCall = async (path: string, body: unknown) => {
    const answer = await fetch(`${ready.endpoint}${path}`, {
      method: "POST",
      headers: { "x-tegata-test": "1", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    endpoint: ready.endpoint,
    accountId: ready.account,
    admin: keyOf(file, "tegata-admin"),
    root: options.env?.TEGATA_ROOT_ACCESS_KEY_ID === undefined ? undefined : keyOf(file, "tegata-root"),
    process: child,
    stderr: () => stderr,
    advance: async (seconds) => {
      await testCall("/_tegata/clock", { advanceSeconds: seconds });
    },
    testCall,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** The environment without anything that would steer an AWS client, the server or what is written for a shell. */
export function cleanEnvironment(extra: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:AWS_|TEGATA_(?!VECTORS)|NODE_TEST_CONTEXT|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SHELL$)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

interface Ready {
  readonly endpoint: string;
  readonly account: string;
  readonly credentialsFile: string;
}

async function waitForFile(file: string, child: ChildProcess, stderr: () => string): Promise<Ready> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the server ended before it was ready (${child.exitCode}): ${stderr()}`);
      if (Date.now() > deadline) throw new Error(`the server was not ready in time: ${stderr()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function keyOf(file: string, profile: string): Key {
  const key = readCredentialsFile(file, profile);
  if (key === undefined) throw new Error(`no key of ${profile} in the credentials file`);
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() };
}
