/** Service and resource control policies of the organisation. AWS's own two are not rows. */
import type { Selectable } from "kysely";
import type { OrganizationPolicyKind, OrganizationPolicyTable, Reader, Writer } from "../schema.ts";

export type OrganizationPolicyRow = Selectable<OrganizationPolicyTable>;

/** Names are compared exactly and are unique among both kinds. */
export async function findOrganizationPolicy(
  reader: Reader,
  managementId: string,
  name: string,
): Promise<OrganizationPolicyRow | undefined> {
  return reader
    .selectFrom("organization_policy")
    .selectAll()
    .where("account_id", "=", managementId)
    .where("name", "=", name)
    .executeTakeFirst();
}

/** By name. */
export async function listOrganizationPolicies(
  reader: Reader,
  managementId: string,
): Promise<OrganizationPolicyRow[]> {
  return reader
    .selectFrom("organization_policy")
    .selectAll()
    .where("account_id", "=", managementId)
    .orderBy("name")
    .execute();
}

export async function countOrganizationPolicies(
  reader: Reader,
  managementId: string,
  kind: OrganizationPolicyKind,
): Promise<number> {
  const row = await reader
    .selectFrom("organization_policy")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", managementId)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Throws a unique violation when the name is taken. */
export async function insertOrganizationPolicy(tx: Writer, policy: OrganizationPolicyRow): Promise<void> {
  await tx.insertInto("organization_policy").values(policy).execute();
}

export async function updateOrganizationPolicy(
  tx: Writer,
  policyId: string,
  change: Pick<OrganizationPolicyRow, "description" | "document" | "updated_at">,
): Promise<void> {
  await tx.updateTable("organization_policy").set(change).where("policy_id", "=", policyId).execute();
}

/** Call it when nothing has it attached. */
export async function deleteOrganizationPolicy(tx: Writer, policyId: string): Promise<void> {
  await tx.deleteFrom("organization_policy").where("policy_id", "=", policyId).execute();
}
