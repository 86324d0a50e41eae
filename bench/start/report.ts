/** The page that a run leaves behind. */
import { cpus, loadavg, totalmem, type } from "node:os";
import type { Measured } from "./run.ts";

export interface Run {
  readonly rounds: number;
  readonly measured: readonly Measured[];
  /** Keyrings that do not work here. */
  readonly absent: readonly string[];
}

const mostOfNode = 1.3;
const mostOfAws = 0.35;
const mostCredentialMs = 20;
const nodeName = "`node -e 0`";
const awsName = "`aws --version`";

export function renderPage({ rounds, measured, absent }: Run): string {
  const node = timesOf(measured, nodeName);
  const aws = timesOf(measured, awsName);
  const [cpu] = cpus();
  return [
    "# What `npm run bench:start` measured",
    "",
    `- ${new Date().toISOString().slice(0, 10)}, \`npm run bench:start\`, ${rounds} rounds; load of the machine at its end ${loadavg()[0]?.toFixed(1)}`,
    `- ${cpus().length} × ${cpu?.model.trim().replace(/ \d.*$/, "")}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.version}`,
    "- The bundle as it is released, one command after the other, in an order that changes from round to round; times on the clock until the process has ended. The session is kept already, so that no service is called. Compiled code is kept between runs, as for everybody who uses the program.",
    `- Ratios are medians of the ratios of each round, to ${nodeName} and to ${awsName} of the same round, so that other work on the machine counts less.`,
    "- Unlocking: what choosing and opening the keyring takes in a process that runs already. The file's passphrase is derived with scrypt, N = 2^17; pass asks gpg for one item at a time when it is read, which is not in this column; an unlocked Secret Service gives its items.",
    ...(absent.length === 0 ? [] : [`- Not on this machine: ${absent.join(", ")}.`]),
    "",
    "| command | median ms | least ms | ÷ node | ÷ aws | unlocking ms |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...measured.map(
      ({ name, times, unlockMs }) =>
        `| ${name} | ${ms(median(times))} | ${ms(Math.min(...times))} | ${ratio(times, node)} | ${ratio(times, aws)} | ${unlockMs === undefined ? "" : ms(unlockMs)} |`,
    ),
    "",
    "Goals:",
    "",
    ...measured.flatMap((row) => goalsOf(row, node, aws)),
    "",
  ].join("\n");
}

function goalsOf({ name, times, goal }: Measured, node: readonly number[], aws: readonly number[]): string[] {
  if (goal === "credential")
    return [
      verdict(
        `${name}: at most ${mostCredentialMs} ms`,
        median(times) <= mostCredentialMs,
        `${ms(median(times))} ms`,
      ),
    ];
  if (goal !== "export") return [];
  const [ofNode, ofAws] = [paired(times, node), paired(times, aws)];
  return [
    verdict(`${name}: at most ${mostOfNode} × ${nodeName}`, ofNode <= mostOfNode, ofNode.toFixed(2)),
    ...(aws.length === 0
      ? []
      : [verdict(`${name}: at most ${mostOfAws} × ${awsName}`, ofAws <= mostOfAws, ofAws.toFixed(2))]),
  ];
}

function verdict(goal: string, isMet: boolean, value: string): string {
  return `- ${isMet ? "met" : "**missed**"}: ${goal}: ${value}`;
}

function timesOf(measured: readonly Measured[], name: string): readonly number[] {
  return measured.find((row) => row.name === name)?.times ?? [];
}

function ratio(times: readonly number[], base: readonly number[]): string {
  return base.length === 0 ? "" : paired(times, base).toFixed(2);
}

/** The median of the rounds' own ratios. */
function paired(times: readonly number[], base: readonly number[]): number {
  return median(times.map((time, round) => time / (base[round] ?? Number.NaN)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return value.toFixed(1);
}
