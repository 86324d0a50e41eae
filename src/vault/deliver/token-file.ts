/** A secret for one child in a file that only its user can read. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Secret } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { describeSelf, isGone, readPrivateFile } from "../private-files/index.ts";

const folderPrefix = "tegata-";
/** As mkdtemp(3) makes them. */
const folderPattern = new RegExp(`^${folderPrefix}[A-Za-z0-9]{6}$`);
/** Beside the token: whose it is, for whoever finds it. */
const ownerName = "owner";
const maxOwnerBytes = 1_024;

export interface TokenFile {
  readonly path: string;
  /** Deletes it and its folder. */
  remove(): Promise<void>;
}

/** The folder for what lives as long as a session: the user's own where the system has one. */
export function runtimeFolder({ platform, env }: Pick<Machine, "platform" | "env">): string | undefined {
  if (platform === "win32") return env.TEMP || env.TMP || undefined;
  return (platform === "linux" && env.XDG_RUNTIME_DIR) || env.TMPDIR || undefined;
}

/**
 * Writes `token` without a line end (clients send the file as it is) to a new 0600 file in a new 0700 folder below `parent`,
 * and takes away the folders of those who were killed before they could.
 * SECURITY: the folder's name is random and it is made, not found, so nobody can have put anything there before.
 */
export async function writeTokenFile(parent: string | undefined, token: Secret): Promise<TokenFile> {
  const folder = await makeFolder(parent);
  const path = join(folder, "token");
  const options = { mode: 0o600, flag: "wx" } as const;
  await writeFile(join(folder, ownerName), await describeSelf(), options);
  await writeFile(path, token.reveal(), options);
  await sweep(dirname(folder));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Removes what dead processes of this user left; nothing that has not our name and says whose it is. */
async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((other) => folderPattern.test(other))) {
    const folder = join(parent, name);
    const owner = await readPrivateFile(join(folder, ownerName), maxOwnerBytes).catch(() => undefined);
    if (owner === undefined || !(await isGone(new TextDecoder().decode(owner)))) continue;
    // Somebody else's stays: the system refuses.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** `XDG_RUNTIME_DIR` often names a folder that is not there, after `su` for one. */
async function makeFolder(parent: string | undefined): Promise<string> {
  if (parent === undefined) return mkdtemp(join(tmpdir(), folderPrefix));
  return mkdtemp(join(parent, folderPrefix)).catch(() => mkdtemp(join(tmpdir(), folderPrefix)));
}
