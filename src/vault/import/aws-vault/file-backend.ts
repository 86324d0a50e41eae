/** AWS Vault's file backend: a folder with a file for each item. Read only. */
import { open, readdir } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { TegataError } from "../../../base/index.ts";
import type { Machine } from "../../machine.ts";
import { isSessionName, itemOfFileName } from "./item-names.ts";

export interface AwsVaultFile {
  readonly profile: string;
  readonly path: string;
}

/** An item with a key has less than a KiB. */
const maxItemBytes = 64 * 1024;

/** What was typed, AWS_VAULT_FILE_DIR, or AWS Vault's own place in the home folder; `~` is the home folder. */
export function awsVaultFolder(
  { platform, env, home }: Pick<Machine, "platform" | "env" | "home">,
  typed?: string,
): string {
  const path = platform === "win32" ? win32 : posix;
  const named = typed || env.AWS_VAULT_FILE_DIR || "~/.awsvault/keys/";
  return path.normalize(named.startsWith("~") ? path.join(home, named.slice(1)) : named);
}

/** The files with long-lived keys, by profile; undefined when there is no such folder. @throws TegataError `AwsVaultFolderUnreadable`. */
export async function listAwsVaultFiles(
  folder: string,
  platform: Machine["platform"],
): Promise<readonly AwsVaultFile[] | undefined> {
  const path = platform === "win32" ? win32 : posix;
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => ({ profile: itemOfFileName(name), path: path.join(folder, name) }))
      .filter(({ profile }) => !isSessionName(profile))
      .sort((left, right) => (left.profile < right.profile ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unreadable("folder", folder, error);
  }
}

/** @throws TegataError `AwsVaultFolderUnreadable`, `AwsVaultItemUnreadable`. */
export async function readAwsVaultFile({ path }: AwsVaultFile): Promise<string> {
  try {
    const handle = await open(path, "r");
    try {
      const buffer = Buffer.alloc(maxItemBytes + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (bytesRead > maxItemBytes) throw Object.assign(new Error("too large"), { code: "EFBIG" });
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable("file", path, error);
  }
}

function unreadable(what: string, path: string, cause: unknown): TegataError {
  return new TegataError(
    "AwsVaultFolderUnreadable",
    `AWS Vault's ${what} "${path}" cannot be read (${codeOf(cause)})`,
    { hint: `ls -ld '${path}'`, cause },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
