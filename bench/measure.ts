/** One measurement: requests into a file, the load generator in its own process, its answer back. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LoadOptions, LoadResult } from "./load.ts";
import { packRequests } from "./requests.ts";
import type { BenchServer } from "./servers.ts";

const run = promisify(execFile);

export interface Load {
  readonly connections: number;
  readonly ratePerSecond?: number;
}

/** Sends each request once. Throws when one is not answered with 200: a refusal costs less than an answer. */
export async function measure(
  server: BenchServer,
  requests: readonly Buffer[],
  load: Load,
): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-bench-"));
  try {
    const file = join(folder, "requests.bin");
    writeFileSync(file, packRequests(requests), { mode: 0o600 });
    const options: LoadOptions = { port: server.port, pid: server.pid, file, ...load };
    const generator = new URL("load.ts", import.meta.url).pathname;
    const { stdout } = await run(process.execPath, [generator, JSON.stringify(options)]);
    const result: LoadResult = JSON.parse(stdout);
    if (result.statuses[200] !== requests.length)
      throw new Error(`not every answer was 200: ${JSON.stringify(result.statuses)}`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best of several rounds: whatever else the machine does can only make a round worse. Undefined without a round. */
export function best(results: readonly LoadResult[]): LoadResult | undefined {
  const [first, ...others] = results;
  if (first === undefined) return undefined;
  return others.reduce(
    (so, next) => ({
      ...next,
      requestsPerSecond: Math.max(so.requestsPerSecond, next.requestsPerSecond),
      cpuMicros: Math.min(so.cpuMicros, next.cpuMicros),
      p50Ms: Math.min(so.p50Ms, next.p50Ms),
      p99Ms: Math.min(so.p99Ms, next.p99Ms),
    }),
    first,
  );
}
