/**
 * Sessions that outlive a process: one sealed file for each id, and one mint at a time for each id, however many
 * processes ask. All problems of reading are misses; all problems of writing leave the session to whoever minted it.
 */
import { type Clock, encodeHex, TegataError } from "../../base/index.ts";
import { randomBytes, type SealingKey } from "../../crypto/index.ts";
import type { Keyring } from "../keyring/index.ts";
import type { Platform } from "../machine.ts";
import {
  ensurePrivateFolder,
  isUnwritable,
  readPrivateFile,
  replaceFile,
  withFileLock,
} from "../private-files/index.ts";
import { CacheFolder } from "./cache-folder.ts";
import { readCacheKey, readOrMakeCacheKey } from "./cache-key.ts";
import {
  type About,
  type Codec,
  type Entry,
  isUsable,
  maxEntryBytes,
  openEntry,
  sealEntry,
} from "./entry.ts";

export interface SessionCacheOptions<T> {
  /** `sessionCacheFolder(machine)`: of the user alone and for one codec alone; made where it is missing. */
  readonly folder: string;
  readonly platform: Platform;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly codec: Codec<T>;
  /** How long a lock's holder may be silent before others take over; default 15 s. */
  readonly staleMs?: number;
}

export interface Minted<T> {
  readonly value: T;
  /** Milliseconds since 1970; undefined for what never expires, which is handed out and not kept. */
  readonly expiration: number | undefined;
  /** For `list`; no secrets. */
  readonly about?: About;
}

export interface GetOptions {
  /** What is kept counts only when it lives that much longer; default 5 min, as AWS Vault. */
  readonly minTtlMs?: number;
}

export interface Session<T> {
  readonly value: T;
  readonly expiration: number | undefined;
  readonly about: About;
  /** Made by this call. */
  readonly isNew: boolean;
  /** Whether the next call will find it. */
  readonly isKept: boolean;
  /** What kept it from being kept, though it expires. */
  readonly whyNotKept?: string;
  /** For `drop`. */
  readonly mark: string;
}

export interface ListedSession {
  readonly id: string;
  readonly expiration: number;
  readonly mintedAt: number;
  readonly about: About;
}

export interface SessionCache<T> {
  /**
   * The session of that id: what is kept, or what `mint` makes while all others who want it wait. When `mint` rejects, so
   * does this call, nothing is kept, and each waiter tries in turn.
   * @throws TegataError `KeyringLocked` and its like before anything is minted; `FolderUnsafe`; `Busy`.
   */
  getOrMint(id: string, mint: () => Promise<Minted<T>>, options?: GetOptions): Promise<Session<T>>;
  /**
   * Forgets the session, for one when its service refused it; whether there was one. With the `mark` of what was refused
   * only that one goes: another process may have minted a better one since.
   */
  drop(id: string, mark?: string): Promise<boolean>;
  /** What is kept and lives, in no order. Needs the keyring. */
  list(): Promise<readonly ListedSession[]>;
  /** Forgets all of them, also those that nobody can open; how many there were. Needs no keyring. */
  clear(): Promise<number>;
}

const defaultMinTtlMs = 5 * 60_000;
/** MFA codes are waited for five minutes, a browser's sign-in ten. */
const waitMs = 11 * 60_000;
const idPattern = /^[0-9a-f]{64}$/;

export function createSessionCache<T>(options: SessionCacheOptions<T>): SessionCache<T> {
  return new FileSessionCache(options);
}

class FileSessionCache<T> implements SessionCache<T> {
  readonly #options: SessionCacheOptions<T>;
  readonly #folder: CacheFolder;
  #key: Promise<SealingKey> | undefined;

  constructor(options: SessionCacheOptions<T>) {
    this.#options = options;
    this.#folder = new CacheFolder(options.folder);
  }

  async getOrMint(
    id: string,
    mint: () => Promise<Minted<T>>,
    { minTtlMs = defaultMinTtlMs }: GetOptions = {},
  ): Promise<Session<T>> {
    const { clock, folder, platform, staleMs } = this.#options;
    checkId(id);
    let key: SealingKey;
    try {
      await ensurePrivateFolder(folder, platform);
      key = await this.#keyToSeal();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      return notKept(await mint(), error);
    }
    const kept = await this.#read(id, key);
    if (kept !== undefined && isUsable(kept, clock.now(), minTtlMs)) return found(kept);
    const lockOptions = { waitMs, ...(staleMs !== undefined && { staleMs }) };
    let isLocked = false;
    const findOrMint = async (): Promise<Session<T>> => {
      isLocked = true;
      const present = await this.#read(id, key);
      // Who waited takes what was made meanwhile, however short it lives: the next mint would live no longer.
      const wanted = present !== undefined && present.mark !== kept?.mark ? 0 : minTtlMs;
      if (present !== undefined && isUsable(present, clock.now(), wanted)) return found(present);
      return this.#keep(id, key, await mint());
    };
    try {
      return await withFileLock(this.#folder.lockOf(id), lockOptions, findOrMint);
    } catch (error) {
      // A full disk is no reason to withhold a session; that each call makes its own is said by `whyNotKept`.
      if (isLocked || !isUnwritable(error)) throw error;
      return notKept(await mint(), error);
    }
  }

  async drop(id: string, mark?: string): Promise<boolean> {
    checkId(id);
    if (mark !== undefined) {
      const key = await readCacheKey(this.#options.keyring);
      const entry = key && (await this.#read(id, key));
      if (entry !== undefined && entry.mark !== mark) return false;
    }
    return this.#folder.remove(id);
  }

  async list(): Promise<readonly ListedSession[]> {
    const ids = await this.#folder.ids();
    const key = ids.length === 0 ? undefined : await readCacheKey(this.#options.keyring);
    if (key === undefined) return [];
    const now = this.#options.clock.now();
    const listed: ListedSession[] = [];
    for (const id of ids) {
      const entry = await this.#read(id, key);
      if (entry === undefined || !isUsable(entry, now, 0)) continue;
      const { expiration, mintedAt, about } = entry;
      listed.push({ id, expiration, mintedAt, about });
    }
    return listed;
  }

  async clear(): Promise<number> {
    const removed = await Promise.all((await this.#folder.ids()).map((id) => this.#folder.remove(id)));
    return removed.filter(Boolean).length;
  }

  async #keep(id: string, key: SealingKey, minted: Minted<T>): Promise<Session<T>> {
    const { value, expiration, about = {} } = minted;
    if (expiration === undefined) return notKept(minted);
    const mark = encodeHex(randomBytes(8));
    const { clock, codec } = this.#options;
    const sealed = sealEntry({ value, expiration, about, mark, mintedAt: clock.now() }, id, key, codec);
    try {
      await replaceFile(this.#folder.fileOf(id), sealed);
    } catch (error) {
      // Nor is it one to withhold what was paid for with a code.
      return notKept(minted, error);
    }
    await this.#folder.sweep(id, clock.now(), async (other) => {
      const entry = await this.#read(other, key);
      return entry && isUsable(entry, clock.now(), 0);
    });
    return { value, expiration, about, mark, isNew: true, isKept: true };
  }

  async #read(id: string, key: SealingKey): Promise<Entry<T> | undefined> {
    const bytes = await readPrivateFile(this.#folder.fileOf(id), maxEntryBytes);
    return bytes && openEntry(bytes, id, key, this.#options.codec);
  }

  #keyToSeal(): Promise<SealingKey> {
    this.#key ??= readOrMakeCacheKey(this.#options.keyring, this.#options.folder).catch((error: unknown) => {
      // Somebody may unlock the keyring for the next call.
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }
}

function found<T>({ value, expiration, about, mark }: Entry<T>): Session<T> {
  return { value, expiration, about, mark, isNew: false, isKept: true };
}

function notKept<T>({ value, expiration, about = {} }: Minted<T>, error?: unknown): Session<T> {
  const session = { value, expiration, about, mark: encodeHex(randomBytes(8)), isNew: true, isKept: false };
  return error instanceof Error ? { ...session, whyNotKept: error.message } : session;
}

/** Ids become names of files. */
function checkId(id: string): void {
  if (!idPattern.test(id))
    throw new TegataError("CacheIdMalformed", "a cache id is 64 small hexadecimal digits");
}
