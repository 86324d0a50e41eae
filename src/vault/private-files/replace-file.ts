/** Files that are there whole or not at all, also after a crash. */
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { encodeHex } from "../../base/index.ts";
import { randomBytes } from "../../crypto/index.ts";
import { unwritable } from "./private-folder.ts";

const leftoverEnding = ".tmp";

/**
 * Puts `content` (0600) in the place of the file, on disk when it resolves. Readers see the old file or the new one.
 * @throws TegataError `FileUnwritable`; then the old file stands.
 */
export async function replaceFile(path: string, content: Uint8Array): Promise<void> {
  const fresh = `${path}.${encodeHex(randomBytes(8))}${leftoverEnding}`;
  const handle = await open(fresh, "wx", 0o600).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  try {
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw unwritable(path, error);
  }
  await syncFolder(dirname(path));
}

/** Removes what a killed writer of `path` left; only for whoever keeps other writers out. */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(leftoverEnding))
      await rm(join(folder, name), { force: true });
}

/** The rename itself. Windows cannot open folders and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
