/** How a command is started: where its program may be, whether we can become it, and what its end means for ours. */
import { posix, win32 } from "node:path";
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Environment, Machine } from "../machine.ts";
import { windowsCommandLine } from "./windows-command-line.ts";

/** As shells answer: POSIX, "Exit Status for Commands". */
export const execExitCodes = { notExecutable: 126, notFound: 127, signalBase: 128 } as const;

/** Where a program is looked for when PATH is not set. */
const defaultPath = "/usr/bin:/bin";
const defaultExtensions = ".COM;.EXE;.BAT;.CMD";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Without a command, the user's shell: `SHELL` or /bin/sh; on Windows `COMSPEC` or cmd.exe. */
export function defaultCommand({ platform, env }: Pick<Machine, "platform" | "env">): Command {
  return platform === "win32" ? [variable(env, "COMSPEC") || "cmd.exe"] : [env.SHELL || "/bin/sh"];
}

/**
 * The files that `program` may mean, in the order in which they are tried. A name with a separator is that file alone.
 * @param env the child's, whose PATH decides
 */
export function programCandidates(
  { platform }: Pick<Machine, "platform">,
  env: Environment,
  program: string,
): readonly string[] {
  if (program === "") return [];
  if (platform === "win32") return windowsCandidates(env, program);
  if (program.includes("/")) return [program];
  // POSIX: an empty part of PATH is the current folder.
  return (env.PATH ?? defaultPath).split(":").map((folder) => posix.join(folder || ".", program));
}

function windowsCandidates(env: Environment, program: string): readonly string[] {
  const extensions = (variable(env, "PATHEXT") || defaultExtensions).split(";").filter((part) => part !== "");
  const hasExtension = extensions.some((extension) =>
    program.toLowerCase().endsWith(extension.toLowerCase()),
  );
  const names = hasExtension ? [program] : extensions.map((extension) => program + extension.toLowerCase());
  if (/[\\/:]/.test(program)) return names;
  // SECURITY: cmd.exe looks into the current folder first, where a downloaded `aws.exe` could lie; we do not.
  const folders = (variable(env, "PATH") ?? "").split(";").filter((folder) => win32.isAbsolute(folder));
  return folders.flatMap((folder) => names.map((name) => win32.join(folder, name)));
}

/** Names ignore case on Windows. */
function variable(env: Environment, name: string): string | undefined {
  const spelt = Object.keys(env).find((other) => other.toUpperCase() === name);
  return spelt === undefined ? undefined : env[spelt];
}

/** What was found at the candidates. */
export type FoundProgram =
  /** `isImage`: the system itself can load it, so that becoming it cannot fail half-way. */
  | { readonly kind: "program"; readonly file: string; readonly isImage: boolean }
  | { readonly kind: "not-executable"; readonly file: string }
  | { readonly kind: "folder"; readonly file: string }
  | { readonly kind: "missing" };

export type ExecPlan = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} & (
  | /** The process becomes the child: nothing of ours is left in memory, signals and terminal are the child's own. */
  { readonly kind: "replace" }
  | { readonly kind: "spawn"; readonly verbatim: boolean }
);

export interface ExecPlanOptions {
  readonly machine: Pick<Machine, "platform">;
  readonly env: Environment;
  readonly command: Command;
  readonly found: FoundProgram;
  /** Whether this Node has `process.execve`. */
  readonly canReplace: boolean;
  /** Whether something of ours must live as long as the child: a server. */
  readonly mustStay: boolean;
}

/** Throws TegataError with the exit code of a shell: `CommandNotFound` 127, `CommandNotExecutable` 126. */
export function execPlan(options: ExecPlanOptions): ExecPlan {
  const { found, command } = options;
  const [program, ...args] = command;
  if (found.kind === "missing")
    throw new TegataError("CommandNotFound", `there is no command "${program}"`, {
      exitCode: execExitCodes.notFound,
    });
  if (found.kind === "not-executable")
    throw new TegataError("CommandNotExecutable", `"${found.file}" cannot be executed`, {
      hint: `chmod +x '${found.file.replaceAll("'", "'\\''")}'`,
      exitCode: execExitCodes.notExecutable,
    });
  if (found.kind === "folder")
    throw new TegataError("CommandNotExecutable", `"${found.file}" is a folder`, {
      exitCode: execExitCodes.notExecutable,
    });
  const env = definedOnly(options.env);
  if (options.machine.platform === "win32") return windowsPlan(found.file, args, env);
  if (options.canReplace && !options.mustStay && found.isImage)
    return { kind: "replace", file: found.file, args: command, env };
  return { kind: "spawn", file: found.file, args, env, verbatim: false };
}

function windowsPlan(file: string, args: readonly string[], env: Record<string, string>): ExecPlan {
  if (!/\.(?:bat|cmd)$/i.test(file)) return { kind: "spawn", file, args, env, verbatim: false };
  const shell = variable(env, "COMSPEC") || "cmd.exe";
  const line = windowsCommandLine(file, args);
  return { kind: "spawn", file: shell, args: ["/d", "/s", "/v:off", "/c", `"${line}"`], env, verbatim: true };
}

function definedOnly(env: Environment): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
  return defined;
}

/** `forward`: sent on to the child; `leave`: survived by us, since the child gets it from the terminal itself. */
export type SignalRule = "forward" | "leave";

/**
 * What a waiting parent does with each signal. Ctrl-C, Ctrl-\ and a resize go from a terminal to every process in the
 * foreground: sent on, the child would get them twice, and Terraform for one takes a second interrupt for "stop at once".
 */
export function signalRules(
  { platform }: Pick<Machine, "platform">,
  hasTerminal: boolean,
): Readonly<Partial<Record<NodeJS.Signals, SignalRule>>> {
  if (platform === "win32") return { SIGINT: "leave", SIGBREAK: "leave" };
  const byTerminal: SignalRule = hasTerminal ? "leave" : "forward";
  return {
    SIGINT: byTerminal,
    SIGQUIT: byTerminal,
    SIGWINCH: byTerminal,
    SIGTERM: "forward",
    SIGHUP: "forward",
    SIGUSR1: "forward",
    SIGUSR2: "forward",
  };
}

/** How a child ended. */
export type ChildEnd = { readonly code: number } | { readonly signal: NodeJS.Signals };

/** What a shell shows for a signal that we cannot end by ourselves. */
export function exitCodeOfSignal(signalNumber: number): number {
  return execExitCodes.signalBase + signalNumber;
}

/** What went wrong between the plan and the first instruction of the child. */
export function startFailure(program: string, code: string | undefined, cause: unknown): TegataError {
  if (code === "ENOENT")
    return new TegataError("CommandNotFound", `"${program}" names an interpreter that is not there`, {
      cause,
      exitCode: execExitCodes.notExecutable,
    });
  const reason = code === "E2BIG" ? "its arguments and environment are too long" : (code ?? "unknown error");
  return new TegataError("CommandNotExecutable", `"${program}" cannot be started: ${reason}`, {
    cause,
    exitCode: code === undefined ? exitCodes.failed : execExitCodes.notExecutable,
  });
}
