/** The data directory and the files in it: made readable for their owner only, and on disk before they are relied on. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { storeFailures } from "./failures.ts";

const directoryMode = 0o700;
const fileMode = 0o600;

/** Makes the directory when it is missing. Throws TegataError when it cannot be made, is a file, or cannot be written to. */
export function prepareDirectory(directory: string): void {
  try {
    if (!existsSync(directory)) createDirectory(directory);
    if (!statSync(directory).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
  } catch (error) {
    throw isReadOnly(error)
      ? storeFailures.readOnly(directory, error)
      : storeFailures.notUsable(directory, error);
  }
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw storeFailures.readOnly(directory, error);
  }
}

/** An empty file for SQLite to fill: SQLite itself would make it readable for everyone. */
export function createEmptyFile(file: string): void {
  closeSync(openSync(file, "wx", fileMode));
  syncDirectory(dirname(file));
}

/**
 * Writes a file that is not there yet, whole or not at all; when this returns it is on disk.
 * Another process must not do the same at the same time: the store's lock sees to that.
 */
export function createSecretFile(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  const handle = openSync(unfinished, "wx", fileMode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
  syncDirectory(dirname(file));
}

/** Whether the failure says that nothing may be written there. */
export function isReadOnly(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM";
}

/** A directory of ours keeps itself out of version control. */
function createDirectory(directory: string): void {
  const highest = mkdirSync(directory, { recursive: true, mode: directoryMode }) ?? directory;
  writeFileSync(join(directory, ".gitignore"), "*\n", { mode: fileMode });
  for (let made = directory; made.length >= highest.length; made = dirname(made))
    syncDirectory(dirname(made));
}

/** A new name is durable only when its directory has been synced. Windows cannot, and need not. */
function syncDirectory(directory: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(directory, "r");
    fsyncSync(handle);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function isUnsupported(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return (
    error.code === "EPERM" || error.code === "EISDIR" || error.code === "EINVAL" || error.code === "ENOTSUP"
  );
}
