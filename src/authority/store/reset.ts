/** Test mode's reset: one account back to what founding made, with the keys it was founded with. */
import { administratorAccessArn, adminUserName } from "../accounts/founding.ts";
import type { Writer } from "./schema.ts";

/** In the order in which rows refer to each other. Tables with an account of their own. */
const emptied = [
  "attached_policy",
  "inline_policy",
  "group_member",
  "login_profile",
  "mfa_device",
  "instance_profile",
  "iam_role",
  "iam_group",
  "oidc_provider",
  "organization_attachment",
  "organization_policy",
  "organization_member",
] as const;

/** Call it in `store.write(accountId, …)`. `now` is milliseconds. */
export async function resetAccount(tx: Writer, accountId: string, now: number): Promise<void> {
  for (const table of emptied) await tx.deleteFrom(table).where("account_id", "=", accountId).execute();
  await deletePolicies(tx, accountId);
  await deleteBuckets(tx, accountId);
  await keepFoundingKeys(tx, accountId);
  await tx
    .deleteFrom("iam_user")
    .where("account_id", "=", accountId)
    .where("name_key", "!=", adminUserName)
    .execute();
  await tx
    .updateTable("account")
    .set({ alias: null, password_policy: null })
    .where("account_id", "=", accountId)
    .execute();
  await restoreAdmin(tx, accountId, now);
}

/** Call it in `store.record`: nothing that works once is left. */
export async function forgetOneTimeThings(tx: Writer): Promise<void> {
  await tx.deleteFrom("one_time").execute();
}

async function deletePolicies(tx: Writer, accountId: string): Promise<void> {
  const own = tx.selectFrom("managed_policy").select("policy_id").where("account_id", "=", accountId);
  await tx.deleteFrom("policy_version").where("policy_id", "in", own).execute();
  await tx.deleteFrom("managed_policy").where("account_id", "=", accountId).execute();
}

async function deleteBuckets(tx: Writer, accountId: string): Promise<void> {
  const own = tx.selectFrom("bucket").select("name").where("account_id", "=", accountId);
  await tx.deleteFrom("s3_object").where("bucket", "in", own).execute();
  const uploads = tx.selectFrom("multipart_upload").select("upload_id").where("bucket", "in", own);
  await tx.deleteFrom("multipart_part").where("upload_id", "in", uploads).execute();
  await tx.deleteFrom("multipart_upload").where("bucket", "in", own).execute();
  await tx.deleteFrom("bucket").where("account_id", "=", accountId).execute();
}

/** The oldest key of root and of admin stays, active again; a key that was deleted is gone: its secret is nowhere. */
async function keepFoundingKeys(tx: Writer, accountId: string): Promise<void> {
  const admin = tx
    .selectFrom("iam_user")
    .select("user_id")
    .where("account_id", "=", accountId)
    .where("name_key", "=", adminUserName);
  const keys = await tx
    .selectFrom("access_key")
    .select(["access_key_id", "user_id"])
    .where("account_id", "=", accountId)
    .where((where) => where.or([where("user_id", "is", null), where("user_id", "in", admin)]))
    .orderBy("created_at")
    .execute();
  const kept = [keys.find((key) => key.user_id === null), keys.find((key) => key.user_id !== null)]
    .filter((key) => key !== undefined)
    .map((key) => key.access_key_id);
  await tx
    .deleteFrom("access_key")
    .where("account_id", "=", accountId)
    .$if(kept.length > 0, (query) => query.where("access_key_id", "not in", kept))
    .execute();
  await tx.updateTable("access_key").set({ status: "Active" }).where("account_id", "=", accountId).execute();
}

async function restoreAdmin(tx: Writer, accountId: string, now: number): Promise<void> {
  const admin = await tx
    .selectFrom("iam_user")
    .select("user_id")
    .where("account_id", "=", accountId)
    .where("name_key", "=", adminUserName)
    .executeTakeFirst();
  if (admin === undefined) return;
  await tx
    .updateTable("iam_user")
    .set({ boundary_arn: null, tags: "[]" })
    .where("user_id", "=", admin.user_id)
    .execute();
  await tx
    .insertInto("attached_policy")
    .values({
      account_id: accountId,
      entity_kind: "user",
      entity_id: admin.user_id,
      policy_arn: administratorAccessArn,
      attached_at: now,
    })
    .execute();
}
