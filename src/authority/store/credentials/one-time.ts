/** Things that work once: sign-in tokens, replay ids. A conditional update decides, never a cache. */
import type { Writer } from "../schema.ts";

export interface OneTimeId {
  /** What it is for: `signin-token`. */
  readonly kind: string;
  readonly id: string;
}

/** Keeps a new, unused one until `expiresAt` (milliseconds). Throws a unique violation when the id is known. */
export async function insertOneTime(
  tx: Writer,
  oneTime: OneTimeId & { readonly expiresAt: number },
): Promise<void> {
  const { kind, id, expiresAt } = oneTime;
  await tx.insertInto("one_time").values({ kind, id, expires_at: expiresAt, used_at: null }).execute();
}

/** Whether this is the first use of one that is there and has not expired. `now` in milliseconds. */
export async function consumeOneTime(
  tx: Writer,
  oneTime: OneTimeId & { readonly now: number },
): Promise<boolean> {
  const result = await tx
    .updateTable("one_time")
    .set({ used_at: oneTime.now })
    .where("kind", "=", oneTime.kind)
    .where("id", "=", oneTime.id)
    .where("used_at", "is", null)
    .where("expires_at", ">", oneTime.now)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Forgets what has expired; the number of rows forgotten. */
export async function deleteExpiredOneTimes(tx: Writer, now: number): Promise<number> {
  const result = await tx.deleteFrom("one_time").where("expires_at", "<=", now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
