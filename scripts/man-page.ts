/** Writes docs/man/tegata.1 from the definitions of the verbs. Run: `node scripts/man-page.ts`. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manVerb } from "../src/cli/verbs/man.ts";

export const manPageFile = fileURLToPath(new URL("../docs/man/tegata.1", import.meta.url));

/** Asks the program itself: its verbs stand together nowhere else. */
export function renderManPage(): string {
  const program = fileURLToPath(new URL("../bin/tegata.mjs", import.meta.url));
  const run = spawnSync(process.execPath, [program, manVerb], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`the man page cannot be made: ${run.stderr}`);
  return run.stdout;
}

if (import.meta.main) writeFileSync(manPageFile, renderManPage());
