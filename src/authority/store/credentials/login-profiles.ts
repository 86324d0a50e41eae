/** Console passwords of users, as scrypt hashes. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { LoginProfileTable, Reader, Writer } from "../schema.ts";

export type LoginProfileRow = Selectable<LoginProfileTable>;

export async function findLoginProfile(reader: Reader, userId: string): Promise<LoginProfileRow | undefined> {
  return reader.selectFrom("login_profile").selectAll().where("user_id", "=", userId).executeTakeFirst();
}

export async function insertLoginProfile(tx: Writer, profile: Insertable<LoginProfileTable>): Promise<void> {
  await tx.insertInto("login_profile").values(profile).execute();
}

/** Changes the profile if its password is still the one the caller has seen; whether it was. */
export async function updateLoginProfile(
  tx: Writer,
  seen: Pick<LoginProfileRow, "user_id" | "password_hash">,
  change: Updateable<LoginProfileTable>,
): Promise<boolean> {
  const result = await tx
    .updateTable("login_profile")
    .set(change)
    .where("user_id", "=", seen.user_id)
    .where("password_hash", "=", seen.password_hash)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteLoginProfile(tx: Writer, userId: string): Promise<void> {
  await tx.deleteFrom("login_profile").where("user_id", "=", userId).execute();
}
