/**
 * Hands random and damaged policy documents to the engine and checks every answer.
 *
 *   node scripts/fuzz-policies.ts --count 1000000 --seed 7
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runPolicyFuzz } from "../test/fuzz/policy-run.ts";

/** Processor time of one document: read, validated, compiled, asked three times, explained and linted. */
const maxDocumentCpuMs = 5_000;

const { values } = parseArgs({
  options: { count: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const count = Number(values.count);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  process.stderr.write("usage: node scripts/fuzz-policies.ts --count NUMBER [--seed NUMBER]\n");
  process.exit(2);
}

process.stdout.write(`seed ${seed}, ${count} documents\n`);
const started = process.cpuUsage();
const { faults, readable, decisive, outcomes, slowestCpuMs } = runPolicyFuzz({
  count,
  seed,
  onProgress: (done) => process.stdout.write(`${done}\n`),
});
const seconds = process.cpuUsage(started).user / 1_000_000;
process.stdout.write(
  [
    `${readable} damaged documents could still be read`,
    `${outcomes.allow} requests allowed, ${outcomes.implicitDeny} denied by silence, ${outcomes.explicitDeny} denied explicitly`,
    `${decisive} refused by the very clause that was made senseless`,
    `${seconds.toFixed(0)} s; slowest ${slowestCpuMs.toFixed(0)} ms of processor time; seed ${seed}`,
    ...faults,
    "",
  ].join("\n"),
);
process.exit(faults.length > 0 || slowestCpuMs > maxDocumentCpuMs ? 1 : 0);
