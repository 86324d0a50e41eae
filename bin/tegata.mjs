#!/usr/bin/env node
// Plain JavaScript for any Node: says in one sentence when Node is too old, then runs the bundle, or in a clone the sources.
import { existsSync } from "node:fs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `tegata: Node ${process.versions.node} is too old, 22.18 or newer is needed; in a clone type: npx tegata\n`,
  );
  process.exit(1);
}
const source = new URL("../src/cli/main.ts", import.meta.url);
await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);
