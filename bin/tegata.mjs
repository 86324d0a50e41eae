#!/usr/bin/env node
// Plain JavaScript for any Node: says in one sentence when Node is too old, keeps compiled code between runs, then runs
// the bundle, or in a clone the sources.
import { existsSync, lstatSync, mkdirSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `tegata: Node ${process.versions.node} is too old, 22.18 or newer is needed; in a clone type: npx tegata\n`,
  );
  process.exit(1);
}
const cache = ownFolder(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tegata"));
if (cache !== undefined) module.enableCompileCache(cache);
const source = new URL("../src/cli/main.ts", import.meta.url);
await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);

/** SECURITY: what lies in this folder is run as our code, so it must be ours and nobody else's to write. */
function ownFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const facts = lstatSync(folder);
    const isOurs =
      process.getuid === undefined || (facts.uid === process.getuid() && (facts.mode & 0o077) === 0);
    return facts.isDirectory() && isOurs ? folder : undefined;
  } catch {
    return undefined;
  }
}
