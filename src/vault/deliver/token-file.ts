/** A secret for one child in a file that only its user can read. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Secret } from "../../base/index.ts";
import type { Machine } from "../machine.ts";

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
 * Writes `token` without a line end (clients send the file as it is) to a new 0600 file in a new 0700 folder below `parent`.
 * SECURITY: the folder's name is random and it is made, not found, so nobody can have put anything there before.
 */
export async function writeTokenFile(parent: string | undefined, token: Secret): Promise<TokenFile> {
  const folder = await makeFolder(parent);
  const path = join(folder, "token");
  await writeFile(path, token.reveal(), { mode: 0o600, flag: "wx" });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `XDG_RUNTIME_DIR` often names a folder that is not there, after `su` for one. */
async function makeFolder(parent: string | undefined): Promise<string> {
  const name = "tegata-";
  if (parent === undefined) return mkdtemp(join(tmpdir(), name));
  return mkdtemp(join(parent, name)).catch(() => mkdtemp(join(tmpdir(), name)));
}
