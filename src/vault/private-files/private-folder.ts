/** Folders and files that nobody but their user may read or write. */
import { constants } from "node:fs";
import { lstat, mkdir, open } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { inShell, TegataError } from "../../base/index.ts";
import type { Platform } from "../machine.ts";

/** What the system says about a folder. */
export interface FolderFacts {
  readonly path: string;
  readonly isFolder: boolean;
  readonly ownerId: number;
  /** Permission bits: `0o700`. */
  readonly mode: number;
}

/**
 * Makes the folder (0700) where it is missing and refuses one that another user could have prepared.
 * On Windows the rights are those of the user's own folder, in which it is.
 * @throws TegataError `FolderUnsafe`, `FolderUnusable`.
 */
export async function ensurePrivateFolder(path: string, platform: Platform): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(path, error);
  }
  if (platform === "win32") return;
  const stat = await lstat(path);
  const facts = { path, isFolder: stat.isDirectory(), ownerId: stat.uid, mode: stat.mode & 0o777 };
  const problem = problemWithFolder(facts, userInfo().uid);
  if (problem !== undefined) throw problem;
}

/** undefined when the folder is the user's and closed to all others. A symbolic link is no folder here. */
export function problemWithFolder(facts: FolderFacts, userId: number): TegataError | undefined {
  const { path } = facts;
  if (!facts.isFolder)
    return new TegataError("FolderUnsafe", `"${path}" is not a folder, or a link to one`, {
      hint: `ls -ld '${path}'`,
    });
  if (facts.ownerId !== userId)
    return new TegataError(
      "FolderUnsafe",
      `"${path}" belongs to user ${facts.ownerId}, and we are ${userId}`,
      {
        hint: `ls -ld '${path}'`,
      },
    );
  if ((facts.mode & 0o077) !== 0)
    return new TegataError(
      "FolderUnsafe",
      `"${path}" has mode 0${facts.mode.toString(8)}, and other users must be kept out of it`,
      { hint: `chmod 700 '${path}'` },
    );
  return undefined;
}

/**
 * The whole file; undefined when there is none, or when it is longer than `maxBytes` or no plain file.
 * SECURITY: a symbolic link is not followed, and a pipe is not waited for.
 */
export async function readPrivateFile(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  // Windows has neither flag.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch((error: unknown) => {
    if (isMissing(error) || codeOf(error) === "ELOOP") return undefined;
    throw unusable(path, error);
  });
  if (handle === undefined) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

function unusable(path: string, cause: unknown): TegataError {
  const code = codeOf(cause);
  return new TegataError("FolderUnusable", `"${path}" cannot be used: ${refusals.get(code) ?? code}`, {
    hint: `ls -ld ${inShell(path)}`,
    cause,
  });
}

/** What the system's names for a refusal mean. Linux: open(2), mkdir(2), write(2), rename(2). */
const refusals: ReadonlyMap<string, string> = new Map([
  ["EACCES", "its rights keep this user out"],
  ["EPERM", "its rights keep this user out"],
  ["EEXIST", "a part of it is a file"],
  ["ENOTDIR", "a part of it is a file"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "this user's part of the disk is full"],
  ["EFBIG", "this shell allows no file of that size (ulimit -f)"],
]);

/** Why a file of ours could not be written: `FileUnwritable`. Nothing was changed. */
export function unwritable(path: string, cause: unknown): TegataError {
  const code = codeOf(cause);
  const isSpace = code === "ENOSPC" || code === "EDQUOT";
  return new TegataError("FileUnwritable", `"${path}" cannot be written: ${refusals.get(code) ?? code}`, {
    hint: `${isSpace ? "df -h" : "ls -ld"} ${inShell(dirname(path))}`,
    cause,
  });
}

/** Whether there is no room or no right for our files, which is nobody's attack. */
export function isUnwritable(error: unknown): boolean {
  return codeOf(error) === "FileUnwritable" || codeOf(error) === "FolderUnusable";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
