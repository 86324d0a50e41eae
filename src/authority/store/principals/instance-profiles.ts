/** Instance profiles: the envelope in which an EC2 instance is handed one role. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { InstanceProfileTable, Reader, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";
import { countNamed, findNamed, listNamed } from "./named.ts";

export type InstanceProfileRow = Selectable<InstanceProfileTable>;

/** By name, in any case. */
export function findInstanceProfile(
  reader: Reader,
  accountId: string,
  name: string,
): Promise<InstanceProfileRow | undefined> {
  return findNamed(reader, "instance_profile", accountId, name);
}

/** Profiles of the account whose path begins with `pathPrefix`, by name key. */
export function listInstanceProfiles(
  reader: Reader,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<InstanceProfileRow[]> {
  return listNamed(reader, "instance_profile", accountId, pathPrefix, slice);
}

/** Profiles that hold the role, by name key. */
export async function listInstanceProfilesOfRole(
  reader: Reader,
  roleId: string,
  slice: Slice,
): Promise<InstanceProfileRow[]> {
  return reader
    .selectFrom("instance_profile")
    .selectAll()
    .where("role_id", "=", roleId)
    .where("name_key", ">", slice.after ?? "")
    .orderBy("name_key")
    .limit(slice.limit)
    .execute();
}

export function countInstanceProfiles(reader: Reader, accountId: string): Promise<number> {
  return countNamed(reader, "instance_profile", accountId);
}

export async function insertInstanceProfile(
  tx: Writer,
  profile: Insertable<InstanceProfileTable>,
): Promise<void> {
  await tx.insertInto("instance_profile").values(profile).execute();
}

export async function updateInstanceProfile(
  tx: Writer,
  profileId: string,
  change: Updateable<InstanceProfileTable>,
): Promise<void> {
  await tx.updateTable("instance_profile").set(change).where("instance_profile_id", "=", profileId).execute();
}

export async function deleteInstanceProfile(tx: Writer, profileId: string): Promise<void> {
  await tx.deleteFrom("instance_profile").where("instance_profile_id", "=", profileId).execute();
}
