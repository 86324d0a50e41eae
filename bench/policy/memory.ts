/**
 * A process of its own, with `--expose-gc`: what a first compilation costs and what compiled policies hold on to. Prints
 * both per statement as JSON; the bytes when compiled and after 20,000 decisions about every action there is, which is
 * when the tables by action are complete.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makePolicies, makeQuestions } from "./corpus.ts";
import { compileLayers, decideAll, readRequests } from "./engine.ts";

export interface Memory {
  /** CPU time of the process's first compilation: nothing is cached, no code is optimised. */
  readonly firstCompileMicros: number;
  readonly compiledBytes: number;
  readonly usedBytes: number;
}

const decisions = 20_000;

/** Of as many statements, for each of them. */
export function measureMemory(statements: number, seed: number): Memory {
  const args = ["--expose-gc", fileURLToPath(import.meta.url), `${statements}`, `${seed}`];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [statements = 0, seed = 0] = process.argv.slice(2).map(Number);
  const policies = makePolicies(statements, seed, false);
  const questions = makeQuestions(policies, decisions, seed);
  // Other statements first: whatever the code itself needs is there before the counting begins.
  const others = makePolicies(statements, seed + 1, false);
  const start = process.cpuUsage();
  const first = compileLayers(others);
  const { user, system } = process.cpuUsage(start);
  decideAll(readRequests(questions.slice(0, 1_000), first));
  const before = heapBytes();
  const compiled = compileLayers(policies);
  const after = heapBytes();
  for (let at = 0; at < decisions; at += 1_000)
    decideAll(readRequests(questions.slice(at, at + 1_000), compiled));
  const used = heapBytes();
  const memory: Memory = {
    firstCompileMicros: (user + system) / statements,
    compiledBytes: (after - before) / statements,
    usedBytes: (used - before) / statements,
  };
  process.stdout.write(JSON.stringify(memory));
  // The policies must live until the last count.
  if (compiled.layers.identity.length === 0) process.exitCode = 1;
}

function heapBytes(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
