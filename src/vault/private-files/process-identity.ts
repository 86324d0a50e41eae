/** Which process wrote something, told so that another one can find out whether it still runs. */
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

let self: Promise<string> | undefined;

/** `PID START WHERE`, of this process. START is `-` where the system does not say when a process began. */
export function describeSelf(): Promise<string> {
  self ??= Promise.all([readStart(process.pid), readWhere()]).then(
    ([start, where]) => `${process.pid} ${start ?? "-"} ${where}`,
  );
  return self;
}

/**
 * Whether the process of a text that ends with a `describeSelf()` has ended for sure. False when that cannot be known:
 * it runs on another machine or in another container, or the text is none of ours.
 */
export async function isGone(text: string): Promise<boolean> {
  const parts = /(\d+) (\d+|-) (\S+)\s*$/.exec(text);
  if (parts === null || parts[3] !== (await readWhere())) return false;
  const processId = Number(parts[1]);
  if (!isRunning(processId)) return true;
  // The id may belong to a younger process by now.
  return parts[2] !== "-" && (await readStart(processId)) !== parts[2];
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/**
 * Linux: proc(5), /proc/pid/stat, field 22; the second field may hold anything between its parentheses. `0` for a process
 * that has ended and that its parent has not taken notice of yet.
 */
async function readStart(processId: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${processId}/stat`, "latin1").catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[0] === "Z" ? "0" : fields?.[19];
}

/** Process ids mean something within one boot of one machine, and on Linux within one namespace. */
async function readWhere(): Promise<string> {
  const [namespace, boot] = await Promise.all([
    readlink("/proc/self/ns/pid").catch(() => ""),
    readFile("/proc/sys/kernel/random/boot_id", "latin1").catch(() => ""),
  ]);
  return `${encodeURIComponent(hostname())}/${namespace}/${boot.trim()}`;
}
