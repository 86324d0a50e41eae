#!/usr/bin/env node
// What `tegata` starts. AWS's clients run `tegata export` before each of their commands, so the shortest way comes first,
// see src/cli/fast-export.ts; ES modules would cost it a tenth of the time that Node needs to start. In a clone, where the
// bundle may be older than the sources, and for all else it is tegata.mjs.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const fast = join(__dirname, "../dist/fast-export.cjs");
const isClone = existsSync(join(__dirname, "../src/cli/main.ts"));
// Older versions are told by tegata.mjs what is missing.
const isOld = Number(process.versions.node.split(".")[0]) < 22;
const isShort = process.argv[2] === "export" && !isClone && !isOld;

(isShort ? require(fast).exportThroughAgent(process.argv.slice(3)) : Promise.resolve(false)).then((isDone) =>
  isDone ? process.exit(0) : import("./tegata.mjs"),
);
