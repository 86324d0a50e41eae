/**
 * The engine in a process of its own, as it is in a server: Cedar's memory and its compiled code would share the heap and
 * cost the engine a third of its speed. It measures a round when it is told to, so that the two take turns.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makePolicies, makeQuestions } from "./corpus.ts";
import { compileLayers } from "./engine.ts";
import { type Latency, measureLatency, measureRate, type Rate } from "./measure.ts";

export interface Size {
  readonly statements: number;
  readonly everyLayer: boolean;
  readonly questions: number;
  readonly seed: number;
}

export interface EngineProcess {
  /** Every question once. */
  readonly rate: () => Promise<Rate>;
  readonly latency: () => Promise<Latency>;
  readonly end: () => void;
}

export function startEngine(size: Size): EngineProcess {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(size)]);
  const ask = async <T>(what: "rate" | "latency"): Promise<T> => {
    const answered = once(child, "message");
    child.send(what);
    const [answer] = await answered;
    return answer as T;
  };
  return { rate: () => ask("rate"), latency: () => ask("latency"), end: () => child.disconnect() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { statements, everyLayer, questions, seed }: Size = JSON.parse(process.argv[2] ?? "");
  const policies = makePolicies(statements, seed, everyLayer);
  const compiled = compileLayers(policies);
  const asked = makeQuestions(policies, questions, seed);
  process.on("message", (what) => {
    process.send?.(what === "rate" ? measureRate(asked, compiled) : measureLatency(asked, compiled));
  });
}
