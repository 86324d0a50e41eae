/**
 * Runs the tests: `node scripts/test.ts all|unit`. `unit` leaves out what starts other people's programs (test/clients),
 * the fuzz round and the rounds of kill -9.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";

const suites = {
  unit: { include: ["test/**/*.test.ts"], exclude: [/^test\/(?:clients|fuzz|crash)\//] },
  all: { include: ["test/**/*.test.ts"], exclude: [] },
} as const;

const name = process.argv[2] ?? "unit";
if (name !== "unit" && name !== "all") {
  process.stderr.write(`test: unknown suite "${name}"; all or unit\n`);
  process.exit(2);
}
const { include, exclude } = suites[name];
const files = include
  .flatMap((pattern) => globSync(pattern))
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !exclude.some((expression) => expression.test(file)))
  .sort();
const run = spawnSync(
  process.execPath,
  ["--test", "--test-reporter=spec", "--test-concurrency=2", ...process.argv.slice(3), ...files],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
