/** Making received bytes an object or a part: the file first, then the row. */

import type { Store } from "../authority/store/index.ts";
import type { Writer } from "../authority/store/schema.ts";
import type { IncomingFile, ObjectFiles } from "./object-files.ts";

/**
 * Keeps `file`, then runs `commit` in one transaction; it answers the files that nobody owns any more.
 * INVARIANT (whole-objects): the file is on disk before the row says so, and a row's file goes only after the row.
 * When `commit` throws, the file is removed and the error passes on.
 */
export async function publish(
  store: Store,
  files: ObjectFiles,
  file: IncomingFile,
  commit: (tx: Writer) => Promise<readonly string[]>,
): Promise<void> {
  let orphans: readonly string[];
  try {
    await file.keep();
    orphans = await store.record(commit);
  } catch (error) {
    await file.discard();
    await files.remove([file.name]);
    throw error;
  }
  await files.remove(orphans);
}
