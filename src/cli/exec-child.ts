/** Starts the command of `exec`: becomes it where nothing of ours must stay, else waits for it and ends as it does. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readSync, type Stats, statSync } from "node:fs";
import module from "node:module";
import { constants as systemConstants } from "node:os";
import { resolve } from "node:path";
import { isatty } from "node:tty";
import {
  type ChildEnd,
  type Command,
  type ExecPlan,
  execPlan,
  exitCodeOfSignal,
  type FoundProgram,
  programCandidates,
  signalRules,
  startFailure,
} from "../vault/deliver/index.ts";
import type { Environment, Machine } from "../vault/index.ts";

/** Enough for the first line of a script. */
const headBytes = 256;
/** The first bytes of what Linux and macOS load themselves: ELF, and Mach-O in its widths, orders and as a bundle of both. */
const imageMarks: ReadonlySet<string> = new Set([
  "7f454c46",
  "feedface",
  "feedfacf",
  "cefaedfe",
  "cffaedfe",
  "cafebabe",
  "bebafeca",
]);
/** Ignored by Node, and what is ignored stays so in a process that it becomes; what is caught does not. */
const ignoredByNode = ["SIGPIPE", "SIGXFSZ"] as const;
/** How long a signal that we send ourselves may take before we exit instead. */
const selfSignalMs = 200;

export interface RunChildOptions {
  readonly machine: Pick<Machine, "platform">;
  readonly command: Command;
  /** All of the child's environment. */
  readonly env: Environment;
  /** Whether something of ours, a server, must live as long as the child. */
  readonly mustStay: boolean;
}

/**
 * Runs the command on our own terminal and files. Does not return where the process became the child: call it last, with
 * nothing left to be cleaned up unless `mustStay`. Otherwise resolves with the child's end, for `endLike`.
 * Rejects with TegataError: `CommandNotFound` (127), `CommandNotExecutable` (126).
 */
export async function runChild(options: RunChildOptions): Promise<ChildEnd> {
  const plan = planOf(options);
  if (plan.kind === "replace") become(plan);
  return waitFor(plan, options.machine, options.command[0]);
}

/** Before a person is asked for anything: a command that is not there is told now. Throws as `runChild` rejects. */
export function requireCommand(options: Omit<RunChildOptions, "mustStay">): void {
  planOf({ ...options, mustStay: true });
}

function planOf({ machine, env, command, mustStay }: RunChildOptions): ExecPlan {
  const found = findProgram(command[0], programCandidates(machine, env, command[0]), machine);
  const canReplace = typeof process.execve === "function";
  return execPlan({ machine, env, command, found, canReplace, mustStay });
}

/** Ends this process as the child ended, so that a shell sees the same code or signal. Close everything before. */
export function endLike(end: ChildEnd): void {
  if ("code" in end) {
    process.exitCode = end.code;
    return;
  }
  process.exitCode = exitCodeOfSignal(systemConstants.signals[end.signal]);
  process.removeAllListeners(end.signal);
  process.kill(process.pid, end.signal);
  // Node ignores some signals; then the code has to tell.
  setTimeout(() => process.exit(), selfSignalMs);
}

/** The first candidate that can be executed; a file that cannot be is remembered for the message. */
function findProgram(
  program: string,
  candidates: readonly string[],
  { platform }: Pick<Machine, "platform">,
): FoundProgram {
  let refused: FoundProgram | undefined;
  for (const file of candidates) {
    if (isFile(file)) {
      if (platform === "win32" || isExecutable(file))
        return { kind: "program", file, isImage: platform !== "win32" && isLoadable(file) };
      refused ??= { kind: "not-executable", file };
    } else if (file === program && statOf(file)?.isDirectory()) {
      // As a shell: a folder that stands in PATH under that name is passed over.
      refused ??= { kind: "folder", file };
    }
  }
  return refused ?? { kind: "missing" };
}

function isFile(file: string): boolean {
  return statOf(file)?.isFile() ?? false;
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // Behind a folder that is closed to us, or a name longer than any: not there, as for a shell.
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether becoming this file will succeed: Node ends with a crash report when it does not. A script counts when its
 * interpreter does; one without `#!` does not, nor does a file that may be executed but not read.
 */
function isLoadable(file: string, depth = 0): boolean {
  const head = headOf(file);
  if (head === undefined || depth > 1) return false;
  if (imageMarks.has(head.toString("hex", 0, 4))) return true;
  const interpreter = /^#![ \t]*(\/[^ \t\r\n]+)[^\n]*\n/.exec(head.toString("latin1"))?.[1];
  return (
    interpreter !== undefined &&
    isFile(interpreter) &&
    isExecutable(interpreter) &&
    isLoadable(interpreter, depth + 1)
  );
}

function headOf(file: string): Buffer | undefined {
  try {
    const descriptor = openSync(file, "r");
    try {
      const head = Buffer.alloc(headBytes);
      return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function become(plan: ExecPlan): void {
  for (const signal of ignoredByNode) process.on(signal, () => {});
  for (const stream of [process.stdin, process.stdout, process.stderr]) makeBlocking(stream);
  // No exit handler runs any more: what Node compiled is kept now or never.
  module.flushCompileCache?.();
  silently(() => process.execve?.(resolve(plan.file), plan.args, plan.env));
}

/**
 * Node makes the pipes and terminals that it writes to return at once, and they stay so for who comes after: `cat` would end
 * with "Resource temporarily unavailable".
 */
function makeBlocking(stream: object): void {
  const { _handle: handle } = stream as { readonly _handle?: { setBlocking?(isBlocking: boolean): number } };
  handle?.setBlocking?.(true);
}

/** Node calls execve experimental, to somebody who started another program. */
function silently(act: () => void): void {
  const emit = process.emitWarning;
  process.emitWarning = () => {};
  try {
    act();
  } finally {
    process.emitWarning = emit;
  }
}

function waitFor(
  plan: ExecPlan,
  { platform }: Pick<Machine, "platform">,
  program: string,
): Promise<ChildEnd> {
  return new Promise((settle, reject) => {
    const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
    let child: ChildProcess | undefined;
    const listeners = Object.entries(signalRules({ platform }, hasTerminal)).map(([name, rule]) => {
      const signal = name as NodeJS.Signals;
      const listener = () => {
        if (rule === "forward") child?.kill(signal);
      };
      return { signal, listener };
    });
    // Before the child starts: its first output may make somebody signal us.
    for (const { signal, listener } of listeners) process.on(signal, listener);
    const unlisten = () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    };
    const fail = (error: NodeJS.ErrnoException) => {
      unlisten();
      reject(startFailure(program, error.code, error));
    };
    try {
      child = spawn(plan.file, plan.args, {
        env: plan.env,
        stdio: "inherit",
        ...(platform === "win32"
          ? { windowsVerbatimArguments: plan.kind === "spawn" && plan.verbatim }
          : { argv0: program }),
      });
    } catch (error) {
      fail(error as NodeJS.ErrnoException);
      return;
    }
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      unlisten();
      settle(signal === null ? { code: code ?? 1 } : { signal });
    });
  });
}
