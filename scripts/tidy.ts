/**
 * What neither the formatter nor the compiler sees, part of `npm run lint`: generated pages are up to date, no file hides
 * something by its length, nothing of one person's machine is in the tree, dependencies are pinned, and the lock file
 * installs everywhere.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderStsCalls, stsCallsFile } from "./acceptance-table.ts";
import { badInputFile, renderBadInput } from "./bad-input-table.ts";
import { errorTablesFile, renderErrorTables } from "./error-table.ts";
import { lintTableFile, renderLintTable } from "./lint-table.ts";
import { manPageFile, renderManPage } from "./man-page.ts";
import { coverageFile, renderCoverage } from "./operation-coverage.ts";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** A file at this length hides something. */
const maxLines = 500;
const longTables = [/\.generated\.ts$/, /\/aws-managed\//, /^src\/wire\/errors\//];
const program = /\.(?:ts|mjs|js|py|html)$/;

/** Paths of one machine, and hosts that only one network has. Kept apart here, so that this file passes itself. */
const ofOneMachine = [
  ["/wo", "rk/(?:main|shared)\\b"],
  ["(?<![\\w:/.])/ro", "ot/"],
  ["(?<![\\w:/.])/Us", "ers/\\w"],
  ["/tmp/br", "ief"],
  ["regis", "try\\.(?!terraform\\.io)[\\w-]+\\.\\w"],
  ["https?://[\\w.-]*(?:npm", "mirror|artifactory|verdaccio|pypi)[\\w.-]*"],
].map((parts) => new RegExp(parts.join("")));
/** The licences quote their own addresses. */
const quoted = /^(?:LICENSE|scripts\/licences\/.*)$/;

const faults: string[] = [];
const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && existsSync(path));

for (const [file, text] of [
  [stsCallsFile, renderStsCalls()],
  [errorTablesFile, renderErrorTables()],
  [coverageFile, renderCoverage()],
  [manPageFile, renderManPage()],
  [lintTableFile, renderLintTable()],
  [badInputFile, renderBadInput()],
] as const)
  if (readFileSync(file, "utf8") !== text) faults.push(`${file} is out of date; type: npm run docs`);

for (const path of tracked) checkFile(path);
checkVersions();
checkLock();

for (const fault of faults) process.stderr.write(`tidy: ${fault}\n`);
process.stdout.write(`tidy: ${tracked.length} files, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function checkFile(path: string): void {
  const bytes = readFileSync(path);
  if (bytes.includes(0)) return;
  const lines = bytes.toString("utf8").split("\n");
  if (program.test(path) && lines.length > maxLines && !longTables.some((table) => table.test(path)))
    faults.push(`${path} has ${lines.length} lines, more than ${maxLines}`);
  if (quoted.test(path)) return;
  lines.forEach((line, at) => {
    const found = ofOneMachine
      .map((expression) => expression.exec(line)?.[0])
      .find((text) => text !== undefined);
    if (found !== undefined) faults.push(`${path}:${at + 1} names "${found}"`);
  });
}

function checkVersions(): void {
  const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(
    readFileSync("package.json", "utf8"),
  );
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"])
    for (const [name, version] of Object.entries(manifest[kind] ?? {}))
      if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)) faults.push(`${name} is not pinned: "${version}"`);
}

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * No download addresses: they are one network's. Each platform's packages: npm leaves out those that it cannot find, and
 * `npm ci` then refuses the whole file.
 */
function checkLock(): void {
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync("package-lock.json", "utf8"),
  );
  for (const [path, { resolved, integrity, optionalDependencies }] of Object.entries(lock.packages)) {
    if (resolved !== undefined) faults.push(`package-lock.json: ${path} names where it comes from`);
    if (path !== "" && integrity === undefined) faults.push(`package-lock.json: ${path} has no checksum`);
    for (const name of Object.keys(optionalDependencies ?? {}))
      if (!Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`)))
        faults.push(`package-lock.json: ${name}, which ${path} may need, is missing`);
  }
}
