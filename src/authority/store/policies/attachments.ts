/** Which managed policies hang on which users, groups and roles, and which are somebody's permissions boundary. */
import type { Selectable } from "kysely";
import type { AttachedPolicyTable, EntityKind, Reader, Writer } from "../schema.ts";
import { entityKindOf } from "./entity-kind.ts";

export type AttachmentRow = Selectable<AttachedPolicyTable>;

/** A user, group or role as ListEntitiesForPolicy names it. */
export interface EntityRow {
  readonly kind: EntityKind;
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** The entity's attachments in the order they were made. */
export async function listAttachments(reader: Reader, entityId: string): Promise<AttachmentRow[]> {
  return reader
    .selectFrom("attached_policy")
    .selectAll()
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .orderBy("attached_at")
    .orderBy("policy_arn")
    .execute();
}

export async function countAttachments(reader: Reader, entityId: string): Promise<number> {
  const row = await reader
    .selectFrom("attached_policy")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function isAttached(reader: Reader, entityId: string, policyArn: string): Promise<boolean> {
  const row = await reader
    .selectFrom("attached_policy")
    .select("policy_arn")
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .where("policy_arn", "=", policyArn)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertAttachment(tx: Writer, attachment: AttachmentRow): Promise<void> {
  await tx.insertInto("attached_policy").values(attachment).execute();
}

/** Whether there was one to remove. */
export async function deleteAttachment(tx: Writer, entityId: string, policyArn: string): Promise<boolean> {
  const result = await tx
    .deleteFrom("attached_policy")
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .where("policy_arn", "=", policyArn)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** How often each policy is attached in the account, by ARN; unattached ones are absent. */
export async function attachmentCounts(
  reader: Reader,
  accountId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom("attached_policy")
    .select((eb) => ["policy_arn", eb.fn.countAll<number>().as("count")])
    .where("account_id", "=", accountId)
    .groupBy("policy_arn")
    .execute();
  return new Map(rows.map((row) => [row.policy_arn, Number(row.count)]));
}

/** How many users and roles of the account have each policy as their boundary, by ARN. */
export async function boundaryCounts(
  reader: Reader,
  accountId: string,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of ["iam_user", "iam_role"] as const) {
    const rows = await reader
      .selectFrom(table)
      .select((eb) => ["boundary_arn", eb.fn.countAll<number>().as("count")])
      .where("account_id", "=", accountId)
      .where("boundary_arn", "is not", null)
      .groupBy("boundary_arn")
      .execute();
    for (const { boundary_arn: arn, count } of rows)
      if (arn !== null) counts.set(arn, (counts.get(arn) ?? 0) + Number(count));
  }
  return counts;
}

/** Users, groups and roles of the account that the policy is attached to. */
export async function listAttachedEntities(
  reader: Reader,
  accountId: string,
  policyArn: string,
): Promise<EntityRow[]> {
  const attached = reader
    .selectFrom("attached_policy")
    .select("entity_id")
    .where("account_id", "=", accountId)
    .where("policy_arn", "=", policyArn);
  const groups = await reader
    .selectFrom("iam_group")
    .select(["group_id as id", "name", "path"])
    .where("group_id", "in", attached)
    .orderBy("name_key")
    .execute();
  const users = await reader
    .selectFrom("iam_user")
    .select(["user_id as id", "name", "path"])
    .where("user_id", "in", attached)
    .orderBy("name_key")
    .execute();
  const roles = await reader
    .selectFrom("iam_role")
    .select(["role_id as id", "name", "path"])
    .where("role_id", "in", attached)
    .orderBy("name_key")
    .execute();
  return [...ofKind("group", groups), ...ofKind("user", users), ...ofKind("role", roles)];
}

/** Users and roles of the account that have the policy as their boundary. */
export async function listBoundaryEntities(
  reader: Reader,
  accountId: string,
  policyArn: string,
): Promise<EntityRow[]> {
  const users = await reader
    .selectFrom("iam_user")
    .select(["user_id as id", "name", "path"])
    .where("account_id", "=", accountId)
    .where("boundary_arn", "=", policyArn)
    .orderBy("name_key")
    .execute();
  const roles = await reader
    .selectFrom("iam_role")
    .select(["role_id as id", "name", "path"])
    .where("account_id", "=", accountId)
    .where("boundary_arn", "=", policyArn)
    .orderBy("name_key")
    .execute();
  return [...ofKind("user", users), ...ofKind("role", roles)];
}

function ofKind(kind: EntityKind, rows: readonly Omit<EntityRow, "kind">[]): EntityRow[] {
  return rows.map((row) => ({ kind, ...row }));
}
