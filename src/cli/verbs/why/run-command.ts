/** Runs the command that fails: what it prints passes through, and the end of it is kept for the doctor. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import { printable, TegataError } from "../../../base/index.ts";
import { maxTextCharacters } from "../../../doctor/index.ts";
import { execExitCodes, startFailure } from "../../../vault/deliver/index.ts";

export interface Observed {
  readonly exitCode: number;
  /** The end of what it printed where errors are printed. */
  readonly text: string;
}

/**
 * After its end a command's last words come at once. An output that is open still is held by what it left running, and
 * goes on to come by.
 */
const lookMs = 100;
const looks = 5;

/**
 * Standard error always comes by; standard output only where no terminal shows it, since programs print otherwise to one.
 * @throws TegataError `CommandNotFound` (127), `CommandNotExecutable` (126).
 */
export function runObserved(command: readonly string[]): Promise<Observed> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const showsOutput = process.stdout.isTTY === true;
    let child: ChildProcess;
    try {
      child = spawn(program, args, { stdio: ["inherit", showsOutput ? "inherit" : "pipe", "pipe"] });
    } catch (error) {
      // Node throws what the system says of some paths, and refuses an empty one by itself.
      reject(program === "" ? notFound(program) : startFailure(program, codeOf(error), error));
      return;
    }
    const printed = { stdout: new Tail(), stderr: new Tail() };
    const pass = (from: Readable | null, to: Writable, tail: Tail): void => {
      from?.on("data", (chunk: Buffer) => {
        tail.add(chunk);
        if (!to.write(chunk)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
      });
      // Whoever read it has gone: the command is told as it would have been.
      to.once("error", () => from?.destroy());
    };
    pass(child.stdout, process.stdout, printed.stdout);
    pass(child.stderr, process.stderr, printed.stderr);
    // The terminal sends these to the command too, which decides what they mean.
    const ignore = (): void => {};
    const hand = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of shared) process.on(signal, ignore);
    for (const signal of handed) process.on(signal, hand);
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(isAbsent(program, error) ? notFound(program) : startFailure(program, error.code, error));
    });
    const closed = new Promise<void>((done) => child.once("close", () => done()));
    child.once("exit", async (code, signal) => {
      // What is looked at from here on can be interrupted.
      for (const each of shared) process.off(each, ignore);
      for (const each of handed) process.off(each, hand);
      for (let look = 0; look < looks; look = isHeldUp(child) ? 0 : look + 1)
        if ((await Promise.race([closed, sleep(lookMs, "open", { ref: false })])) !== "open") break;
      const exitCode =
        signal === null ? (code ?? 1) : execExitCodes.signalBase + (constants.signals[signal] ?? 0);
      // The last error counts, and errors are printed to the second.
      resolve({ exitCode, text: `${printed.stdout.text}\n${printed.stderr.text}` });
    });
  });
}

/** The terminal sends them to the command too. */
const shared = ["SIGINT", "SIGQUIT"] as const;
const handed = ["SIGTERM", "SIGHUP"] as const;

/** Whether our own reader is slow, so that words of the command's are still to come. */
function isHeldUp({ stdout, stderr }: ChildProcess): boolean {
  return stdout?.isPaused() === true || stderr?.isPaused() === true;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** A script whose interpreter is absent fails with the same code. */
function isAbsent(program: string, { code }: NodeJS.ErrnoException): boolean {
  return code === "ENOENT" && !(/[\\/]/.test(program) && existsSync(program));
}

function notFound(program: string): TegataError {
  return new TegataError("CommandNotFound", `there is no command "${printable(program)}"`, {
    exitCode: execExitCodes.notFound,
  });
}

/** The end of what was printed: a character may come in two chunks. */
class Tail {
  readonly #decoder = new StringDecoder("utf8");
  text = "";

  add(chunk: Buffer): void {
    this.text = (this.text + this.#decoder.write(chunk)).slice(-maxTextCharacters);
  }
}
