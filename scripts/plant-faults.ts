/**
 * Plants the single faults of test/model/faults in copies of the engine, one at a time, and writes to
 * docs/policy/planted-faults.md which check caught each. Fails when fewer than 95 % are caught, or when a fault's text is
 * not in the engine any more.
 *
 *   node scripts/plant-faults.ts [part of a file's or fault's name]    (with a part, nothing is written)
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Catch } from "../test/model/against/checks.ts";
import { type Fault, faults } from "../test/model/faults/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs/policy/planted-faults.md");
const copied = ["src", "test", "vectors", "package.json", "tsconfig.json", "tsconfig.base.json"];
const faultsAtOnce = 2;
const maxSecondsPerFault = 60;
const minCaughtShare = 0.95;

interface Result {
  readonly fault: Fault;
  /** undefined: no check noticed. */
  readonly caught: { readonly by: string; readonly cases: number | undefined } | undefined;
}

const [part] = process.argv.slice(2);
const chosen = faults.filter(({ file, what }) => part === undefined || `${file} ${what}`.includes(part));
refuseStrayFaults();
const folder = mkdtempSync(join(tmpdir(), "tegata-faults-"));
try {
  const results = await plantAll();
  const caught = results.filter((result) => result.caught !== undefined).length;
  process.stdout.write(`${caught} of ${results.length} faults caught\n`);
  if (part === undefined) {
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, renderPage(results, caught));
  }
  if (caught < results.length * minCaughtShare) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Every fault must be one that can be planted: its text stands once in the engine. */
function refuseStrayFaults(): void {
  const stray = chosen.filter(({ file, old }) => readEngine(root, file).split(old).length !== 2);
  for (const { file, what, old } of stray)
    process.stderr.write(`plant-faults: ${file} ("${what}") does not hold exactly once: ${old}\n`);
  if (stray.length > 0) process.exit(2);
  if (chosen.length > 0) return;
  process.stderr.write("plant-faults: no fault has such a name\n");
  process.exit(2);
}

/** Each worker has a tree of its own and takes the next fault until there is none. */
async function plantAll(): Promise<readonly Result[]> {
  const found: (Result | undefined)[] = chosen.map(() => undefined);
  let next = 0;
  const work = async (worker: number): Promise<void> => {
    const tree = copyTree(worker);
    const sound = await runChecks(tree);
    if (sound !== undefined) throw new Error(`without any fault: ${sound.by}`);
    for (let at = next++; at < chosen.length; at = next++) {
      const fault = chosen[at];
      if (fault === undefined) return;
      const result = { fault, caught: await plant(tree, fault) };
      found[at] = result;
      process.stdout.write(`${result.caught?.by ?? "NOT CAUGHT"} | ${fault.file}: ${fault.what}\n`);
    }
  };
  await Promise.all(Array.from({ length: faultsAtOnce }, (_, worker) => work(worker)));
  return found.filter((result) => result !== undefined);
}

function copyTree(worker: number): string {
  const tree = join(folder, String(worker));
  for (const name of copied) cpSync(join(root, name), join(tree, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "dir");
  return tree;
}

async function plant(tree: string, { file, old, new: replacement }: Fault): Promise<Result["caught"]> {
  const path = join(tree, "src/policy", file);
  const sound = readFileSync(path, "utf8");
  writeFileSync(
    path,
    sound.replace(old, () => replacement),
  );
  try {
    return await runChecks(tree);
  } finally {
    writeFileSync(path, sound);
  }
}

/** A check that does not end has caught the fault too; an engine that does not even start counts as caught by its start. */
function runChecks(tree: string): Promise<Result["caught"]> {
  return new Promise((resolve) => {
    const options = { cwd: tree, timeout: maxSecondsPerFault * 1000, killSignal: "SIGKILL" } as const;
    execFile(process.execPath, ["test/model/against/checks.ts"], options, (error, output) => {
      if (error !== null)
        return resolve({
          by: error.killed === true ? "it does not end" : "it does not start",
          cases: undefined,
        });
      const { by, cases }: Catch = JSON.parse(output);
      resolve(by === undefined ? undefined : { by, cases });
    });
  });
}

function readEngine(tree: string, file: string): string {
  return readFileSync(join(tree, "src/policy", file), "utf8");
}

function renderPage(results: readonly Result[], caught: number): string {
  const share = ((100 * caught) / results.length).toFixed(1);
  const missed = results.filter((result) => result.caught === undefined);
  const tally = Map.groupBy(results, (result) => kindOf(result.caught?.by));
  return [
    "# Planted faults",
    "",
    "Made by `node scripts/plant-faults.ts`; do not edit. One fault at a time is planted in a copy of the engine; then the",
    "reference model, every condition operator, the laws and the vectors are tried, up to the first that fails. The texts are",
    "in `test/model/faults`; one that is not in the engine any more stops the script.",
    "",
    `**${caught} of ${results.length} faults are caught (${share} %)**; the script fails below ${minCaughtShare * 100} %.`,
    "",
    "| first caught by | faults |",
    "|---|---:|",
    ...[...tally].map(([kind, list]) => `| ${kind} | ${list.length} |`),
    "",
    ...(missed.length === 0 ? [] : ["## Not caught", "", ...renderTable(missed), ""]),
    "## All",
    "",
    ...renderTable(results),
    "",
  ].join("\n");
}

function kindOf(by: string | undefined): string {
  if (by === undefined) return "nothing";
  if (by.startsWith("law")) return "a law";
  return by.startsWith("vector") ? "a vector" : by;
}

function renderTable(results: readonly Result[]): string[] {
  const code = (text: string): string =>
    text === "" ? "(nothing)" : `\`\` ${text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|")} \`\``;
  return [
    "| file | the engine then | old → new | caught by | after cases |",
    "|---|---|---|---|---:|",
    ...results.map(({ fault, caught }) => {
      const change = `${code(fault.old)} → ${code(fault.new)}`;
      const cases = caught?.cases?.toLocaleString("en") ?? "";
      return `| ${fault.file} | ${fault.what} | ${change} | ${caught?.by ?? "nothing"} | ${cases} |`;
    }),
  ];
}
