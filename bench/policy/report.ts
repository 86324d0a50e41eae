/** The page that a run leaves behind. */
import { cpus, totalmem, type } from "node:os";
import { simplifications } from "./cedar.ts";
import type { Mix } from "./engine.ts";
import { documentCharacters, type Hostile, managedCharacters, shapeCount } from "./hostile.ts";
import type { Latency, Spread } from "./measure.ts";
import type { Memory } from "./memory.ts";

export interface Row extends Latency {
  readonly statements: number;
  /** Whether they stand in a boundary, session and resource-based policies too. */
  readonly everyLayer: boolean;
  readonly mix: Mix;
  readonly compileMicros: number;
  readonly memory: Memory | undefined;
  readonly perSecond: Spread;
  readonly perCpuSecond: Spread;
  readonly cedar: Latency & {
    readonly perSecond: Spread;
    readonly perCpuSecond: Spread;
    readonly asked: number;
    readonly agreed: number;
  };
}

export interface Run {
  readonly rows: readonly Row[];
  readonly hostile: Hostile;
  readonly clockMicros: number;
  readonly command: string;
  readonly questions: number;
  readonly rounds: number;
  readonly cedarMs: number;
}

/** What the corpus must hold, of each outcome and of conditions and wildcards that decide; from this size on. */
const leastShare = 0.2;
const mixedFrom = 100;
const leastPerSecond = 500_000;
const mostHostileMs = 10;

export function formatReport(run: Run): string {
  const [processor] = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  return `# What \`npm run bench:policy\` measured

- ${new Date().toISOString().slice(0, 10)}, \`${run.command}\`
- ${cpus().length} × ${processor?.model ?? "unknown processor"}, ${gib} GiB, ${type()}, Node ${process.version}
- One thread decides. Goals are about decisions per second of CPU time, all threads of the process counted: on a machine that others use too, time on the clock says more about them.
- ${whole(run.questions)} distinct questions for each size, with 13 and more context keys each, all asked in each of ${run.rounds} rounds; nothing of a decision is kept. Texts are read from JSON anew in each round, so that none was seen before; that is not timed. Single decisions are timed one by one in another pass, the ${run.clockMicros.toFixed(2)} µs that the clock takes to read included.
- Statements stand in identity policies of 40 each; in the last line also in a boundary, a session policy and a resource-based policy, each of which is asked too. Three questions in ten are one fault away from a statement that allows.
- Cedar (\`@cedar-policy/cedar-wasm\`) answers as many of the same questions as fit into ${whole(run.cedarMs)} ms of each round, in turn with the engine, which has a process of its own; its latencies are those of its best round.

The engine:

${table(
  ["statements", ...rateHead, "p50 µs", "p99 µs"],
  run.rows.map((row) => [nameOf(row), ...ratesOf(row), row.p50Micros.toFixed(2), row.p99Micros.toFixed(2)]),
)}

Cedar; the ratio is of the medians by CPU time, "same answer" of allowing or not:

${table(
  ["statements", ...rateHead, "p50 µs", "p99 µs", "engine ÷ Cedar", "same answer"],
  run.rows.map(({ perCpuSecond, cedar, ...row }) => [
    nameOf(row),
    ...ratesOf(cedar),
    whole(cedar.p50Micros),
    whole(cedar.p99Micros),
    whole(perCpuSecond.median / cedar.perCpuSecond.median),
    `${whole(cedar.agreed)} of ${whole(cedar.asked)} (${percent(cedar.agreed / cedar.asked)})`,
  ]),
)}

Compiling (CPU time; a process's first, and the best of five that follow others) and memory, for each statement; memory once compiled, and after 20,000 decisions that touched every action:

${table(
  ["statements", "first compile ms", "compile ms", "bytes", "bytes in use"],
  run.rows.flatMap(({ statements, compileMicros, memory }) =>
    memory === undefined
      ? []
      : [
          [
            whole(statements),
            (memory.firstCompileMicros / 1_000).toFixed(3),
            (compileMicros / 1_000).toFixed(3),
            whole(memory.compiledBytes),
            whole(memory.usedBytes),
          ],
        ],
  ),
)}

How the questions come out, and how many are decided by a statement with a condition, or with a wildcard or variable in its resource:

${table(
  ["statements", "allow", "implicit deny", "explicit deny", "condition", "wildcard"],
  run.rows.map(({ mix, ...row }) => [nameOf(row), ...sharesOf(mix).map(percent)]),
)}

The first decision about an ARN of 2,048 characters, with the dearest of ${shapeCount} hostile shapes of pattern (\`*a*a*a…\` and its like):

${table(
  ["document, characters", "one pattern, ms", "full of patterns, ms"],
  [
    [whole(managedCharacters), run.hostile.patternMs.toFixed(2), run.hostile.managedMs.toFixed(2)],
    [whole(documentCharacters), run.hostile.longestMs.toFixed(2), run.hostile.documentMs.toFixed(2)],
  ],
)}

${table(
  ["goal", "limit", "measured", ""],
  listGoals(run).map(({ what, limit, measured, met }) => [what, limit, measured, met ? "met" : "missed"]),
)}

What was simplified for Cedar:

${simplifications.map((each) => `- ${each}`).join("\n")}
`;
}

const rateHead = ["per CPU s, best", "median", "per s, best", "median"];

function ratesOf(rates: { readonly perCpuSecond: Spread; readonly perSecond: Spread }): readonly string[] {
  const { perCpuSecond, perSecond } = rates;
  return [perCpuSecond.best, perCpuSecond.median, perSecond.best, perSecond.median].map(whole);
}

interface Goal {
  readonly what: string;
  readonly limit: string;
  readonly measured: string;
  readonly met: boolean;
  /** Whether it is about the questions rather than about the engine. */
  readonly ofCorpus: boolean;
}

export function listGoals({ rows, hostile }: Run): readonly Goal[] {
  const rateAt = (statements: number): number =>
    rows.find((row) => row.statements === statements && !row.everyLayer)?.perCpuSecond.best ?? Number.NaN;
  const medianAt = (statements: number): number =>
    rows.find((row) => row.statements === statements && !row.everyLayer)?.perCpuSecond.median ?? Number.NaN;
  const ratio = medianAt(10_000) / medianAt(1_000);
  const mixed = rows.filter(({ statements }) => statements >= mixedFrom).flatMap(({ mix }) => sharesOf(mix));
  const least = Math.min(...mixed);
  return [
    {
      what: "decisions per CPU second at 1,000 statements of identity policies, best round",
      limit: `≥ ${whole(leastPerSecond)}`,
      measured: whole(rateAt(1_000)),
      met: rateAt(1_000) >= leastPerSecond,
      ofCorpus: false,
    },
    {
      what: "10,000 statements ÷ 1,000 statements, by the medians",
      limit: "≥ 0.5",
      measured: ratio.toFixed(2),
      met: ratio >= 0.5,
      ofCorpus: false,
    },
    {
      what: "the dearest pattern of a managed policy, ms",
      limit: `≤ ${mostHostileMs}`,
      measured: hostile.patternMs.toFixed(2),
      met: hostile.patternMs <= mostHostileMs,
      ofCorpus: false,
    },
    {
      what: `least share of an outcome, of conditions or wildcards, from ${mixedFrom} statements on`,
      limit: `≥ ${percent(leastShare)}`,
      measured: percent(least),
      met: least >= leastShare,
      ofCorpus: true,
    },
  ];
}

function sharesOf({ outcomes, conditions, wildcards }: Mix): readonly number[] {
  const { allow, implicitDeny, explicitDeny } = outcomes;
  const all = allow + implicitDeny + explicitDeny;
  return [allow, implicitDeny, explicitDeny, conditions, wildcards].map((count) => count / all);
}

function nameOf({ statements, everyLayer }: Pick<Row, "statements" | "everyLayer">): string {
  return everyLayer ? `${whole(statements)}, four layers` : whole(statements);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
