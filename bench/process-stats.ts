/** What the kernel says about another process. Linux only. */
import { readFileSync } from "node:fs";

/** The kernel counts CPU time in hundredths of a second. */
const microsecondsPerTick = 10_000;

/** User and system time of all threads since the process began, microseconds. */
export function readCpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces; utime and stime are the 12th and 13th words after it.
  const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(words[11]) + Number(words[12])) * microsecondsPerTick;
}

/** Resident memory, MiB. */
export function readResidentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? 0) / 1024;
}
