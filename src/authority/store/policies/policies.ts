/** Managed policies and their versions. Customer policies are rows; AWS's own are a table in `iam/policies/aws-managed`. */
import type { Selectable } from "kysely";
import { findAwsManagedPolicy } from "../../iam/policies/aws-managed/index.ts";
import type { ManagedPolicyTable, PolicyVersionTable, Reader, Writer } from "../schema.ts";

export type PolicyRow = Selectable<ManagedPolicyTable>;
export type PolicyVersionRow = Selectable<PolicyVersionTable>;

/** A customer's or AWS's managed policy: for AWS's, `account_id` is "aws". */
export async function findPolicyByArn(reader: Reader, arn: string): Promise<PolicyRow | undefined> {
  return findAwsManagedPolicy(arn)?.policy ?? (await findCustomerPolicyByArn(reader, arn));
}

export async function findCustomerPolicyByArn(reader: Reader, arn: string): Promise<PolicyRow | undefined> {
  return reader.selectFrom("managed_policy").selectAll().where("arn", "=", arn).executeTakeFirst();
}

/** Names are unique ignoring case, whatever the path. */
export async function findPolicyByName(
  reader: Reader,
  accountId: string,
  name: string,
): Promise<PolicyRow | undefined> {
  return reader
    .selectFrom("managed_policy")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("name_key", "=", name.toLowerCase())
    .executeTakeFirst();
}

/** The account's own policies, by name. */
export async function listCustomerPolicies(reader: Reader, accountId: string): Promise<PolicyRow[]> {
  return reader
    .selectFrom("managed_policy")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("name_key")
    .execute();
}

export async function countCustomerPolicies(reader: Reader, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom("managed_policy")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Versions of all the account's own policies. */
export async function countCustomerPolicyVersions(reader: Reader, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom("policy_version")
    .innerJoin("managed_policy", "managed_policy.policy_id", "policy_version.policy_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("managed_policy.account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertPolicy(tx: Writer, policy: PolicyRow, version: PolicyVersionRow): Promise<void> {
  await tx.insertInto("managed_policy").values(policy).execute();
  await tx.insertInto("policy_version").values(version).execute();
}

export async function updatePolicy(
  tx: Writer,
  policyId: string,
  change: Partial<Pick<PolicyRow, "default_version_id" | "next_version" | "updated_at" | "tags">>,
): Promise<void> {
  await tx.updateTable("managed_policy").set(change).where("policy_id", "=", policyId).execute();
}

/** Removes the policy with all its versions. */
export async function deletePolicy(tx: Writer, policyId: string): Promise<void> {
  await tx.deleteFrom("policy_version").where("policy_id", "=", policyId).execute();
  await tx.deleteFrom("managed_policy").where("policy_id", "=", policyId).execute();
}

export async function findPolicyVersion(
  reader: Reader,
  policy: PolicyRow,
  versionId: string,
): Promise<PolicyVersionRow | undefined> {
  const aws = findAwsManagedPolicy(policy.arn);
  if (aws !== undefined) return aws.version.version_id === versionId ? aws.version : undefined;
  return reader
    .selectFrom("policy_version")
    .selectAll()
    .where("policy_id", "=", policy.policy_id)
    .where("version_id", "=", versionId)
    .executeTakeFirst();
}

/** Newest first, as AWS lists them. AWS's own policies show their default version only. */
export async function listPolicyVersions(reader: Reader, policy: PolicyRow): Promise<PolicyVersionRow[]> {
  const aws = findAwsManagedPolicy(policy.arn);
  if (aws !== undefined) return [aws.version];
  const rows = await reader
    .selectFrom("policy_version")
    .selectAll()
    .where("policy_id", "=", policy.policy_id)
    .execute();
  return rows.sort((a, b) => versionNumber(b.version_id) - versionNumber(a.version_id));
}

export async function insertPolicyVersion(tx: Writer, version: PolicyVersionRow): Promise<void> {
  await tx.insertInto("policy_version").values(version).execute();
}

export async function deletePolicyVersion(tx: Writer, policyId: string, versionId: string): Promise<void> {
  await tx
    .deleteFrom("policy_version")
    .where("policy_id", "=", policyId)
    .where("version_id", "=", versionId)
    .execute();
}

/** The documents in force of these customer policies, by ARN. */
export async function defaultDocuments(
  reader: Reader,
  arns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (arns.length === 0) return new Map();
  const rows = await reader
    .selectFrom("managed_policy")
    .innerJoin("policy_version", (join) =>
      join
        .onRef("policy_version.policy_id", "=", "managed_policy.policy_id")
        .onRef("policy_version.version_id", "=", "managed_policy.default_version_id"),
    )
    .select(["managed_policy.arn", "policy_version.document"])
    .where("managed_policy.arn", "in", [...arns])
    .execute();
  return new Map(rows.map((row) => [row.arn, row.document]));
}

function versionNumber(versionId: string): number {
  return Number(versionId.slice(1));
}
