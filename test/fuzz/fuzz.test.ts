import assert from "node:assert/strict";
import { test } from "node:test";
import { testSeed as seed } from "../support/random.ts";
import { runFuzz } from "./run.ts";

const requests = 50_000;

test(`handle() answers ${requests} generated requests, each well-formed and in time`, async (t) => {
  t.diagnostic(
    `seed ${seed}: repeat with TEGATA_TEST_SEED=${seed} or npm run fuzz -- --requests ${requests} --seed ${seed}`,
  );
  const report = await runFuzz({ requests, seed, socketEvery: 50 });
  const share = report.mutatedAndAuthenticated / requests;
  t.diagnostic(
    `${(share * 100).toFixed(1)} % mutated, signed and past authentication; ${report.overSockets} over sockets; ` +
      `slowest ${report.slowestMs.toFixed(0)} ms; memory ${report.memoryGrowthMiB.toFixed(1)} MiB`,
  );
  assert.deepEqual(report.faults, [], `seed ${seed}`);
  assert.ok(
    share >= 0.3,
    `only ${share} of the requests were mutated and got past authentication (seed ${seed})`,
  );
  assert.ok(report.memoryGrowthMiB <= 64, `memory grew by ${report.memoryGrowthMiB} MiB (seed ${seed})`);
});
