import { closeSync, openSync } from "node:fs";
import type { Platform } from "../machine.ts";

/** The terminal of the person, whatever standard input and output are. */
export interface Terminal {
  /** Descriptors; the same one on POSIX. */
  readonly input: number;
  readonly output: number;
  close(): void;
}

/** undefined where there is none: a service, a job, a container without `-t`. */
export function openTerminal(platform: Platform): Terminal | undefined {
  const [inputName, outputName] =
    platform === "win32" ? ["\\\\.\\CONIN$", "\\\\.\\CONOUT$"] : ["/dev/tty", undefined];
  let input: number | undefined;
  try {
    input = openSync(inputName, "r+");
    const output = outputName === undefined ? input : openSync(outputName, "r+");
    const opened = new Set([input, output]);
    const close = () => {
      for (const descriptor of opened) closeSync(descriptor);
    };
    return { input, output, close };
  } catch {
    if (input !== undefined) closeSync(input);
    return undefined;
  }
}

export function hasTerminal(platform: Platform): boolean {
  const terminal = openTerminal(platform);
  terminal?.close();
  return terminal !== undefined;
}
