/**
 * Everything that grants or limits on the identity side: a user's own, attached and groups' policies, a role's own and
 * attached ones, and a boundary's document. Always the versions in force at the moment of reading.
 */
import { buildArn } from "../../../base/index.ts";
import { findAwsManagedPolicy } from "../../iam/policies/aws-managed/index.ts";
import type { EntityKind, Reader } from "../schema.ts";
import { defaultDocuments } from "./policies.ts";

export type IdentityPolicySource =
  | {
      readonly type: "inline";
      /** ARN of the user, group or role the policy is embedded in. */
      readonly entity: string;
      readonly name: string;
    }
  | { readonly type: "managed"; readonly arn: string };

export interface IdentityPolicy {
  readonly source: IdentityPolicySource;
  readonly document: string;
}

interface Owner {
  readonly id: string;
  readonly arn: string;
}

/**
 * The identity policies of a user (own inline and attached ones, then those of every group) or of a role.
 * Nothing for an entity that does not exist: nobody is granted anything by absence.
 * INVARIANT (attached-policies-exist): DeletePolicy refuses while a policy is attached; one that is missing all the
 * same may hold a Deny, so this throws rather than evaluate without it.
 */
export async function loadIdentityPolicies(
  reader: Reader,
  accountId: string,
  kind: "user" | "role",
  entityId: string,
): Promise<IdentityPolicy[]> {
  const owners =
    kind === "user"
      ? await userAndGroups(reader, accountId, entityId)
      : await role(reader, accountId, entityId);
  if (owners.length === 0) return [];
  const ids = owners.map((owner) => owner.id);
  const kinds: readonly EntityKind[] = kind === "user" ? ["user", "group"] : ["role"];
  const inline = await reader
    .selectFrom("inline_policy")
    .select(["entity_id", "name", "document"])
    .where("entity_kind", "in", kinds)
    .where("entity_id", "in", ids)
    .orderBy("name")
    .execute();
  const attached = await reader
    .selectFrom("attached_policy")
    .select(["entity_id", "policy_arn"])
    .where("entity_kind", "in", kinds)
    .where("entity_id", "in", ids)
    .orderBy("attached_at")
    .execute();
  const documents = await managedDocuments(reader, new Set(attached.map((row) => row.policy_arn)));
  const policies: IdentityPolicy[] = [];
  const seen = new Set<string>();
  for (const owner of owners) {
    for (const row of inline)
      if (row.entity_id === owner.id)
        policies.push({
          source: { type: "inline", entity: owner.arn, name: row.name },
          document: row.document,
        });
    for (const { entity_id: id, policy_arn: arn } of attached) {
      if (id !== owner.id || seen.has(arn)) continue;
      seen.add(arn);
      policies.push({ source: { type: "managed", arn }, document: documents(arn) });
    }
  }
  return policies;
}

/** The boundary's document in force; undefined when the policy does not exist, which the caller must take as deny-all. */
export async function boundaryDocument(reader: Reader, arn: string): Promise<string | undefined> {
  return findAwsManagedPolicy(arn)?.version.document ?? (await defaultDocuments(reader, [arn])).get(arn);
}

async function managedDocuments(reader: Reader, arns: ReadonlySet<string>): Promise<(arn: string) => string> {
  const customers = await defaultDocuments(
    reader,
    [...arns].filter((arn) => findAwsManagedPolicy(arn) === undefined),
  );
  return (arn) => {
    const document = findAwsManagedPolicy(arn)?.version.document ?? customers.get(arn);
    if (document === undefined) throw new Error(`attached policy ${arn} has no document`);
    return document;
  };
}

async function userAndGroups(reader: Reader, accountId: string, userId: string): Promise<Owner[]> {
  const user = await reader
    .selectFrom("iam_user")
    .select(["user_id as id", "path", "name"])
    .where("account_id", "=", accountId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (user === undefined) return [];
  const groups = await reader
    .selectFrom("group_member")
    .innerJoin("iam_group", "iam_group.group_id", "group_member.group_id")
    .select(["iam_group.group_id as id", "iam_group.path", "iam_group.name"])
    .where("group_member.user_id", "=", userId)
    .orderBy("iam_group.name_key")
    .execute();
  return [ownerOf(accountId, "user", user), ...groups.map((group) => ownerOf(accountId, "group", group))];
}

async function role(reader: Reader, accountId: string, roleId: string): Promise<Owner[]> {
  const row = await reader
    .selectFrom("iam_role")
    .select(["role_id as id", "path", "name"])
    .where("account_id", "=", accountId)
    .where("role_id", "=", roleId)
    .executeTakeFirst();
  return row === undefined ? [] : [ownerOf(accountId, "role", row)];
}

function ownerOf(
  accountId: string,
  kind: EntityKind,
  row: { id: string; path: string; name: string },
): Owner {
  return { id: row.id, arn: buildArn("iam", accountId, `${kind}${row.path}${row.name}`) };
}
