/**
 * One process at a time, without a system call for it (Node has no `flock`): a file that only one can create.
 * A holder that died is found out by its process id and start time; one that hangs, or that runs where we cannot see it,
 * by its heartbeat. All waiting is measured on the monotonic clock, so that a clock that is set changes nothing.
 */
import { lstat, open, readFile, rm, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeHex, TegataError } from "../../base/index.ts";
import { randomBytes, sha256Hex } from "../../crypto/index.ts";
import { unwritable } from "./private-folder.ts";
import { describeSelf, isGone } from "./process-identity.ts";

export interface FileLockOptions {
  /** Longer than a holder may take in honest work, a person's answer included. */
  readonly waitMs: number;
  /** A lock whose holder is neither known to be dead nor gives a sign of life for this long is taken over. */
  readonly staleMs?: number;
}

/** What a file says that somebody left, as one text: nobody else's lock has the same. */
interface Held {
  readonly identity: string;
  /** Changes with each sign of life. */
  readonly beat: number;
  readonly text: string;
}

const heartbeatMs = 1_000;
/** Many heartbeats: a loaded machine must not look dead. */
const defaultStaleMs = 15_000;
const firstPauseMs = 20;
const longestPauseMs = 200;
/** A holder's text is short; what is longer is not ours. */
const maxHolderCharacters = 1_000;

/**
 * Runs `work` while no other process, nor another caller here, holds the lock at `path`, whose folder must exist.
 * @throws TegataError `Busy` when the holder lives and does not end within `waitMs`; `FileUnwritable` before any work.
 */
export async function withFileLock<T>(
  path: string,
  options: FileLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const token = await acquire(path, options);
  const timer = setInterval(() => void beat(path, token), heartbeatMs);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await release(path, token);
  }
}

async function acquire(path: string, { waitMs, staleMs = defaultStaleMs }: FileLockOptions): Promise<string> {
  const token = encodeHex(randomBytes(16));
  const text = `${token} ${await describeSelf()}\n`;
  const started = performance.now();
  let pauseMs = firstPauseMs;
  let seen: Held | undefined;
  let seenAt = started;
  for (;;) {
    if (await create(path, text)) return token;
    const now = performance.now();
    const held = await look(path);
    if (held?.identity !== seen?.identity || held?.beat !== seen?.beat) {
      seen = held;
      seenAt = now;
    }
    const silentMs = now - seenAt;
    const isDead = held !== undefined && (silentMs > staleMs || (await isGone(held.text)));
    if (isDead && (await takeAway(path, held, silentMs > 2 * staleMs))) continue;
    if (now - started > waitMs) throw busy(path, held?.text ?? "", waitMs);
    await sleep(pauseMs);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}

/** Whether the lock is ours now. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx", 0o600);
    try {
      await handle.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // Windows says EPERM or EACCES for a file that is just being deleted.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES")))
      return false;
    throw unwritable(path, error);
  }
}

async function look(path: string): Promise<Held | undefined> {
  try {
    const { ino, mtimeMs } = await lstat(path);
    const text = (await readFile(path, "utf8")).slice(0, maxHolderCharacters);
    return { identity: sha256Hex(`${ino} ${text}`).slice(0, 16), beat: mtimeMs, text };
  } catch {
    return undefined;
  }
}

/**
 * Removes a dead holder's lock; whether it is worth trying at once. Among those who found it dead only the one that creates
 * the claim may remove it, and only while the lock is still the one that was found: a lock taken since is never removed.
 * @param isForced a claim that its maker did not live to use is in the way.
 */
async function takeAway(path: string, held: Held, isForced: boolean): Promise<boolean> {
  const claim = `${path}.${held.identity}`;
  if (isForced) await rm(claim, { force: true });
  const handle = await open(claim, "wx", 0o600).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    await handle.close();
    if ((await look(path))?.identity === held.identity) await rm(path, { force: true });
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

async function beat(path: string, token: string): Promise<void> {
  try {
    if (!(await isOurs(path, token))) return;
    // Any time will do that differs from the last one; nobody compares it with a clock.
    const now = new Date(performance.timeOrigin + performance.now());
    await utimes(path, now, now);
  } catch {
    // Taken over, or the disk is full: the others will see that no sign came.
  }
}

/** Leaves the lock of whoever took ours over. */
async function release(path: string, token: string): Promise<void> {
  if (await isOurs(path, token)) await rm(path, { force: true });
}

async function isOurs(path: string, token: string): Promise<boolean> {
  return (await look(path))?.text.startsWith(token) === true;
}

function busy(path: string, holder: string, waitMs: number): TegataError {
  const processId = /^\S+ (\d+)/.exec(holder)?.[1];
  const who = processId === undefined ? "another process" : `process ${processId}`;
  return new TegataError("Busy", `${who} has held "${path}" for more than ${waitMs / 1000} s`, {
    hint: processId === undefined ? `rm '${path}'` : `ps -p ${processId}`,
  });
}
