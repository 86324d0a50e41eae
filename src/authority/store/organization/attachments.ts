/** Which policies hang on which target. A target without rows of a kind has AWS's default policy of that kind. */
import type { Selectable } from "kysely";
import type { OrganizationAttachmentTable, OrganizationPolicyKind, Reader, Writer } from "../schema.ts";

export type OrganizationAttachmentRow = Selectable<OrganizationAttachmentTable>;

/** An attachment with what is attached; `document` is null for AWS's own policies. */
export interface AttachedDocument {
  readonly target: string;
  readonly kind: OrganizationPolicyKind;
  readonly policy_id: string;
  readonly document: string | null;
}

/** Every attachment of the organisation, in the order they were made. */
export async function listOrganizationAttachments(
  reader: Reader,
  managementId: string,
): Promise<OrganizationAttachmentRow[]> {
  return reader
    .selectFrom("organization_attachment")
    .selectAll()
    .where("account_id", "=", managementId)
    .orderBy("target")
    .orderBy("attached_at")
    .orderBy("policy_id")
    .execute();
}

/** Those of one target and kind, in the order they were made. */
export async function listAttachmentsOf(
  reader: Reader,
  managementId: string,
  target: string,
  kind: OrganizationPolicyKind,
): Promise<OrganizationAttachmentRow[]> {
  return reader
    .selectFrom("organization_attachment")
    .selectAll()
    .where("account_id", "=", managementId)
    .where("target", "=", target)
    .where("kind", "=", kind)
    .orderBy("attached_at")
    .orderBy("policy_id")
    .execute();
}

export async function isAttachedAnywhere(reader: Reader, policyId: string): Promise<boolean> {
  const row = await reader
    .selectFrom("organization_attachment")
    .select("target")
    .where("policy_id", "=", policyId)
    .executeTakeFirst();
  return row !== undefined;
}

/** All that decisions need, read by one statement. */
export async function loadAttachedDocuments(
  reader: Reader,
  managementId: string,
): Promise<readonly AttachedDocument[]> {
  return reader
    .selectFrom("organization_attachment as attached")
    .leftJoin("organization_policy as policy", "policy.policy_id", "attached.policy_id")
    .select(["attached.target", "attached.kind", "attached.policy_id", "policy.document"])
    .where("attached.account_id", "=", managementId)
    .orderBy("attached.target")
    .orderBy("attached.attached_at")
    .orderBy("attached.policy_id")
    .execute();
}

export async function insertOrganizationAttachment(
  tx: Writer,
  attachment: OrganizationAttachmentRow,
): Promise<void> {
  await tx.insertInto("organization_attachment").values(attachment).execute();
}

export async function deleteOrganizationAttachment(
  tx: Writer,
  managementId: string,
  target: string,
  policyId: string,
): Promise<void> {
  await tx
    .deleteFrom("organization_attachment")
    .where("account_id", "=", managementId)
    .where("target", "=", target)
    .where("policy_id", "=", policyId)
    .execute();
}
