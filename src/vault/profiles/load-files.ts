/** The shared files from disk. The only reading there is. */
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { type FileLocation, type FileLocations, locateFiles } from "./locate-files.ts";
import { parseSharedFiles } from "./merge-files.ts";
import type { FileKind, SharedFiles } from "./profile.ts";

/** Far above what anybody writes by hand; generated ones with thousands of profiles fit. */
export const maxSharedFileBytes = 4 * 1024 * 1024;

/** A shell starts the writer together with the reader. */
const pipePatienceMs = 3_000;

export interface LoadedFiles {
  readonly files: SharedFiles;
  readonly locations: FileLocations;
  /** Which of them are there; one that is not counts as empty. */
  readonly found: Readonly<Record<FileKind, boolean>>;
}

/**
 * Finds, reads and parses both files.
 * @throws TegataError `ProfileSyntax`, `FileUnreadable`, `FileTooLarge`, `FileNotUtf8`, `PathUnusable`.
 */
export async function loadSharedFiles(
  machine: Pick<Machine, "platform" | "env" | "home">,
): Promise<LoadedFiles> {
  const locations = locateFiles(machine);
  const [config, credentials] = await Promise.all([
    readSharedFile(locations.config),
    readSharedFile(locations.credentials),
  ]);
  const files = parseSharedFiles({
    config: { file: locations.config.path, text: config ?? "" },
    credentials: { file: locations.credentials.path, text: credentials ?? "" },
  });
  const found = { config: config !== undefined, credentials: credentials !== undefined };
  return { files, locations, found };
}

/** The text; undefined when there is no such file. */
export async function readSharedFile(
  location: Pick<FileLocation, "path" | "kind">,
): Promise<string | undefined> {
  const bytes = await readBytes(location);
  return bytes === undefined ? undefined : decodeText(bytes, location.path);
}

export async function readBytes({
  path,
  kind,
}: Pick<FileLocation, "path" | "kind">): Promise<Uint8Array | undefined> {
  try {
    const handle = await openPatiently(path, kind);
    try {
      if ((await handle.stat()).isDirectory()) throw unreadable(path, kind, "it is a folder");
      return await readAll(handle, path);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof TegataError) throw error;
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw unreadable(path, kind, reasons.get(code) ?? code, error);
  }
}

/** A pipe opens once somebody writes to it, as the shell does that hands over `<(…)`; nobody may. */
async function openPatiently(path: string, kind: FileKind): Promise<FileHandle> {
  if (!(await stat(path)).isFIFO()) return open(path, "r");
  let isLetGo = false;
  const timer = setTimeout(() => {
    isLetGo = true;
    // A writer that comes and goes is what the system's call waits for; without it this process could not even end.
    open(path, constants.O_WRONLY | constants.O_NONBLOCK).then(
      (writer) => writer.close(),
      () => undefined,
    );
  }, pipePatienceMs);
  try {
    const handle = await open(path, "r");
    if (!isLetGo) return handle;
    await handle.close();
    throw unreadable(path, kind, "it is a pipe, and nobody writes to it");
  } finally {
    clearTimeout(timer);
  }
}

// Not by its size: shells hand over pipes (`<(…)`), which have none.
async function readAll(handle: FileHandle, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(64 * 1024));
    if (bytesRead === 0) return Buffer.concat(parts);
    length += bytesRead;
    if (length > maxSharedFileBytes) throw tooLarge(path);
    parts.push(buffer.subarray(0, bytesRead));
  }
}

/** UTF-8 → text, with the byte order mark kept. @throws TegataError `FileNotUtf8` with the line. */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return decode(bytes);
  } catch (error) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const what = isUtf16 ? "UTF-16" : "not UTF-8";
    throw new TegataError("FileNotUtf8", `the file is ${what}, at ${path}:${isUtf16 ? 1 : badLine(bytes)}`, {
      hint: `iconv -f ${isUtf16 ? "UTF-16" : "ISO-8859-1"} -t UTF-8 '${path}'`,
      cause: error,
    });
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function badLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "this user may not read it"],
  ["EPERM", "this user may not read it"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "its links go in a circle"],
]);

function unreadable(path: string, kind: FileKind, why: string, cause?: unknown): TegataError {
  return new TegataError("FileUnreadable", `the ${kind} file "${path}" cannot be read: ${why}`, {
    hint: `ls -ld '${path}'`,
    cause,
  });
}

function tooLarge(path: string): TegataError {
  return new TegataError("FileTooLarge", `"${path}" has more than ${maxSharedFileBytes} bytes`, {
    hint: `ls -l '${path}'`,
  });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
