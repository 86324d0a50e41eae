/**
 * The package as it is when installed, laid out in build/package/ for the tests that start `tegata`: they run what people
 * run, and it starts in a third of the time that the sources take.
 */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleForNode } from "./node-bundles.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "build", "package");
/** Beside the bundles: what starts them, and what they read. */
const alsoShipped = ["bin", "package.json", "docs/troubleshooting"];

/** Makes it anew. @returns the program, `bin/tegata.mjs`. */
export async function layOutPackage(): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  await bundleForNode(join(folder, "dist"));
  for (const path of alsoShipped) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  return join(folder, "bin", "tegata.mjs");
}
