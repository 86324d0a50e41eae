/** `exec` without the rest: runs the command of its arguments as the verb does. `STAY=1` as if a server were running. */

import { TegataError } from "../../../src/base/index.ts";
import { endLike, runChild } from "../../../src/cli/exec-child.ts";
import type { Platform } from "../../../src/vault/index.ts";

const [program = "", ...args] = process.argv.slice(2);
const { STAY, TOUCH, ...env } = process.env;
// Whoever prints first makes Node set up its streams.
if (TOUCH !== undefined)
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on("error", () => {});
try {
  endLike(
    await runChild({
      machine: { platform: process.platform as Platform },
      command: [program, ...args],
      env,
      mustStay: STAY !== undefined,
    }),
  );
} catch (error) {
  if (!(error instanceof TegataError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
