/**
 * `npm run bench [-- --quick]`: GetCallerIdentity, GetSessionToken and AssumeRole with 1 and 8 connections, beside
 * moto_server (when it is on this machine) and a bare node:http reply in the same run. Prints a table; a full run
 * writes it into bench/RESULTS.md. Linux only: CPU times come from /proc.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { LoadResult } from "./load.ts";
import { best, type Load, measure } from "./measure.ts";
import { makePrincipals, type Principals, readCredentialsFile } from "./principals.ts";
import { readResidentMiB } from "./process-stats.ts";
import { formatReport, type Row } from "./report.ts";
import { makeRequests, type Workload } from "./requests.ts";
import { type BenchServer, startBare, startMoto, startTegata, type TegataServer } from "./servers.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const plan = values.quick
  ? { users: 20, sessions: 100, requests: 1_000, warmUp: 500, rounds: 1, motoRequests: 100 }
  : { users: 100, sessions: 1_000, requests: 10_000, warmUp: 5_000, rounds: 3, motoRequests: 500 };
const connectionCounts = [1, 8];

function listWorkloads({ users, sessions, roleArn }: Principals): Record<string, Workload> {
  const everyone = [...users, ...sessions];
  const assume = new URLSearchParams({ Action: "AssumeRole", RoleArn: roleArn, RoleSessionName: "bench" });
  return {
    GetCallerIdentity: { form: "Action=GetCallerIdentity", credentials: everyone },
    GetSessionToken: { form: "Action=GetSessionToken&DurationSeconds=3600", credentials: users },
    AssumeRole: { form: assume.toString(), credentials: everyone },
  };
}

function send(server: BenchServer, workload: Workload, count: number, load: Load): Promise<LoadResult> {
  return measure(server, makeRequests(`127.0.0.1:${server.port}`, workload, count), load);
}

async function measureRow(
  servers: { tegata: BenchServer; bare: BenchServer; moto: BenchServer | undefined },
  operation: string,
  workload: Workload,
  connections: number,
): Promise<Row> {
  const tegata: LoadResult[] = [];
  const bare: LoadResult[] = [];
  const moto: LoadResult[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    bare.push(await send(servers.bare, workload, plan.requests, { connections }));
    tegata.push(await send(servers.tegata, workload, plan.requests, { connections }));
    if (servers.moto !== undefined)
      moto.push(await send(servers.moto, workload, plan.motoRequests, { connections }));
  }
  process.stderr.write(`${operation}, ${connections}: done\n`);
  const [ours, least] = [best(tegata), best(bare)];
  if (ours === undefined || least === undefined) throw new RangeError("a plan wants a round");
  return { operation, connections, tegata: ours, bare: least, moto: best(moto) };
}

async function runAll(tegata: TegataServer, bare: BenchServer, moto: Awaited<ReturnType<typeof startMoto>>) {
  const idleMiB = readResidentMiB(tegata.pid);
  const admin = readCredentialsFile(tegata.credentialsFile);
  const principals = await makePrincipals(tegata.endpoint, tegata.account, admin, plan);
  const workloads = listWorkloads(principals);
  for (const workload of Object.values(workloads))
    for (const server of [bare, tegata]) await send(server, workload, plan.warmUp, { connections: 8 });

  const rows: Row[] = [];
  for (const [operation, workload] of Object.entries(workloads))
    for (const connections of connectionCounts)
      rows.push(await measureRow({ tegata, bare, moto }, operation, workload, connections));

  const full = rows.find((row) => row.operation === "AssumeRole" && row.connections === 8);
  const assumeRole = workloads.AssumeRole;
  if (full === undefined || assumeRole === undefined) throw new Error("AssumeRole was not measured");
  const ratePerSecond = full.tegata.requestsPerSecond / 2;
  const halfLoad = await send(tegata, assumeRole, plan.requests, { connections: 8, ratePerSecond });
  const command = values.quick ? "npm run bench -- --quick" : "npm run bench";
  return formatReport({
    rows,
    halfLoad,
    readyMs: tegata.readyMs,
    idleMiB,
    motoVersion: moto?.version,
    command,
    ...plan,
  });
}

const started: BenchServer[] = [];
try {
  const tegata = await startTegata();
  started.push(tegata);
  const bare = await startBare();
  started.push(bare);
  const moto = await startMoto();
  if (moto === undefined) process.stderr.write("moto_server is not on this machine: it is left out\n");
  else started.push(moto);
  const report = await runAll(tegata, bare, moto);
  process.stdout.write(report);
  if (!values.quick) writeFileSync(new URL("RESULTS.md", import.meta.url), report);
} finally {
  for (const server of started) await server.stop();
}
