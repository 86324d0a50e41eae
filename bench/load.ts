/**
 * The load generator, a process of its own so that the server's CPU time is the server's alone.
 * `node bench/load.ts '{"port":4600,"pid":1,"connections":8,"file":"requests.bin"}'` sends each request of the file
 * once and prints a `LoadResult` as JSON. With `ratePerSecond` requests leave at that pace, and their latency counts
 * from the moment at which they should have left.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "./connection.ts";
import { readCpuMicros, readResidentMiB } from "./process-stats.ts";

export interface LoadOptions {
  readonly port: number;
  /** The server's. */
  readonly pid: number;
  readonly connections: number;
  /** Raw requests, each after its length as four bytes. */
  readonly file: string;
  readonly ratePerSecond?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** The server's CPU time for each request. */
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The server's resident memory right afterwards. */
  readonly residentMiB: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
}

function readRequests(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const requests: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    requests.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return requests;
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const requests = readRequests(options.file);
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  let next = 0;

  async function work(connection: Connection): Promise<void> {
    for (;;) {
      const at = next;
      const request = requests[at];
      if (request === undefined) break;
      next += 1;
      const due =
        options.ratePerSecond === undefined ? undefined : began + (at * 1000) / options.ratePerSecond;
      if (due !== undefined && due > performance.now()) await sleep(due - performance.now());
      const from = due ?? performance.now();
      const status = await connection.send(request);
      latencies.push(performance.now() - from);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    connection.close();
  }

  const cpuBefore = readCpuMicros(options.pid);
  const connections = Array.from(
    { length: options.connections },
    () => new Connection("127.0.0.1", options.port),
  );
  await Promise.all(connections.map(work));
  const seconds = (performance.now() - began) / 1000;
  const cpu = readCpuMicros(options.pid) - cpuBefore;
  latencies.sort((left, right) => left - right);
  const percentile = (part: number) => latencies[Math.floor(latencies.length * part)] ?? 0;
  return {
    requests: requests.length,
    requestsPerSecond: requests.length / seconds,
    cpuMicros: cpu / requests.length,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    residentMiB: readResidentMiB(options.pid),
    statuses,
  };
}

process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}")))}\n`);
