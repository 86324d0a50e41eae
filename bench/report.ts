/** The table that a run leaves behind. */
import { cpus, release, totalmem, type } from "node:os";
import type { LoadResult } from "./load.ts";

export interface Row {
  readonly operation: string;
  readonly connections: number;
  readonly tegata: LoadResult;
  readonly bare: LoadResult;
  readonly moto: LoadResult | undefined;
}

export interface Run {
  readonly rows: readonly Row[];
  /** AssumeRole at half of the requests per second that it reached. */
  readonly halfLoad: LoadResult;
  readonly readyMs: number;
  readonly idleMiB: number;
  readonly motoVersion: string | undefined;
  readonly command: string;
  readonly users: number;
  readonly sessions: number;
  readonly requests: number;
  readonly rounds: number;
  readonly motoRequests: number;
}

/** DESIGN's numbers. */
const goals = {
  bareRatio: 1.55,
  identityOverMoto: 30,
  assumeRoleOverMoto: 20,
  halfLoadP99Ms: 10,
  readyMs: 500,
  idleMiB: 120,
};

export function formatReport(run: Run): string {
  const [processor] = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  return `# What \`npm run bench\` measured

- ${new Date().toISOString().slice(0, 10)}, \`${run.command}\`
- ${cpus().length} × ${processor?.model ?? "unknown processor"}, ${gib} GiB, ${type()} ${release()}, Node ${process.version}${run.motoVersion ? `, moto ${run.motoVersion}` : ""}
- Every request is signed by one of ${run.users} users' keys or ${run.sessions} session tokens (GetSessionToken: users' keys only) and none is sent twice: ${run.requests} for each line and round, the best of ${run.rounds} round${run.rounds === 1 ? "" : "s"}, interleaved; moto, which checks no signature and is slower, gets ${run.motoRequests} in each round.
- CPU is the server's user and system time for each request; the load generator is another process. "Bare" is a node:http server that reads the same requests' bodies and answers 400 bytes.

${formatTable(run)}

${formatGoals(run)}
`;
}

export function formatTable({ rows }: Run): string {
  const head = [
    "operation",
    "connections",
    "requests/s",
    "CPU µs",
    "p50 ms",
    "p99 ms",
    "MiB",
    "bare CPU µs",
    "÷ bare",
    "moto requests/s",
    "moto CPU µs",
    "moto p99 ms",
    "moto MiB",
    "moto ÷",
  ];
  const lines = rows.map(({ operation, connections, tegata, bare, moto }) => [
    operation,
    `${connections}`,
    tegata.requestsPerSecond.toFixed(0),
    tegata.cpuMicros.toFixed(0),
    tegata.p50Ms.toFixed(2),
    tegata.p99Ms.toFixed(2),
    tegata.residentMiB.toFixed(0),
    bare.cpuMicros.toFixed(0),
    (tegata.cpuMicros / bare.cpuMicros).toFixed(2),
    moto?.requestsPerSecond.toFixed(0) ?? "–",
    moto?.cpuMicros.toFixed(0) ?? "–",
    moto?.p99Ms.toFixed(1) ?? "–",
    moto?.residentMiB.toFixed(0) ?? "–",
    moto === undefined ? "–" : (moto.cpuMicros / tegata.cpuMicros).toFixed(1),
  ]);
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly most: boolean;
}

function formatGoals(run: Run): string {
  const lines = listGoals(run).map(({ what, measured, limit, most }) => {
    const met = most ? measured <= limit : measured >= limit;
    return `| ${what} | ${most ? "≤" : "≥"} ${limit} | ${measured.toFixed(2)} | ${met ? "met" : "missed"} |`;
  });
  return ["| goal | limit | measured | |", "|---|---:|---:|---|", ...lines].join("\n");
}

function listGoals({ rows, halfLoad, readyMs, idleMiB }: Run): Goal[] {
  const goalList: Goal[] = [];
  for (const { operation, connections, tegata, bare, moto } of rows) {
    const where = `${operation}, ${connections} connection${connections === 1 ? "" : "s"}`;
    if (operation === "GetCallerIdentity")
      goalList.push({
        what: `${where}: CPU ÷ bare`,
        measured: tegata.cpuMicros / bare.cpuMicros,
        limit: goals.bareRatio,
        most: true,
      });
    const limit = { GetCallerIdentity: goals.identityOverMoto, AssumeRole: goals.assumeRoleOverMoto }[
      operation
    ];
    if (moto !== undefined && limit !== undefined)
      goalList.push({
        what: `${where}: moto's CPU ÷ ours`,
        measured: moto.cpuMicros / tegata.cpuMicros,
        limit,
        most: false,
      });
  }
  const rate = halfLoad.requestsPerSecond.toFixed(0);
  goalList.push(
    {
      what: `AssumeRole at half load (${rate}/s): p99 ms`,
      measured: halfLoad.p99Ms,
      limit: goals.halfLoadP99Ms,
      most: true,
    },
    { what: "ready after start, ms", measured: readyMs, limit: goals.readyMs, most: true },
    { what: "resident when idle, MiB", measured: idleMiB, limit: goals.idleMiB, most: true },
  );
  return goalList;
}
