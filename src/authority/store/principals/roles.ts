/** IAM roles. Names are found by `name_key`, which ignores case. */
import type { Insertable, Selectable, Updateable } from "kysely";
import { parseArn } from "../../../base/index.ts";
import type { Reader, RoleTable, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";
import { countNamed, findNamed, listNamed } from "./named.ts";
import { findUser } from "./users.ts";

export type RoleRow = Selectable<RoleTable>;

/** By name, in any case. */
export function findRole(reader: Reader, accountId: string, name: string): Promise<RoleRow | undefined> {
  return findNamed(reader, "iam_role", accountId, name);
}

export async function findRoleById(
  reader: Reader,
  accountId: string,
  roleId: string,
): Promise<RoleRow | undefined> {
  return reader
    .selectFrom("iam_role")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("role_id", "=", roleId)
    .executeTakeFirst();
}

/** Roles of the account whose path begins with `pathPrefix`, by name key. */
export function listRoles(
  reader: Reader,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<RoleRow[]> {
  return listNamed(reader, "iam_role", accountId, pathPrefix, slice);
}

export async function listRolesById(reader: Reader, roleIds: readonly string[]): Promise<RoleRow[]> {
  if (roleIds.length === 0) return [];
  return reader
    .selectFrom("iam_role")
    .selectAll()
    .where("role_id", "in", [...roleIds])
    .execute();
}

export function countRoles(reader: Reader, accountId: string): Promise<number> {
  return countNamed(reader, "iam_role", accountId);
}

export async function insertRole(tx: Writer, role: Insertable<RoleTable>): Promise<void> {
  await tx.insertInto("iam_role").values(role).execute();
}

export async function updateRole(tx: Writer, roleId: string, change: Updateable<RoleTable>): Promise<void> {
  await tx.updateTable("iam_role").set(change).where("role_id", "=", roleId).execute();
}

export async function deleteRole(tx: Writer, roleId: string): Promise<void> {
  await tx.deleteFrom("iam_role").where("role_id", "=", roleId).execute();
}

/** The unique id of the user or role an ARN names, in any account of this authority; the ARN must fit exactly. */
export async function findPrincipalId(reader: Reader, arn: string): Promise<string | undefined> {
  const parts = parseArn(arn);
  const match = /^(user|role)(\/(?:.*\/)?)([^/]+)$/.exec(parts?.resource ?? "");
  if (parts === undefined || match === null) return undefined;
  const [, kind, path = "", name = ""] = match;
  if (arn !== `arn:aws:iam::${parts.accountId}:${kind}${path}${name}`) return undefined;
  const row =
    kind === "user"
      ? await findUser(reader, parts.accountId, name)
      : await findRole(reader, parts.accountId, name);
  if (row?.name !== name || row.path !== path) return undefined;
  return "user_id" in row ? row.user_id : row.role_id;
}

/** ARNs of the users and roles with these unique ids, by id, in any account; those that are gone are absent. */
export async function findPrincipalArns(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const users = await reader
    .selectFrom("iam_user")
    .select(["user_id as id", "account_id", "path", "name"])
    .where("user_id", "in", [...ids])
    .execute();
  const roles = await reader
    .selectFrom("iam_role")
    .select(["role_id as id", "account_id", "path", "name"])
    .where("role_id", "in", [...ids])
    .execute();
  const arnOf = (kind: string, row: { account_id: string; path: string; name: string }) =>
    `arn:aws:iam::${row.account_id}:${kind}${row.path}${row.name}`;
  return new Map([
    ...users.map((row) => [row.id, arnOf("user", row)] as const),
    ...roles.map((row) => [row.id, arnOf("role", row)] as const),
  ]);
}
