import { closeSync, openSync, readSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";

const standardInput = 0;
/** Longer ones are cut here: the engine reads none of more than 131,072 characters, and says so. */
const maxFileBytes = 1_048_576;
const chunkBytes = 65_536;

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
    const text = readBeginning(file);
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new TegataError("PolicyFileUnreadable", `cannot read the policy file "${file}"${code}`, {
      exitCode: exitCodes.misuse,
      cause: error,
    });
  }
}

function readBeginning(file: string): string {
  const descriptor = file === "-" ? standardInput : openSync(file, "r");
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    while (size < maxFileBytes) {
      const chunk = Buffer.alloc(chunkBytes);
      const read = readSync(descriptor, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    if (descriptor !== standardInput) closeSync(descriptor);
  }
}
