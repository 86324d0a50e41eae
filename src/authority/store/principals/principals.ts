/** What authentication and authorisation read: keys, users and roles by their ids. */
import type { Selectable } from "kysely";
import type { AccessKeyTable, Reader, RoleTable, UserTable } from "../schema.ts";

export async function findUserById(
  reader: Reader,
  accountId: string,
  userId: string,
): Promise<Selectable<UserTable> | undefined> {
  return reader
    .selectFrom("iam_user")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
}

export async function findRoleById(
  reader: Reader,
  accountId: string,
  roleId: string,
): Promise<Selectable<RoleTable> | undefined> {
  return reader
    .selectFrom("iam_role")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("role_id", "=", roleId)
    .executeTakeFirst();
}

export async function findAccessKeyById(
  reader: Reader,
  accessKeyId: string,
): Promise<Selectable<AccessKeyTable> | undefined> {
  return reader
    .selectFrom("access_key")
    .selectAll()
    .where("access_key_id", "=", accessKeyId)
    .executeTakeFirst();
}
