/** Secrets that are too long for a keyring and not sessions of STS: SSO's tokens and registrations, sealed as those are. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type SealingKey, sha256Hex } from "../../crypto/index.ts";
import type { Keyring } from "../keyring/index.ts";
import type { Platform } from "../machine.ts";
import {
  ensurePrivateFolder,
  isMissing,
  readPrivateFile,
  replaceFile,
  withFileLock,
} from "../private-files/index.ts";
import { readCacheKey, readOrMakeCacheKey } from "./cache-key.ts";

export interface SealedFiles {
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, secret: Uint8Array): Promise<void>;
  /** Runs the work once for all who ask for it under the same name at a time, across processes. */
  once<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Whether there was one. Needs no keyring. */
  remove(name: string): Promise<boolean>;
  /** Removes all of them; how many there were. Needs no keyring. */
  clear(): Promise<number>;
}

export interface SealedFilesOptions {
  /** Of the user alone; made where it is missing. */
  readonly folder: string;
  readonly platform: Platform;
  readonly keyring: Keyring;
}

const maxFileBytes = 256 * 1024;
/** A sign-in in a browser may take ten minutes. */
const waitMs = 11 * 60_000;
const idPattern = /^[0-9a-f]{64}$/;

/** A file of each name, which is hashed: whoever lists the folder learns how many there are and no more. */
export function createSealedFiles({ folder, platform, keyring }: SealedFilesOptions): SealedFiles {
  const prepare = (): Promise<void> => ensurePrivateFolder(folder, platform);
  const fileOf = (id: string): string => join(folder, id);
  return {
    async read(name) {
      await prepare();
      const id = sha256Hex(name);
      const bytes = await readPrivateFile(fileOf(id), maxFileBytes);
      const key: SealingKey | undefined = bytes && (await readCacheKey(keyring));
      return bytes && key?.open(bytes, labelOf(id));
    },
    async write(name, secret) {
      await prepare();
      const id = sha256Hex(name);
      const key = await readOrMakeCacheKey(keyring, folder);
      await replaceFile(fileOf(id), key.seal(secret, labelOf(id)));
    },
    async once(name, work) {
      await prepare();
      return withFileLock(join(folder, `${sha256Hex(name)}.lock`), { waitMs }, work);
    },
    async remove(name) {
      return rm(fileOf(sha256Hex(name))).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      );
    },
    async clear() {
      const ids = (await namesIn(folder)).filter((name) => idPattern.test(name));
      for (const id of ids) await rm(fileOf(id), { force: true });
      return ids.length;
    },
  };
}

/** What is sealed belongs to one file and format: INVARIANT (entry-belongs-to-its-id). */
function labelOf(id: string): string {
  return `tegata/sealed-file/1/${id}`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
