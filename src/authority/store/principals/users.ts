/** IAM users. Names are found by `name_key`, which ignores case. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Reader, UserTable, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";
import { countNamed, findNamed, listNamed } from "./named.ts";

export type UserRow = Selectable<UserTable>;

/** By name, in any case. */
export function findUser(reader: Reader, accountId: string, name: string): Promise<UserRow | undefined> {
  return findNamed(reader, "iam_user", accountId, name);
}

export async function findUserById(
  reader: Reader,
  accountId: string,
  userId: string,
): Promise<UserRow | undefined> {
  return reader
    .selectFrom("iam_user")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
}

/** Users of the account whose path begins with `pathPrefix`, by name key. */
export function listUsers(
  reader: Reader,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<UserRow[]> {
  return listNamed(reader, "iam_user", accountId, pathPrefix, slice);
}

export function countUsers(reader: Reader, accountId: string): Promise<number> {
  return countNamed(reader, "iam_user", accountId);
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
