/** Programs and files around the command: the client's version, containers, what Windows keeps. Nothing here fails. */
import { execFile } from "node:child_process";
import { access, constants, readFile } from "node:fs/promises";
import { join, win32 } from "node:path";
import type { Machine } from "../../vault/index.ts";
import { programCandidates, runProgram } from "../../vault/programs/index.ts";
import type { ClientFacts, ContainerFacts } from "../facts.ts";

const programTimeoutMs = 3_000;
const maxVersionBytes = 64 * 1024;
const maxComposeBytes = 1024 * 1024;

/** AWS CLI: `aws-cli/1.45.11 Python/3.11.2 …`. */
const awsVersion = /^aws-cli\/(\d+(?:\.\d+)*)/;

export async function readClient(
  machine: Machine,
  command: readonly string[] | undefined,
): Promise<ClientFacts | undefined> {
  const named = command?.[0]?.split(/[\\/]/).at(-1);
  if (named !== undefined && named !== "aws") return { program: named, version: undefined };
  const program = await findProgram(command?.[0] ?? "aws", machine);
  const printed = program && (await versionOf(program, machine));
  return printed === undefined ? undefined : { program: "aws", version: awsVersion.exec(printed)?.[1] };
}

/** SECURITY: of a name alone, Windows would take a file of the current folder, and so would a PATH with a dot. */
async function findProgram(name: string, machine: Machine): Promise<string | undefined> {
  if (/[\\/]/.test(name)) return name;
  for (const file of programCandidates(name, machine)) if (await isThere(file, constants.X_OK)) return file;
  return undefined;
}

/** Versions for Python 2 print it on standard error. undefined where it does not say. */
function versionOf(program: string, { env }: Machine): Promise<string | undefined> {
  const limits = { timeout: programTimeoutMs, killSignal: "SIGKILL", maxBuffer: maxVersionBytes } as const;
  return new Promise((resolve) => {
    try {
      execFile(
        program,
        ["--version"],
        { env: { ...env }, windowsHide: true, ...limits },
        (error, stdout, stderr) => resolve(error === null ? stdout || stderr : undefined),
      );
    } catch {
      resolve(undefined);
    }
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
  return isThere("/.dockerenv", constants.F_OK);
}

async function isThere(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** Windows: what `setx` wrote for this user, by name. */
export async function readPersisted(machine: Machine, names: readonly string[]): Promise<readonly string[]> {
  if (machine.platform !== "win32") return [];
  // SECURITY: a file of that name in the current folder would be taken before the system's.
  const reg = win32.join(machine.env.SystemRoot ?? "C:\\Windows", "System32", "reg.exe");
  const end = await runProgram([reg, "query", "HKCU\\Environment"], {
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
