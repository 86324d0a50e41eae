#!/usr/bin/env node
// Plain JavaScript for any Node: says in one sentence when Node is too old, keeps compiled code between runs, then runs
// the bundle, or in a clone the sources. Node's modules come from getBuiltinModule: to import one evaluates all that it
// exports, which for node:fs alone takes a seventh of the time that Node needs to start.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `tegata: Node ${process.versions.node} is too old, 22.18 or newer is needed; in a clone type: npx tegata\n`,
  );
  process.exit(1);
}
const { existsSync, lstatSync, mkdirSync } = process.getBuiltinModule("node:fs");
const { enableCompileCache } = process.getBuiltinModule("node:module");
const { homedir } = process.getBuiltinModule("node:os");
const { isAbsolute, join } = process.getBuiltinModule("node:path");

const isClone = existsSync(new URL("../src/cli/main.ts", import.meta.url));
const cache = ownFolder(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tegata"));
if (cache !== undefined) enableCompileCache(cache);
await import(new URL(isClone ? "../src/cli/main.ts" : "../dist/cli.js", import.meta.url).href);

/** SECURITY: what lies in this folder is run as our code, so it must be ours and nobody else's to write. */
function ownFolder(folder) {
  if (!isAbsolute(folder)) return undefined;
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
