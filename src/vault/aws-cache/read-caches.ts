/** The files of AWS's caches from disk, each with what it holds and whose it is. */
import type { Stats } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { isMissing, readPrivateFile } from "../private-files/index.ts";
import type { SharedFiles } from "../profiles/index.ts";
import { type Contents, parseContents } from "./contents.ts";
import { type AwsCache, awsCacheFolders } from "./folders.ts";
import { type Owner, ownersOf } from "./owners.ts";

export interface CachedFile {
  readonly cache: AwsCache;
  readonly path: string;
  /** Profiles that make the AWS CLI use this file; none when no profile does any more. */
  readonly owners: readonly Owner[];
  readonly contents: Contents;
}

/** An answer of STS has a few KiB. */
const maxFileBytes = 256 * 1024;
/** Of one folder. */
const maxFiles = 10_000;

/**
 * Every `.json` file of those caches, by name; a folder that is not there is empty.
 * @throws TegataError `CacheUnreadable` for a folder that cannot be listed.
 */
export async function readAwsCaches(
  machine: Pick<Machine, "platform" | "env" | "home">,
  files: SharedFiles,
  caches: readonly AwsCache[],
): Promise<readonly CachedFile[]> {
  const folders = awsCacheFolders(machine);
  const owners = ownersOf(files);
  const { join } = machine.platform === "win32" ? win32 : posix;
  const found: CachedFile[] = [];
  for (const cache of caches) {
    for (const name of await namesIn(folders[cache])) {
      const path = join(folders[cache], name);
      found.push({ cache, path, owners: owners[cache].get(name) ?? [], contents: await readContents(path) });
    }
  }
  return found;
}

/** Removes one; whether it was there. A link goes, not what it points at. */
export async function removeCachedFile({ path }: Pick<CachedFile, "path">): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw new TegataError("CacheUnremovable", `"${path}" cannot be removed (${codeOf(error)})`, {
      hint: `ls -ld '${path}'`,
      cause: error,
    });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith(".json"))
      .sort()
      .slice(0, maxFiles);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new TegataError("CacheUnreadable", `"${folder}" cannot be listed (${codeOf(error)})`, {
      hint: `ls -ld '${folder}'`,
      cause: error,
    });
  }
}

async function readContents(path: string): Promise<Contents> {
  const problem = problemWith(await lstat(path).catch(() => undefined));
  if (problem !== undefined) return { kind: "unreadable", reason: problem };
  try {
    const bytes = await readPrivateFile(path, maxFileBytes);
    return bytes === undefined
      ? { kind: "unreadable", reason: "it is gone" }
      : parseContents(new TextDecoder().decode(bytes));
  } catch {
    return { kind: "unreadable", reason: "this user may not read it" };
  }
}

function problemWith(stat: Stats | undefined): string | undefined {
  if (stat === undefined) return "it is gone";
  if (!stat.isFile()) return "it is no plain file";
  return stat.size > maxFileBytes ? `it has more than ${maxFileBytes} bytes` : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
