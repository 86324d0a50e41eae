/** IAM groups and who is in them. Names are found by `name_key`, which ignores case. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { GroupMemberTable, GroupTable, Reader, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";
import { countNamed, findNamed, listNamed } from "./named.ts";
import type { UserRow } from "./users.ts";

export type GroupRow = Selectable<GroupTable>;

/** By name, in any case. */
export function findGroup(reader: Reader, accountId: string, name: string): Promise<GroupRow | undefined> {
  return findNamed(reader, "iam_group", accountId, name);
}

/** Groups of the account whose path begins with `pathPrefix`, by name key. */
export function listGroups(
  reader: Reader,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<GroupRow[]> {
  return listNamed(reader, "iam_group", accountId, pathPrefix, slice);
}

export function countGroups(reader: Reader, accountId: string): Promise<number> {
  return countNamed(reader, "iam_group", accountId);
}

export async function insertGroup(tx: Writer, group: Insertable<GroupTable>): Promise<void> {
  await tx.insertInto("iam_group").values(group).execute();
}

export async function updateGroup(
  tx: Writer,
  groupId: string,
  change: Updateable<GroupTable>,
): Promise<void> {
  await tx.updateTable("iam_group").set(change).where("group_id", "=", groupId).execute();
}

export async function deleteGroup(tx: Writer, groupId: string): Promise<void> {
  await tx.deleteFrom("iam_group").where("group_id", "=", groupId).execute();
}

/** The group's users by name key. */
export async function listMembers(reader: Reader, groupId: string, slice: Slice): Promise<UserRow[]> {
  return reader
    .selectFrom("group_member")
    .innerJoin("iam_user", "iam_user.user_id", "group_member.user_id")
    .selectAll("iam_user")
    .where("group_member.group_id", "=", groupId)
    .where("iam_user.name_key", ">", slice.after ?? "")
    .orderBy("iam_user.name_key")
    .limit(slice.limit)
    .execute();
}

/** The groups a user is in, by name key: at most `GroupsPerUser` of them. */
export async function listGroupsOfUser(reader: Reader, userId: string): Promise<GroupRow[]> {
  return reader
    .selectFrom("group_member")
    .innerJoin("iam_group", "iam_group.group_id", "group_member.group_id")
    .selectAll("iam_group")
    .where("group_member.user_id", "=", userId)
    .orderBy("iam_group.name_key")
    .execute();
}

export async function insertMember(tx: Writer, member: Insertable<GroupMemberTable>): Promise<void> {
  await tx.insertInto("group_member").values(member).execute();
}

/** Whether the user was in the group. */
export async function deleteMember(tx: Writer, groupId: string, userId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom("group_member")
    .where("group_id", "=", groupId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
