/** Policies embedded in one user, group or role. Their names are unique within that entity, case included. */
import type { Selectable } from "kysely";
import type { InlinePolicyTable, Reader, Writer } from "../schema.ts";
import { entityKindOf } from "./entity-kind.ts";

export type InlinePolicyRow = Selectable<InlinePolicyTable>;

/** By name. */
export async function listInlinePolicies(reader: Reader, entityId: string): Promise<InlinePolicyRow[]> {
  return reader
    .selectFrom("inline_policy")
    .selectAll()
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .orderBy("name")
    .execute();
}

export async function findInlinePolicy(
  reader: Reader,
  entityId: string,
  name: string,
): Promise<InlinePolicyRow | undefined> {
  return reader
    .selectFrom("inline_policy")
    .selectAll()
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .where("name", "=", name)
    .executeTakeFirst();
}

/** Adds the policy, or replaces the one of the same name. */
export async function putInlinePolicy(tx: Writer, policy: InlinePolicyRow): Promise<void> {
  await deleteInlinePolicy(tx, policy.entity_id, policy.name);
  await tx.insertInto("inline_policy").values(policy).execute();
}

/** Whether there was one to remove. */
export async function deleteInlinePolicy(tx: Writer, entityId: string, name: string): Promise<boolean> {
  const result = await tx
    .deleteFrom("inline_policy")
    .where("entity_kind", "=", entityKindOf(entityId))
    .where("entity_id", "=", entityId)
    .where("name", "=", name)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
