/** Long-lived access keys of users and of the account root (`user_id` null). */
import type { Insertable, Selectable } from "kysely";
import type { AccessKeyTable, Reader, Writer } from "../schema.ts";

export type AccessKeyRow = Selectable<AccessKeyTable>;

export async function findAccessKey(reader: Reader, accessKeyId: string): Promise<AccessKeyRow | undefined> {
  return reader
    .selectFrom("access_key")
    .selectAll()
    .where("access_key_id", "=", accessKeyId)
    .executeTakeFirst();
}

/** The keys of a user, or of the account root when `userId` is null, oldest first. */
export async function listAccessKeys(
  reader: Reader,
  accountId: string,
  userId: string | null,
): Promise<AccessKeyRow[]> {
  return reader
    .selectFrom("access_key")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("user_id", userId === null ? "is" : "=", userId)
    .orderBy("created_at")
    .orderBy("access_key_id")
    .execute();
}

export async function insertAccessKey(tx: Writer, key: Insertable<AccessKeyTable>): Promise<void> {
  await tx.insertInto("access_key").values(key).execute();
}

export async function setAccessKeyStatus(
  tx: Writer,
  accessKeyId: string,
  status: AccessKeyRow["status"],
): Promise<void> {
  await tx.updateTable("access_key").set({ status }).where("access_key_id", "=", accessKeyId).execute();
}

export async function deleteAccessKey(tx: Writer, accessKeyId: string): Promise<void> {
  await tx.deleteFrom("access_key").where("access_key_id", "=", accessKeyId).execute();
}
