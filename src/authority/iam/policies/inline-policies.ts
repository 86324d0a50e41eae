/** Inline policies of users, groups and roles. AWS: IAM API reference, Put…Policy, Get…Policy, List…Policies, Delete…Policy. */
import { policySizeCharacters } from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  deleteInlinePolicy,
  findInlinePolicy,
  listInlinePolicies,
  putInlinePolicy,
} from "../../store/policies/inline-policies.ts";
import type { EntityKind } from "../../store/schema.ts";
import {
  changesEntity,
  demandEntity,
  type Entity,
  groupNameOf,
  onEntity,
  roleNameOf,
  userNameOf,
} from "../entities/entities.ts";
import { type PageInput, pageOf } from "../entities/paging.ts";
import { quotas } from "../entities/quotas.ts";
import { demandValidPolicy, encodeDocument } from "./policy-documents.ts";

/** AWS: one quota for the sum of an entity's inline policies. */
const sizeQuotas = {
  user: quotas.UserPolicySize,
  group: quotas.GroupPolicySize,
  role: quotas.RolePolicySize,
} as const;

export const inlinePolicyOperations: readonly AnyOperation[] = [
  iamOperation("PutUserPolicy", {
    ...changesEntity("user", userNameOf),
    handle: (input, call) => putPolicy(call, "user", input.UserName, input),
  }),
  iamOperation("PutGroupPolicy", {
    ...changesEntity("group", groupNameOf),
    handle: (input, call) => putPolicy(call, "group", input.GroupName, input),
  }),
  iamOperation("PutRolePolicy", {
    ...changesEntity("role", roleNameOf),
    handle: (input, call) => putPolicy(call, "role", input.RoleName, input),
  }),
  iamOperation("GetUserPolicy", {
    ...onEntity("user", userNameOf),
    async handle(input, call) {
      const { entity, ...policy } = await getPolicy(call, "user", input.UserName, input.PolicyName);
      return { UserName: entity.name, ...policy };
    },
  }),
  iamOperation("GetGroupPolicy", {
    ...onEntity("group", groupNameOf),
    async handle(input, call) {
      const { entity, ...policy } = await getPolicy(call, "group", input.GroupName, input.PolicyName);
      return { GroupName: entity.name, ...policy };
    },
  }),
  iamOperation("GetRolePolicy", {
    ...onEntity("role", roleNameOf),
    async handle(input, call) {
      const { entity, ...policy } = await getPolicy(call, "role", input.RoleName, input.PolicyName);
      return { RoleName: entity.name, ...policy };
    },
  }),
  iamOperation("ListUserPolicies", {
    ...onEntity("user", userNameOf),
    handle: (input, call) => listPolicyNames(call, "user", input.UserName, input),
  }),
  iamOperation("ListGroupPolicies", {
    ...onEntity("group", groupNameOf),
    handle: (input, call) => listPolicyNames(call, "group", input.GroupName, input),
  }),
  iamOperation("ListRolePolicies", {
    ...onEntity("role", roleNameOf),
    handle: (input, call) => listPolicyNames(call, "role", input.RoleName, input),
  }),
  iamOperation("DeleteUserPolicy", {
    ...changesEntity("user", userNameOf),
    handle: (input, call) => deletePolicy(call, "user", input.UserName, input.PolicyName),
  }),
  iamOperation("DeleteGroupPolicy", {
    ...changesEntity("group", groupNameOf),
    handle: (input, call) => deletePolicy(call, "group", input.GroupName, input.PolicyName),
  }),
  iamOperation("DeleteRolePolicy", {
    ...changesEntity("role", roleNameOf),
    handle: (input, call) => deletePolicy(call, "role", input.RoleName, input.PolicyName),
  }),
];

interface NewPolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

async function putPolicy(call: Call, kind: EntityKind, name: string, policy: NewPolicy): Promise<undefined> {
  await call.services.store.write(call.accountId, async (tx) => {
    const entity = await demandEntity(tx, call.accountId, kind, name);
    demandValidPolicy(policy.PolicyDocument, "identity");
    const others = await listInlinePolicies(tx, entity.id);
    demandRoom(entity, [
      ...others.filter((other) => other.name !== policy.PolicyName).map((other) => other.document),
      policy.PolicyDocument,
    ]);
    await putInlinePolicy(tx, {
      account_id: call.accountId,
      entity_kind: kind,
      entity_id: entity.id,
      name: policy.PolicyName,
      document: policy.PolicyDocument,
    });
  });
}

/** Refuses with LimitExceeded when the documents together are larger than the entity may have. */
function demandRoom(entity: Entity, documents: readonly string[]): void {
  const most = sizeQuotas[entity.kind];
  const size = documents.reduce((sum, document) => sum + policySizeCharacters(document), 0);
  if (size > most) throw iamErrors.inlinePoliciesTooLarge(entity.kind, entity.name, most);
}

async function getPolicy(call: Call, kind: EntityKind, name: string, policyName: string) {
  const { read } = call.services.store;
  const entity = await demandEntity(read, call.accountId, kind, name);
  const policy = await findInlinePolicy(read, entity.id, policyName);
  if (policy === undefined) throw iamErrors.inlinePolicyNotFound(kind, policyName);
  return { entity, PolicyName: policy.name, PolicyDocument: encodeDocument(policy.document) };
}

async function listPolicyNames(call: Call, kind: EntityKind, name: string, input: PageInput) {
  const { read } = call.services.store;
  const entity = await demandEntity(read, call.accountId, kind, name);
  const policies = await listInlinePolicies(read, entity.id);
  const page = pageOf(policies, input, (policy) => policy.name);
  return { PolicyNames: page.items.map((policy) => policy.name), ...page.end };
}

async function deletePolicy(
  call: Call,
  kind: EntityKind,
  name: string,
  policyName: string,
): Promise<undefined> {
  await call.services.store.write(call.accountId, async (tx) => {
    const entity = await demandEntity(tx, call.accountId, kind, name);
    if (!(await deleteInlinePolicy(tx, entity.id, policyName)))
      throw iamErrors.inlinePolicyNotFound(kind, policyName);
  });
}
