/** Managed policies attached to users, groups and roles. AWS: IAM API reference, Attach…Policy, Detach…Policy, ListAttached…Policies. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  countAttachments,
  deleteAttachment,
  insertAttachment,
  isAttached,
  listAttachments,
} from "../../store/policies/attachments.ts";
import { findPolicyByArn } from "../../store/policies/policies.ts";
import type { EntityKind } from "../../store/schema.ts";
import {
  changesEntity,
  demandEntity,
  groupNameOf,
  onEntity,
  roleNameOf,
  userNameOf,
} from "../entities/entities.ts";
import { defaultPath } from "../entities/names.ts";
import { type PageInput, pageOf } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { demandAttachablePolicy, demandPolicyArn, policyArnContext } from "./policy-targets.ts";

const countQuotas = { user: "PoliciesPerUser", group: "PoliciesPerGroup", role: "PoliciesPerRole" } as const;

export const attachmentOperations: readonly AnyOperation[] = [
  iamOperation("AttachUserPolicy", {
    ...changesEntity("user", userNameOf, policyArnContext),
    handle: (input, call) => attach(call, "user", input.UserName, input.PolicyArn),
  }),
  iamOperation("AttachGroupPolicy", {
    ...changesEntity("group", groupNameOf, policyArnContext),
    handle: (input, call) => attach(call, "group", input.GroupName, input.PolicyArn),
  }),
  iamOperation("AttachRolePolicy", {
    ...changesEntity("role", roleNameOf, policyArnContext),
    handle: (input, call) => attach(call, "role", input.RoleName, input.PolicyArn),
  }),
  iamOperation("DetachUserPolicy", {
    ...changesEntity("user", userNameOf, policyArnContext),
    handle: (input, call) => detach(call, "user", input.UserName, input.PolicyArn),
  }),
  iamOperation("DetachGroupPolicy", {
    ...changesEntity("group", groupNameOf, policyArnContext),
    handle: (input, call) => detach(call, "group", input.GroupName, input.PolicyArn),
  }),
  iamOperation("DetachRolePolicy", {
    ...changesEntity("role", roleNameOf, policyArnContext),
    handle: (input, call) => detach(call, "role", input.RoleName, input.PolicyArn),
  }),
  iamOperation("ListAttachedUserPolicies", {
    ...onEntity("user", userNameOf),
    handle: (input, call) => listAttached(call, "user", input.UserName, input),
  }),
  iamOperation("ListAttachedGroupPolicies", {
    ...onEntity("group", groupNameOf),
    handle: (input, call) => listAttached(call, "group", input.GroupName, input),
  }),
  iamOperation("ListAttachedRolePolicies", {
    ...onEntity("role", roleNameOf),
    handle: (input, call) => listAttached(call, "role", input.RoleName, input),
  }),
];

/** Attaching what is attached already changes nothing. */
async function attach(call: Call, kind: EntityKind, name: string, arn: string): Promise<undefined> {
  demandPolicyArn(arn);
  await call.services.store.write(call.accountId, async (tx) => {
    const entity = await demandEntity(tx, call.accountId, kind, name);
    const policy = await demandAttachablePolicy(tx, call, arn);
    if (await isAttached(tx, entity.id, policy.arn)) return;
    demandRoomForOne(countQuotas[kind], await countAttachments(tx, entity.id));
    await insertAttachment(tx, {
      account_id: call.accountId,
      entity_kind: kind,
      entity_id: entity.id,
      policy_arn: policy.arn,
      attached_at: call.now,
    });
  });
}

async function detach(call: Call, kind: EntityKind, name: string, arn: string): Promise<undefined> {
  demandPolicyArn(arn);
  await call.services.store.write(call.accountId, async (tx) => {
    const entity = await demandEntity(tx, call.accountId, kind, name);
    if (!(await deleteAttachment(tx, entity.id, arn))) throw iamErrors.policyNotFound(arn);
  });
}

interface ListInput extends PageInput {
  readonly PathPrefix?: string | undefined;
}

async function listAttached(call: Call, kind: EntityKind, name: string, input: ListInput) {
  const { read } = call.services.store;
  const entity = await demandEntity(read, call.accountId, kind, name);
  const prefix = input.PathPrefix ?? defaultPath;
  const attached = [];
  for (const { policy_arn: arn } of await listAttachments(read, entity.id)) {
    const policy = await findPolicyByArn(read, arn);
    if (policy?.path.startsWith(prefix)) attached.push(policy);
  }
  const page = pageOf(attached, input, (policy) => `${policy.name_key} ${policy.arn}`);
  return {
    AttachedPolicies: page.items.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
    ...page.end,
  };
}
