/** Edits of the shared files on disk. The only writing there is. */
import { constants } from "node:fs";
import {
  access,
  chown,
  type FileHandle,
  mkdir,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { encodeHex, TegataError } from "../../base/index.ts";
import { randomBytes } from "../../crypto/index.ts";
import { editFile } from "./edit/edit-file.ts";
import type { Edit } from "./edit/edits.ts";
import { codeOf, decodeText, readBytes } from "./load-files.ts";
import type { FileLocation } from "./locate-files.ts";

/** How often an edit is made anew because somebody else wrote in between. */
const maxAttempts = 5;
const maxLinks = 40;

type Target = Pick<FileLocation, "path" | "kind">;

/**
 * Makes the edits in the file, or in a new one that only its user may read.
 * @returns whether the file changed.
 * @throws TegataError `EditRefused`, `ProfileSyntax`, `FileUnreadable`, `FileUnwritable`, `FileChanged`; the file is
 * then as it was.
 */
export async function updateSharedFile(target: Target, edits: readonly Edit[]): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await readBytes(target);
    const text = decodeText(before ?? new Uint8Array(), target.path);
    const edited = editFile(text, edits, { file: target.path, kind: target.kind });
    if (edited === text) return false;
    try {
      await replaceSharedFile(target, before, Buffer.from(edited));
      return true;
    } catch (error) {
      const isRace = error instanceof TegataError && error.code === "FileChanged";
      if (!isRace || attempt === maxAttempts) throw error;
    }
  }
}

/**
 * Puts the content in the place of what was read before: readers see the old file or the new one, whole. Mode and owner
 * stay, links are followed and stay too.
 * @param before what was read; undefined when there was no file.
 * @throws TegataError `FileChanged` when the file is no longer what was read, `FileUnwritable`.
 */
export async function replaceSharedFile(
  target: Target,
  before: Uint8Array | undefined,
  content: Uint8Array,
): Promise<void> {
  try {
    const path = await followLinks(target.path);
    if (before === undefined) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    else await access(path, constants.W_OK);
    const fresh = await writeBeside(path, content, before !== undefined);
    try {
      // Between this look and the rename another writer has microseconds; a lock would not bind AWS's own tools.
      if (!isSame(before, await readBytes(target))) throw changed(target.path);
      await rename(fresh, path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw error instanceof TegataError ? error : unwritable(target, error);
  }
}

/** Where the content is, also when a link leads to a file that is not there yet. */
async function followLinks(path: string): Promise<string> {
  let current = path;
  for (let count = 0; count < maxLinks; count += 1) {
    const existing = await realpath(current).catch(unlessMissing);
    if (existing !== undefined) return existing;
    const next = await readlink(current).catch(unlessMissing);
    if (next === undefined) return current;
    current = resolve(dirname(current), next);
  }
  throw Object.assign(new Error("too many links"), { code: "ELOOP" });
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EINVAL") throw error;
}

async function writeBeside(path: string, content: Uint8Array, exists: boolean): Promise<string> {
  const fresh = `${path}.${encodeHex(randomBytes(8))}.tmp`;
  const handle = await open(fresh, "wx", 0o600);
  try {
    try {
      await handle.writeFile(content);
      if (exists) await keepOwnerAndMode(path, fresh, handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return fresh;
}

async function keepOwnerAndMode(path: string, fresh: string, handle: FileHandle): Promise<void> {
  const [old, made] = await Promise.all([stat(path), handle.stat()]);
  const isOurs = old.uid === made.uid && old.gid === made.gid;
  const isKept = isOurs || (await chown(fresh, old.uid, old.gid).then(yes, no));
  // SECURITY: the rights of one group are not those of another.
  await handle.chmod(old.mode & (isKept ? 0o777 : 0o700));
}

const yes = () => true;
const no = () => false;

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left === undefined || right === undefined ? left === right : Buffer.compare(left, right) === 0;
}

/** The rename itself. Windows opens no folders and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

function changed(path: string): TegataError {
  return new TegataError("FileChanged", `another program is writing "${path}"; it was not changed by us`, {
    hint: "run the command again",
  });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "this user may not write there"],
  ["EPERM", "this user may not write there"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EEXIST", "its folder is a file"],
  ["ENOTDIR", "its folder is a file"],
  ["ELOOP", "its links go in a circle"],
]);

function unwritable({ path, kind }: Target, cause: unknown): TegataError {
  const code = codeOf(cause);
  return new TegataError(
    "FileUnwritable",
    `the ${kind} file "${path}" cannot be written: ${reasons.get(code) ?? code}`,
    {
      hint: `ls -ld '${path}'`,
      cause,
    },
  );
}
