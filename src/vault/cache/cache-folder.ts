/** The files of the cache: an entry `ID`, its lock `ID.lock`, and what killed processes leave. */
import { lstat, readdir, rm } from "node:fs/promises";
import { join, posix, win32 } from "node:path";
import type { Machine } from "../machine.ts";
import { cacheFolder, isMissing } from "../private-files/index.ts";

/** Each write looks at so many others. Ids are random, so that all files have their turn. */
const sweptPerWrite = 16;
/** What nobody can open, and what dead processes left, goes after the longest life of a session. */
const leftoverLifeMs = 36 * 60 * 60_000;
const namePattern = /^[0-9a-f]{64}/;
const idLength = 64;

/** Where sealed sessions are kept: one folder for all profiles. */
export function sessionCacheFolder(machine: Pick<Machine, "platform" | "env" | "home">): string {
  return (machine.platform === "win32" ? win32 : posix).join(cacheFolder(machine), "sessions");
}

/** Where sealed SSO tokens are kept. */
export function tokenFolder(machine: Pick<Machine, "platform" | "env" | "home">): string {
  return (machine.platform === "win32" ? win32 : posix).join(cacheFolder(machine), "tokens");
}

export class CacheFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  fileOf(id: string): string {
    return join(this.#path, id);
  }

  lockOf(id: string): string {
    return join(this.#path, `${id}.lock`);
  }

  /** Those of all entries, in order. */
  async ids(): Promise<readonly string[]> {
    return (await this.#names()).filter((name) => name.length === idLength);
  }

  /** Whether there was one. */
  async remove(id: string): Promise<boolean> {
    try {
      await rm(this.fileOf(id));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /**
   * Removes a few expired entries and leftovers: those whose names follow `id`. Never rejects: the next write tries again.
   * @param isLive undefined for an entry that cannot be opened.
   */
  async sweep(id: string, now: number, isLive: (id: string) => Promise<boolean | undefined>): Promise<void> {
    try {
      const names = (await this.#names()).filter((name) => name !== `${id}.lock`);
      const following = [...names.filter((name) => name > id), ...names.filter((name) => name < id)];
      for (const name of following.slice(0, sweptPerWrite)) {
        const path = join(this.#path, name);
        const live = name.length === idLength ? await isLive(name) : undefined;
        const isOld = now - (await lstat(path)).mtimeMs > leftoverLifeMs;
        if (live === false || (live === undefined && isOld)) await rm(path, { force: true });
      }
    } catch {
      // Another process removed it first, or the disk does not work: neither is this session's trouble.
    }
  }

  async #names(): Promise<readonly string[]> {
    const names = await readdir(this.#path).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => namePattern.test(name)).sort();
  }
}
