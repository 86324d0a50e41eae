/**
 * All items in one file that a passphrase opens, in age's format: `age -d keyring.age` shows them to a person without us.
 * One file, because many would tell how many secrets there are, and which one was changed when.
 */
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Platform } from "../../machine.ts";
import {
  ensurePrivateFolder,
  isMissing,
  readPrivateFile,
  removeLeftovers,
  replaceFile,
  withFileLock,
} from "../../private-files/index.ts";
import { keyringDamaged } from "../failures.ts";
import { checkItem, type Keyring, sortedNames } from "../keyring.ts";
import { decodeItems, encodeItems, type Items } from "./contents.ts";
import { type PassphraseSource, Unlocker } from "./unlocker.ts";

export interface FileKeyringOptions {
  /** Of the user alone; made where it is missing, once something is written. */
  readonly folder: string;
  readonly platform: Platform;
  readonly passphrase: PassphraseSource;
  /** What guessing a passphrase costs: scrypt with N = 2^logN. Default 17; tests have no time. */
  readonly logN?: number;
}

export const keyringFileName = "keyring.age";

/** Thousands of access keys. */
const maxFileBytes = 4 * 1024 * 1024;
/** Two derivations of a key and a disk's time, with others before us. */
const waitMs = 60_000;

/** A file as it was opened. */
interface Opened {
  readonly stamp: string;
  readonly items: Items;
}

export function createFileKeyring(options: FileKeyringOptions): Keyring {
  const path = join(options.folder, keyringFileName);
  const unlocker = new Unlocker(path, options.passphrase, options.logN);
  let opened: Opened | undefined;

  const open = async (): Promise<Items> => {
    // Who only looks makes no folder.
    const isThere = await stampOf(options.folder).then(
      (stamp) => stamp !== undefined,
      () => true,
    );
    if (isThere) await ensurePrivateFolder(options.folder, options.platform);
    const stamp = isThere ? await stampOf(path) : undefined;
    if (stamp === undefined) {
      opened = undefined;
      return new Map();
    }
    if (opened?.stamp !== stamp) opened = { stamp, items: await read(path, unlocker) };
    return opened.items;
  };
  const change = async (edit: (items: Map<string, Uint8Array>) => boolean): Promise<boolean> => {
    await ensurePrivateFolder(options.folder, options.platform);
    // SECURITY: the question for a passphrase comes before the lock, so that a person who leaves blocks nobody.
    await open();
    if (opened === undefined) await unlocker.choose();
    return withFileLock(`${path}.lock`, { waitMs }, async () => {
      const items = new Map(await open());
      if (!edit(items)) return false;
      await removeLeftovers(path);
      await replaceFile(path, await unlocker.seal(encodeItems(items)));
      opened = { stamp: (await stampOf(path)) ?? "", items };
      return true;
    });
  };

  return {
    kind: "file",
    async read(name) {
      checkItem(name);
      return (await open()).get(name)?.slice();
    },
    async write(name, secret) {
      checkItem(name, secret);
      await change((items) => {
        items.set(name, secret.slice());
        return true;
      });
    },
    async remove(name) {
      checkItem(name);
      return change((items) => items.delete(name));
    },
    list: async () => sortedNames((await open()).keys()),
    async lock() {
      opened = undefined;
      unlocker.forget();
    },
  };
}

/** Another one after each replacement; undefined when there is none. */
async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await lstat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function read(path: string, unlocker: Unlocker): Promise<Items> {
  const sealed = await readPrivateFile(path, maxFileBytes);
  if (sealed === undefined)
    throw keyringDamaged(`"${path}" is a link, no plain file, or larger than any keyring`, `ls -l '${path}'`);
  const items = decodeItems(await unlocker.open(sealed));
  if (items === undefined)
    throw keyringDamaged(
      `"${path}" opens, but what is in it is no keyring of this version`,
      `age -d '${path}'`,
    );
  return items;
}
