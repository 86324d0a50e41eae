/**
 * `npm run bench:policy [-- --quick]`: decisions per second of the policy engine with 1 to 10,000 statements, beside
 * Cedar answering the same questions in the same run. No question is asked twice in a round and the engine keeps no
 * decision. Prints a table; a full run writes it into bench/POLICY.md.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { evaluate } from "../../src/policy/index.ts";
import { isAllowed, loadCedar, readCall } from "./cedar.ts";
import { makePolicies, makeQuestions, type Policies } from "./corpus.ts";
import { type Compiled, compileLayers, describeMix, readRequests } from "./engine.ts";
import { startEngine } from "./engine-process.ts";
import { measureHostile } from "./hostile.ts";
import { type Latency, measureClock, measureSample, type Rate, spreadOf } from "./measure.ts";
import { measureMemory } from "./memory.ts";
import { formatReport, listGoals, type Row } from "./report.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const plan = values.quick
  ? { questions: 10_000, rounds: 3, cedarMs: 100, hostileMs: 50 }
  : { questions: 100_000, rounds: 5, cedarMs: 2_000, hostileMs: 1_000 };
/** The largest first: Cedar's memory grows in small steps, each of which collects the engine's heap as well. */
const sizes = [10_000, 1_000, 100, 10, 1];
/** Any number gives such a corpus; this one gives the same one every time. */
const seed = 20_261_121;
/** Below, bytes per statement are those of a policy's own frame. */
const sharedFrom = 100;

async function measureSize(statements: number, everyLayer: boolean): Promise<Row> {
  const engine = startEngine({ statements, everyLayer, questions: plan.questions, seed });
  const policies = makePolicies(statements, seed, everyLayer);
  loadCedar(policies);
  const compileMs = timeCompile(policies);
  const compiled = compileLayers(policies);
  const questions = makeQuestions(policies, plan.questions, seed);
  const mix = describeMix(readRequests(questions, compiled), policies);

  const rates: Rate[] = [];
  const cedar: (Rate & Latency)[] = [];
  let asked = 0;
  let agreed = 0;
  for (let round = 0; round < plan.rounds; round += 1) {
    rates.push(await engine.rate());
    // Another part of the questions in each round; more than there is time for.
    const part = questions.slice(asked, asked + plan.cedarMs * 10);
    const sample = measureSample(part.map(readCall), plan.cedarMs, isAllowed);
    cedar.push(sample);
    asked += sample.answers.length;
    agreed += countAgreed(part, sample.answers, compiled);
  }
  const latency = await engine.latency();
  engine.end();
  process.stderr.write(`${statements} statements${everyLayer ? " in every layer" : ""}: done\n`);
  return {
    statements,
    everyLayer,
    mix,
    compileMicros: (compileMs * 1_000) / statements,
    memory: everyLayer || statements < sharedFrom ? undefined : measureMemory(statements, seed),
    perSecond: spreadOf(rates.map(({ perSecond }) => perSecond)),
    perCpuSecond: spreadOf(rates.map(({ perCpuSecond }) => perCpuSecond)),
    ...latency,
    cedar: {
      perSecond: spreadOf(cedar.map(({ perSecond }) => perSecond)),
      perCpuSecond: spreadOf(cedar.map(({ perCpuSecond }) => perCpuSecond)),
      p50Micros: Math.min(...cedar.map(({ p50Micros }) => p50Micros)),
      p99Micros: Math.min(...cedar.map(({ p99Micros }) => p99Micros)),
      asked,
      agreed,
    },
  };
}

/** CPU milliseconds of text → compiled, the best of several. */
function timeCompile(policies: Policies): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = process.cpuUsage();
    compileLayers(policies);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

function countAgreed(questions: readonly string[], answers: readonly boolean[], compiled: Compiled): number {
  const requests = readRequests(questions.slice(0, answers.length), compiled);
  return requests.filter((request, at) => evaluate(request).allowed === answers[at]).length;
}

const rows: Row[] = [];
for (const statements of sizes) rows.unshift(await measureSize(statements, false));
rows.push(await measureSize(1_000, true));
const run = {
  rows,
  hostile: measureHostile(plan.hostileMs),
  clockMicros: measureClock(),
  command: values.quick ? "npm run bench:policy -- --quick" : "npm run bench:policy",
  ...plan,
};
const report = formatReport(run);
process.stdout.write(report);
if (!values.quick) writeFileSync(new URL("../POLICY.md", import.meta.url), report);
// The corpus must be what the report says of it; how fast a machine is, is for its owner to judge.
if (listGoals(run).some(({ ofCorpus, met }) => ofCorpus && !met)) process.exitCode = 1;
