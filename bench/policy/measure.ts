/** Rates and latencies over fresh requests. Requests are read in blocks just before they are decided, as a server would. */
import type { EvaluationRequest } from "../../src/policy/index.ts";
import { evaluate } from "../../src/policy/index.ts";
import { type Compiled, decideAll, readRequests } from "./engine.ts";

/** Few enough to be still at hand when they are decided, enough for the clocks. */
const blockRequests = 500;

export interface Rate {
  readonly perSecond: number;
  /** Decisions for each second of CPU time of the whole process, its collector and compiler included. */
  readonly perCpuSecond: number;
}

export interface Latency {
  readonly p50Micros: number;
  readonly p99Micros: number;
}

/** Times `act` alone; what is around it is not counted. */
class Watch {
  #seconds = 0;
  #cpuSeconds = 0;

  time(act: () => void): void {
    const start = performance.now();
    const cpu = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(cpu);
    this.#seconds += (performance.now() - start) / 1_000;
    this.#cpuSeconds += (user + system) / 1_000_000;
  }

  get seconds(): number {
    return this.#seconds;
  }

  rate(count: number): Rate {
    return { perSecond: count / this.#seconds, perCpuSecond: count / this.#cpuSeconds };
  }
}

/** Every question once. */
export function measureRate(questions: readonly string[], compiled: Compiled): Rate {
  const watch = new Watch();
  for (const requests of blocks(questions, compiled)) watch.time(() => decideAll(requests));
  return watch.rate(questions.length);
}

function* blocks(questions: readonly string[], compiled: Compiled): Generator<readonly EvaluationRequest[]> {
  for (let at = 0; at < questions.length; at += blockRequests)
    yield readRequests(questions.slice(at, at + blockRequests), compiled);
}

/** Microseconds between two readings of the clock with nothing between them: the part of a latency that is not the engine's. */
export function measureClock(): number {
  const micros = new Float64Array(100_000);
  for (let at = 0; at < micros.length; at += 1) {
    const start = performance.now();
    micros[at] = (performance.now() - start) * 1_000;
  }
  return latencyOf(micros).p50Micros;
}

/** Each decision timed by itself, the clock's own time included. */
export function measureLatency(questions: readonly string[], compiled: Compiled): Latency {
  const micros = new Float64Array(questions.length);
  let count = 0;
  for (const requests of blocks(questions, compiled))
    for (const request of requests) {
      const start = performance.now();
      evaluate(request);
      micros[count] = (performance.now() - start) * 1_000;
      count += 1;
    }
  return latencyOf(micros);
}

function latencyOf(micros: Float64Array): Latency {
  const sorted = micros.toSorted();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50Micros: at(0.5), p99Micros: at(0.99) };
}

export interface Sample<T> extends Rate, Latency {
  readonly answers: readonly T[];
}

/** Asks prepared calls one after the other until `budgetMs` is over, for engines too slow for every question. */
export function measureSample<Call, T>(
  calls: readonly Call[],
  budgetMs: number,
  ask: (call: Call) => T,
): Sample<T> {
  const answers: T[] = [];
  const micros: number[] = [];
  const watch = new Watch();
  watch.time(() => {
    const end = performance.now() + budgetMs;
    for (const call of calls) {
      const start = performance.now();
      if (start > end) break;
      answers.push(ask(call));
      micros.push((performance.now() - start) * 1_000);
    }
  });
  return { ...watch.rate(answers.length), ...latencyOf(Float64Array.from(micros)), answers };
}

/** What a list of measurements comes to: the best one, and the one in the middle. */
export interface Spread {
  readonly best: number;
  readonly median: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  return { best: sorted.at(-1) ?? Number.NaN, median: sorted[(sorted.length - 1) >> 1] ?? Number.NaN };
}
