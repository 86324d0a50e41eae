/**
 * Sends generated requests to an authority in this process and to one behind a socket, and checks every answer.
 *
 *   npm run fuzz -- --requests 1000000 --seed 7
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runFuzz } from "../test/fuzz/run.ts";

const maxMemoryGrowthMiB = 64;
const minAuthenticatedShare = 0.3;

const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const requests = Number(values.requests);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  process.stderr.write("usage: npm run fuzz -- --requests NUMBER [--seed NUMBER]\n");
  process.exit(2);
}

process.stdout.write(`seed ${seed}, ${requests} requests\n`);
const started = performance.now();
const report = await runFuzz({
  requests,
  seed,
  socketEvery: 50,
  onProgress: (done) => process.stdout.write(`${done}\n`),
});
const share = report.mutatedAndAuthenticated / requests;
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  [
    ...[...report.answers]
      .sort(([, left], [, right]) => right - left)
      .map(([name, count]) => `${count} ${name}`),
    `${seconds.toFixed(0)} s; ${(share * 100).toFixed(1)} % mutated, signed and past authentication; ${report.overSockets} over sockets`,
    `slowest ${report.slowestMs.toFixed(0)} ms; memory growth ${report.memoryGrowthMiB.toFixed(1)} MiB; seed ${seed}`,
    ...report.faults,
    "",
  ].join("\n"),
);
const failed =
  report.faults.length > 0 || share < minAuthenticatedShare || report.memoryGrowthMiB > maxMemoryGrowthMiB;
process.exit(failed ? 1 : 0);
