/** Test data that is kept outside of the repository, in the folder that TEGATA_VECTORS names. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/**
 * The file's JSON, read as `T`. Without the folder a test stands in for those that need it: skipped aloud, and failed
 * with CI=true.
 */
export function readSharedVectors<T>(name: string): T | undefined {
  const folder = process.env.TEGATA_VECTORS;
  if (folder !== undefined) return JSON.parse(readFileSync(join(folder, name), "utf8"));
  test(`the cases of ${name}`, (t) => {
    assert.notEqual(process.env.CI, "true", `TEGATA_VECTORS must name the folder of ${name}`);
    t.skip(`TEGATA_VECTORS does not name a folder with ${name}`);
  });
  return undefined;
}
