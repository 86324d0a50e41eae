/** Runs the command that fails: what it prints passes through, and the end of it is kept for the doctor. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { maxTextCharacters } from "../../../doctor/index.ts";
import { execExitCodes, startFailure } from "../../../vault/deliver/index.ts";

export interface Observed {
  readonly exitCode: number;
  /** The end of what it printed where errors are printed. */
  readonly text: string;
}

/**
 * Standard error always comes by; standard output only where no terminal shows it, since programs print otherwise to one.
 * @throws TegataError `CommandNotFound` (127), `CommandNotExecutable` (126).
 */
export function runObserved(command: readonly string[]): Promise<Observed> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const showsOutput = process.stdout.isTTY === true;
    const child = spawn(program, args, { stdio: ["inherit", showsOutput ? "inherit" : "pipe", "pipe"] });
    let text = "";
    const pass = (from: Readable | null, to: Writable): void => {
      from?.on("data", (chunk: Buffer) => {
        text = (text + chunk.toString("utf8")).slice(-maxTextCharacters);
        if (!to.write(chunk)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
      });
    };
    pass(child.stdout, process.stdout);
    pass(child.stderr, process.stderr);
    // The terminal sends these to the command too, which decides what they mean.
    for (const signal of ["SIGINT", "SIGQUIT"] as const) process.on(signal, () => {});
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(startFailure(program, error.code, error));
    });
    child.once("close", (code, signal) => {
      const exitCode =
        signal === null ? (code ?? 1) : execExitCodes.signalBase + (constants.signals[signal] ?? 0);
      resolve({ exitCode, text });
    });
  });
}
