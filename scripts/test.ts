/**
 * Runs the tests: `node scripts/test.ts all|unit|cli [part of a path …]`. `unit` leaves out what starts programs: our own
 * (test/cli, which is `cli`), other people's (test/clients), the fuzz round and the rounds of kill -9. Ends with the slowest files, with what was skipped
 * and why, and with what failed; fails when nothing ran. TEGATA_TEST_SEED (test/support/random.ts) makes other random cases.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { layOutPackage } from "./laid-out-package.ts";

const suites = {
  unit: /^test\/(?!cli\/|clients\/|fuzz\/|crash\/)/,
  cli: /^test\/cli\//,
  all: /^test\//,
} as const;

/** Begun first, so that no long file is left for the end, when the other cores have nothing to do. */
const longest = [/^test\/fuzz\//, /^test\/crash\//, /^test\/clients\//, /^test\/s3\//];
/** Where the shared vectors lie beside a checkout, when TEGATA_VECTORS does not say. */
const vectorPlaces = ["../shared/vectors", "../../shared/vectors"];
const maxFileMs = 600_000;
const maxFilesAtOnce = 4;
/** More than there are processors: a file often waits, for a child or for a time to pass. */
const filesBeside = 1;
const slowestShown = 10;
/** Of everything random, so that what passed once passes again. */
const usualSeed = "20261121";

const [name = "unit", ...parts] = process.argv.slice(2);
if (name !== "unit" && name !== "cli" && name !== "all") {
  process.stderr.write(`test: unknown suite "${name}"; all, unit or cli\n`);
  process.exit(2);
}
findVectors();
// Tests start hundreds of processes that load the same sources: what one compiled the next one takes.
process.env.NODE_COMPILE_CACHE ??= resolve("build/compile-cache");
process.env.TEGATA_TEST_SEED ??= usualSeed;
process.env.PATH = withoutShims(process.env.PATH ?? "");
if (name !== "unit") process.env.TEGATA_TEST_PROGRAM = await layOutPackage();
const files = globSync("test/**/*.test.ts")
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => suites[name].test(file))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));

let finished = 0;
const skipped: string[] = [];
const failed: string[] = [];
const times: { readonly file: string; readonly seconds: number }[] = [];
const events = run({
  files: files.map((file) => resolve(file)),
  concurrency: Math.min(availableParallelism() + filesBeside, maxFilesAtOnce),
  timeout: maxFileMs,
});
events.on("test:fail", (test) => {
  finished += 1;
  if (test.todo !== undefined && test.todo !== false) return;
  process.exitCode = 1;
  const why = reasonOf(test.details.error);
  if (why !== undefined) failed.push(`${test.name} (${test.file ?? "?"}:${test.line ?? "?"}): ${why}`);
});
events.on("test:pass", ({ details, name: title, skip, file }) => {
  if (skip !== undefined && skip !== false)
    skipped.push(
      `${title}${typeof skip === "string" ? `: ${skip.replace(/^SKIPPED: /, "")}` : ""} (${file})`,
    );
  else if (details.type !== "suite") finished += 1;
});
events.on("test:summary", ({ file, duration_ms: ms }) => {
  if (file !== undefined) times.push({ file, seconds: ms / 1000 });
});
events.on("end", () => {
  if (finished > 0) return;
  process.stderr.write("test: no test ran\n");
  process.exitCode = 1;
});
events.compose(spec).pipe(process.stdout);
process.on("exit", () => {
  const slowest = times.sort((left, right) => right.seconds - left.seconds).slice(0, slowestShown);
  list(
    `slowest of ${times.length} files, in seconds`,
    slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(6)}  ${file}`),
  );
  list(`skipped, ${skipped.length}`, skipped);
  list(`failed, ${failed.length}`, failed);
});

function list(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const shown = lines.map((line) => `  ${line.replaceAll(`${process.cwd()}/`, "")}`);
  process.stdout.write(`\n${title}:\n${shown.join("\n")}\n`);
}

/** One line; undefined for a suite or file whose tests are listed themselves. */
function reasonOf(error: Error): string | undefined {
  const { failureType, exitCode, signal, cause } = error as Error & Partial<Record<string, unknown>>;
  if (failureType === "subtestsFailed") return undefined;
  if (typeof signal === "string") return `ended by ${signal}`;
  const sentence = (cause instanceof Error ? cause.message : String(cause ?? error.message)).split(
    "\n",
    1,
  )[0];
  return exitCode === undefined ? sentence : `${sentence}, exit code ${exitCode}`;
}

function rank(file: string): number {
  const at = longest.findIndex((expression) => expression.test(file));
  return at < 0 ? longest.length : at;
}

/**
 * pyenv's shims are scripts that look for the program anew each time, which costs the AWS CLI a sixth of its time. They are
 * asked once, and the folder that they name stands before them.
 */
function withoutShims(path: string): string {
  const folders = path.split(delimiter);
  const at = folders.findIndex(
    (folder) => /[\\/]\.?pyenv[\\/]shims$/.test(folder) && existsSync(join(folder, "aws")),
  );
  if (at < 0) return path;
  const found = spawnSync("pyenv", ["which", "aws"], { encoding: "utf8" });
  return found.status === 0 ? folders.toSpliced(at, 0, dirname(found.stdout.trim())).join(delimiter) : path;
}

/** Says which vectors are taken. With CI=true their absence is an error; elsewhere their tests are skipped. */
function findVectors(): void {
  const given = process.env.TEGATA_VECTORS;
  const place = [given, ...vectorPlaces].find(
    (folder) => folder !== undefined && existsSync(join(folder, "sigv4-suite.json")),
  );
  if (place !== undefined) {
    process.env.TEGATA_VECTORS = resolve(place);
    process.stdout.write(`test: vectors of ${given === place ? "TEGATA_VECTORS" : place}\n`);
  } else if (given !== undefined || process.env.CI === "true") {
    process.stderr.write("test: TEGATA_VECTORS must name the folder that holds sigv4-suite.json\n");
    process.exit(1);
  }
}
