import { type ChildProcess, spawn } from "node:child_process";
import type { Environment } from "../machine.ts";

export interface ProgramOptions {
  readonly env: Environment;
  /** A descriptor, or nothing to read. */
  readonly stdin?: number;
  /** What it reads instead: secrets go this way, since others can list arguments. */
  readonly input?: string;
  /** A descriptor; otherwise ours. */
  readonly stderr?: number;
  /** The arguments are written for Windows already, as `shellCommand`'s are. */
  readonly isVerbatim?: boolean;
  readonly timeoutMs: number;
}

export type ProgramEnd =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "timed-out" }
  | { readonly kind: "too-much-output" }
  /** `ENOENT`, `EACCES` … */
  | { readonly kind: "not-started"; readonly reason: string };

/** Codes, tokens and credentials are small. */
const maxOutputBytes = 1024 * 1024;

/** Runs a program without a shell and takes what it prints. Never rejects: how it ended is the answer. */
export function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(program, args, {
        env: { ...options.env },
        stdio: [
          options.input === undefined ? (options.stdin ?? "ignore") : "pipe",
          "pipe",
          options.stderr ?? "inherit",
        ],
        windowsHide: true,
        windowsVerbatimArguments: options.isVerbatim ?? false,
      });
    } catch (error) {
      resolve({ kind: "not-started", reason: codeOf(error) });
      return;
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    const end = (how: ProgramEnd) => {
      clearTimeout(timer);
      resolve(how);
    };
    const stop = (how: ProgramEnd) => {
      child.kill("SIGKILL");
      // What it started may hold the pipe open for longer than it lives.
      child.stdout?.destroy();
      end(how);
    };
    const timer = setTimeout(() => stop({ kind: "timed-out" }), options.timeoutMs);
    child.stdout?.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > maxOutputBytes) stop({ kind: "too-much-output" });
      else chunks.push(chunk);
    });
    // A program may end without having read all of it; how it ended says enough.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input);
    child.once("error", (error) => end({ kind: "not-started", reason: codeOf(error) }));
    child.once("close", (code, signal) => {
      if (code === null) end({ kind: "killed", signal: signal ?? "unknown" });
      else end({ kind: "ended", code, stdout: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/** How it ended, when that was no success: `"op" ended with code 3`. The arguments may hold secrets and stay unsaid. */
export function describeEnd(program: string, end: ProgramEnd, timeoutMs: number): string {
  switch (end.kind) {
    case "ended":
      return `"${program}" ended with code ${end.code}`;
    case "killed":
      return `"${program}" was ended by ${end.signal}`;
    case "timed-out":
      return `"${program}" did not end within ${timeoutMs / 1000} s and was stopped`;
    case "too-much-output":
      return `"${program}" printed more than ${maxOutputBytes / 1024} KiB and was stopped`;
    case "not-started":
      return end.reason === "ENOENT"
        ? `"${program}" was not found`
        : `"${program}" could not be started (${end.reason})`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

/**
 * How a line of configuration that AWS Vault gives to a shell is run: `mfa_process`, `web_identity_token_process`. Windows:
 * with `/s` cmd.exe takes off the outer quotes and leaves the line's own alone, so nothing may quote it once more
 * (`isVerbatim`).
 */
export function shellCommand(line: string, platform: string): readonly string[] {
  return platform === "win32" ? ["cmd.exe", "/d", "/s", "/c", `"${line}"`] : ["/bin/sh", "-c", line];
}
