/** Programs and files around the command: the client's version, containers, what Windows keeps. Nothing here fails. */
import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "../../vault/index.ts";
import { runProgram } from "../../vault/programs/index.ts";
import type { ClientFacts, ContainerFacts } from "../facts.ts";

const programTimeoutMs = 5_000;
const maxComposeBytes = 1024 * 1024;

/** AWS CLI: `aws-cli/1.45.11 Python/3.11.2 …`. */
const awsVersion = /^aws-cli\/(\d+(?:\.\d+)*)/;

export async function readClient(
  machine: Machine,
  command: readonly string[] | undefined,
): Promise<ClientFacts | undefined> {
  const named = command?.[0]?.split(/[\\/]/).at(-1);
  if (named !== undefined && named !== "aws") return { program: named, version: undefined };
  const printed = await versionOf(command?.[0] ?? "aws", machine);
  return printed === undefined ? undefined : { program: "aws", version: awsVersion.exec(printed)?.[1] };
}

/** Versions for Python 2 print it on standard error. undefined where there is no such program. */
function versionOf(program: string, { env }: Machine): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env: { ...env }, timeout: programTimeoutMs, windowsHide: true };
    execFile(program, ["--version"], options, (error, stdout, stderr) => {
      resolve(error === null ? stdout || stderr : undefined);
    });
  });
}

/** AWS: only what a service's `environment` or `env_file` lists comes into a container. Docker: Compose file reference. */
export async function readContainer(folder: string): Promise<ContainerFacts> {
  for (const name of ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]) {
    const composeFile = join(folder, name);
    const text = await readFile(composeFile, "utf8").catch(() => undefined);
    if (text === undefined || text.length > maxComposeBytes) continue;
    return {
      isInside: await isInContainer(),
      composeFile,
      passedVariables: variablesIn(text),
      hasEnvFile: /^\s*env_file\s*:/m.test(text),
      usesHostNetwork: /^\s*network_mode\s*:\s*["']?host["']?\s*(?:#.*)?$/m.test(text),
    };
  }
  return { isInside: await isInContainer(), composeFile: undefined, passedVariables: [] };
}

/** The names of AWS's variables that stand as `- NAME`, `- NAME=…` or `NAME: …`; comments do not count. */
export function variablesIn(text: string): readonly string[] {
  const names = text
    .split(/\r?\n/)
    .map((line) => /^\s*(?:-\s*["']?)?(AWS_[A-Z0-9_]+)["']?\s*(?:[=:]|$)/.exec(line)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}

async function isInContainer(): Promise<boolean> {
  return access("/.dockerenv").then(
    () => true,
    () => false,
  );
}

/** Windows: what `setx` wrote for this user, by name. */
export async function readPersisted(machine: Machine, names: readonly string[]): Promise<readonly string[]> {
  if (machine.platform !== "win32") return [];
  const end = await runProgram(["reg", "query", "HKCU\\Environment"], {
    env: machine.env,
    timeoutMs: programTimeoutMs,
  }).catch(() => undefined);
  return end?.kind === "ended" && end.code === 0 ? persistedIn(end.stdout, names) : [];
}

/** The answer of `reg query`: `    NAME    REG_SZ    value`. */
export function persistedIn(text: string, names: readonly string[]): readonly string[] {
  const kept = new Set(text.split(/\r?\n/).map((line) => line.trim().split(/\s+/)[0]?.toUpperCase()));
  return names.filter((name) => kept.has(name));
}
