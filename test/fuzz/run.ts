/** A run: so many requests, each answer checked, time and memory watched. */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { codeOf, type FuzzAnswer, findFault, passedAuthentication } from "./check.ts";
import { generate } from "./generate.ts";
import type { FuzzRequest } from "./request.ts";
import { openSocketTarget, type SocketTarget } from "./socket.ts";
import { openTarget, type Target } from "./target.ts";

export interface FuzzPlan {
  readonly requests: number;
  readonly seed: number;
  /** One in so many requests goes over a real socket, its bytes damaged on the way. */
  readonly socketEvery: number;
  readonly onProgress?: (done: number) => void;
}

export interface FuzzReport {
  readonly faults: readonly string[];
  /** How many were damaged, then signed, and got past authentication; in process only. */
  readonly mutatedAndAuthenticated: number;
  readonly overSockets: number;
  readonly slowestMs: number;
  readonly memoryGrowthMiB: number;
  /** Answers by error code, or by status where there is none. */
  readonly answers: ReadonlyMap<string, number>;
}

const maxAnswerMs = 1_000;
/** A machine that was busy elsewhere is no fault of the answer: below this share of one core it was waiting. */
const busyShare = 0.5;
const stalledAnswerMs = 5_000;
const maxToldFaults = 20;
/** Caches fill and code compiles at first; growth is counted from here. */
const warmUpShare = 0.2;

export async function runFuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const faults: string[] = [];
  const bugs: unknown[] = [];
  const answers = new Map<string, number>();
  // Node warns when it finds an open file or an unhandled rejection that nobody owns any more.
  const onWarning = (warning: Error): number =>
    faults.push(`seed ${plan.seed}: ${warning.name}: ${warning.message}`);
  process.on("warning", onWarning);
  const target = await openTarget((error) => bugs.push(error));
  const sockets = await openSocketTarget(target);
  let mutatedAndAuthenticated = 0;
  let overSockets = 0;
  let slowestMs = 0;
  let baseline = 0;
  const warmUp = Math.floor(plan.requests * warmUpShare);
  try {
    for (let index = 0; index < plan.requests && faults.length < maxToldFaults; index += 1) {
      if (index === warmUp) baseline = memoryMiB();
      const request = generate(plan.seed, index, target.world);
      const overSocket = index % plan.socketEvery === plan.socketEvery - 1;
      const { answer, ms, fault } = await ask(target, sockets, request, overSocket, plan.seed, index);
      slowestMs = Math.max(slowestMs, ms);
      if (overSocket) overSockets += 1;
      else if (request.mutatedThenSigned && answer !== undefined && passedAuthentication(answer))
        mutatedAndAuthenticated += 1;
      if (answer !== undefined) count(answers, codeOf(answer) ?? String(answer.status));
      const told = fault ?? (bugs.length > 0 ? describeBug(bugs.splice(0)[0]) : undefined);
      if (told !== undefined) faults.push(describe(plan.seed, index, request, told));
      if ((index + 1) % 10_000 === 0) plan.onProgress?.(index + 1);
    }
    const memoryGrowthMiB = Math.max(0, memoryMiB() - baseline);
    await setImmediate();
    return { faults, mutatedAndAuthenticated, overSockets, slowestMs, memoryGrowthMiB, answers };
  } finally {
    await sockets.close();
    await target.close();
    process.off("warning", onWarning);
  }
}

interface Outcome {
  readonly answer: FuzzAnswer | undefined;
  readonly ms: number;
  readonly fault: string | undefined;
}

async function ask(
  target: Target,
  sockets: SocketTarget,
  request: FuzzRequest,
  overSocket: boolean,
  seed: number,
  index: number,
): Promise<Outcome> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  try {
    const answer = overSocket ? await sockets.send(request, seed, index) : await target.send(request);
    const ms = performance.now() - started;
    const fault = answer === undefined ? undefined : findFault(request, answer);
    return { answer, ms, fault: fault ?? (isSlow(ms, cpu) ? `took ${Math.round(ms)} ms` : undefined) };
  } catch (error) {
    return { answer: undefined, ms: performance.now() - started, fault: `rejected: ${describeBug(error)}` };
  }
}

function isSlow(ms: number, before: NodeJS.CpuUsage): boolean {
  if (ms <= maxAnswerMs) return false;
  const { user, system } = process.cpuUsage(before);
  return ms > stalledAnswerMs || (user + system) / 1000 > ms * busyShare;
}

function count(answers: Map<string, number>, name: string): void {
  answers.set(name, (answers.get(name) ?? 0) + 1);
}

function describeBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function describe(seed: number, index: number, request: FuzzRequest, fault: string): string {
  const body = Buffer.from(request.body).toString("latin1");
  const shown = `${request.method} ${request.target.slice(0, 300)} ${JSON.stringify(body.slice(0, 600))}`;
  return `seed ${seed} request ${index} (${request.title}): ${fault}\n  ${shown}`;
}

/** What is in use after a full collection. */
function memoryMiB(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") {
    collect();
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}
