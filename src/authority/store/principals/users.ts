/** IAM users. Names are found by `name_key`, which ignores case. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Reader, UserTable, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";

export type UserRow = Selectable<UserTable>;

/** By name, in any case. */
export async function findUser(
  reader: Reader,
  accountId: string,
  name: string,
): Promise<UserRow | undefined> {
  return reader
    .selectFrom("iam_user")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("name_key", "=", name.toLowerCase())
    .executeTakeFirst();
}

export async function findUserById(reader: Reader, userId: string): Promise<UserRow | undefined> {
  return reader.selectFrom("iam_user").selectAll().where("user_id", "=", userId).executeTakeFirst();
}

/** Users of the account whose path begins with `pathPrefix`, by name key. */
export async function listUsers(
  reader: Reader,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<UserRow[]> {
  return reader
    .selectFrom("iam_user")
    .selectAll()
    .where("account_id", "=", accountId)
    .where((eb) => eb(eb.fn("substr", ["path", eb.lit(1), eb.val(pathPrefix.length)]), "=", pathPrefix))
    .where("name_key", ">", slice.after ?? "")
    .orderBy("name_key")
    .limit(slice.limit)
    .execute();
}

export async function countUsers(reader: Reader, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom("iam_user")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertUser(tx: Writer, user: Insertable<UserTable>): Promise<void> {
  await tx.insertInto("iam_user").values(user).execute();
}

export async function updateUser(tx: Writer, userId: string, change: Updateable<UserTable>): Promise<void> {
  await tx.updateTable("iam_user").set(change).where("user_id", "=", userId).execute();
}

export async function deleteUser(tx: Writer, userId: string): Promise<void> {
  await tx.deleteFrom("iam_user").where("user_id", "=", userId).execute();
}
