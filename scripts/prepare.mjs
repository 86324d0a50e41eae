/**
 * Set-up for `npm start` and `npm test`: installs what the lock file names when node_modules is missing or older, and
 * checks that the project's own Node runs. Plain JavaScript that any Node understands, since it may run on an old one.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, "node_modules", ".package-lock.json");
const lock = join(root, "package-lock.json");
const ownNode = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
const wantedMajor = 24;

function stop(sentence) {
  process.stderr.write(`tegata: ${sentence}\n`);
  process.exit(1);
}

function installed() {
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs && existsSync(ownNode);
}

if (!installed()) {
  process.stderr.write("tegata: installing what package-lock.json names (once) …\n");
  const npm = process.env.npm_execpath;
  const run = npm
    ? spawnSync(process.execPath, [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
        cwd: root,
        stdio: ["ignore", 2, 2],
      })
    : spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
        cwd: root,
        stdio: ["ignore", 2, 2],
        shell: process.platform === "win32",
      });
  if (run.status !== 0) stop("npm ci failed; mend what it says above, or delete node_modules and try again");
}

let version = "";
try {
  version = execFileSync(ownNode, ["--version"], { encoding: "utf8" }).trim();
} catch {
  stop("node_modules/.bin/node does not run; type: npm ci --allow-scripts=node");
}
if (!version.startsWith(`v${wantedMajor}.`))
  stop(`node_modules/.bin/node is ${version}, wanted v${wantedMajor}; type: npm ci --allow-scripts=node`);
