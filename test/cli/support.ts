/** `tegata …` as people type it, in a process of its own. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Run, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, tegataProgram } from "../support/server.ts";

export const entry = tegataProgram;

export interface TegataOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs it through `bin/`, as an installed package would, until it ends. */
export function tegata(args: readonly string[], options: TegataOptions = {}): Promise<Run> {
  return runProgram(
    [process.execPath, entry, ...args],
    cleanEnvironment(options.env ?? {}),
    options.input,
    options.cwd,
  );
}

/** Ended with this code and one sentence, at most followed by a line to paste; answers the sentence. */
export function assertRefused(run: Run, code: 1 | 2, sentence: RegExp): string {
  assert.equal(run.code, code, run.stderr);
  assert.equal(run.stdout, "");
  const [first = "", hint = "", ...more] = run.stderr.trimEnd().split("\n");
  assert.match(first, /^tegata: /);
  assert.match(first, sentence);
  assert.match(hint, /^(?:$| {2}\S|\()/);
  assert.deepEqual(more, [], "more than a sentence and a hint");
  assert.doesNotMatch(run.stderr, /Error:|\n\s+at /);
  return first;
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "tegata-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file and folder under the folder, with mode and SHA-256: equal when nothing was touched. */
export function fingerprint(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((found) => {
      const path = join(found.parentPath, found.name);
      const digest = found.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
      return `${path} ${statSync(path).mode.toString(8)} ${digest}`;
    })
    .sort();
}
