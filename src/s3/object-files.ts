/**
 * The objects folder: where the bytes of objects live, one file each, under names that say nothing.
 *
 * INVARIANT (whole-objects): a file stands in the folder itself only when all its bytes are checked and on disk; until
 * then it stands in `incoming/`, which is emptied at every start. A store row decides whether an object exists, so a
 * file without a row is left over from a crash and is removed as well.
 */
import { type FileHandle, mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folderMode = 0o700;
const fileMode = 0o600;
/** Random bytes in a file's name. */
const nameBytes = 16;
const namePattern = /^[0-9a-f]{32}$/;
/** How much of an object is in memory at a time while it is sent. */
const readBufferBytes = 256 * 1024;
/** How many leftover candidates are looked up in the store at a time. */
const sweepBatch = 200;

/** Bytes on their way in. Whoever makes one either keeps or discards it. */
export interface IncomingFile {
  readonly name: string;
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file part of the folder, durably; resolves once that is on disk. */
  keep(): Promise<void>;
  /** Removes the file; does nothing once it was kept. */
  discard(): Promise<void>;
}

export class ObjectFiles {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #random: (size: number) => Uint8Array;
  readonly #temporary: boolean;

  private constructor(folder: string, temporary: boolean, random: (size: number) => Uint8Array) {
    this.#folder = folder;
    this.#incoming = join(folder, "incoming");
    this.#temporary = temporary;
    this.#random = random;
  }

  /**
   * Opens the folder, making it when absent, and empties `incoming/`.
   * `:memory:` is a fresh folder (0700) in the system's temporary one, removed by `close`.
   * Rejects with Node's own error when the folder cannot be written.
   */
  static async open(folder: string, random: (size: number) => Uint8Array): Promise<ObjectFiles> {
    const temporary = folder === ":memory:";
    const path = temporary ? await mkdtemp(join(tmpdir(), "tegata-objects-")) : folder;
    await mkdir(path, { recursive: true, mode: folderMode });
    const files = new ObjectFiles(path, temporary, random);
    await files.#emptyIncoming();
    return files;
  }

  async create(): Promise<IncomingFile> {
    const name = Buffer.from(this.#random(nameBytes)).toString("hex");
    const path = join(this.#incoming, name);
    const handle = await open(path, "wx", fileMode);
    let state: "open" | "kept" | "discarded" = "open";
    return {
      name,
      write: (bytes) => writeAll(handle, bytes),
      keep: async () => {
        await handle.sync();
        await handle.close();
        await rename(path, join(this.#folder, name));
        state = "kept";
        await syncFolder(this.#folder);
      },
      discard: async () => {
        if (state !== "open") return;
        state = "discarded";
        await handle.close().catch(() => undefined);
        await rm(path, { force: true });
      },
    };
  }

  /** A kept file, ready to be read; undefined when it is gone (replaced or deleted since its row was read). */
  async open(name: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path(name), "r");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Removes kept files whose rows are gone already. */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(this.#path(name), { force: true });
  }

  /** The names of all kept files. */
  async list(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => namePattern.test(name));
  }

  /** Removes those of `names` that no row knows; `known` answers which of the given ones have a row. */
  async sweep(
    names: readonly string[],
    known: (names: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<void> {
    for (let start = 0; start < names.length; start += sweepBatch) {
      const batch = names.slice(start, start + sweepBatch);
      const kept = await known(batch);
      await this.remove(batch.filter((name) => !kept.has(name)));
    }
  }

  /** Removes every object's bytes. */
  async clear(): Promise<void> {
    await this.remove(await this.list());
  }

  async close(): Promise<void> {
    if (this.#temporary) await rm(this.#folder, { recursive: true, force: true });
  }

  async #emptyIncoming(): Promise<void> {
    await rm(this.#incoming, { recursive: true, force: true });
    await mkdir(this.#incoming, { mode: folderMode });
  }

  #path(name: string): string {
    // SECURITY: names come from our own rows; a damaged row must not reach outside the folder.
    if (!namePattern.test(name)) throw new Error("an object's row names no file of the objects folder");
    return join(this.#folder, name);
  }
}

/** Bytes `start` up to, not including, `end` of an open file; closes the file when read, broken off or destroyed. */
export function readStream(handle: FileHandle, start: number, end: number): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ start, end: end - 1, highWaterMark: readBufferBytes });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += (await handle.write(bytes, offset)).bytesWritten;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
