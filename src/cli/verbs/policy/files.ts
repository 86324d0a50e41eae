import { readFileSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";

const standardInput = 0;

/** Refuses `-` more than once: standard input can be read only once. */
export function demandOneStandardInput(files: readonly string[]): void {
  if (files.filter((file) => file === "-").length < 2) return;
  throw new TegataError("StandardInputTwice", "only one of the policies can be standard input", {
    exitCode: exitCodes.misuse,
  });
}

/** The text of a policy's file; `-` is standard input. A byte-order mark at its beginning is not part of it. */
export function readPolicyFile(file: string): string {
  try {
    const text = readFileSync(file === "-" ? standardInput : file, "utf8");
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new TegataError("PolicyFileUnreadable", `cannot read the policy file "${file}"${code}`, {
      exitCode: exitCodes.misuse,
      cause: error,
    });
  }
}
