/** Customer managed policies and the listing of AWS's. AWS: IAM API reference, CreatePolicy … UntagPolicy. Versions: `policy-versions.ts`. */
import { buildUniqueId, uniqueIdRandomBytes } from "../../../base/index.ts";
import { policySizeCharacters } from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { ListPoliciesRequest, Policy } from "../../../wire/models/iam-types.generated.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  attachmentCounts,
  boundaryCounts,
  type EntityRow,
  listAttachedEntities,
  listBoundaryEntities,
} from "../../store/policies/attachments.ts";
import {
  countCustomerPolicies,
  deletePolicy,
  findPolicyByName,
  insertPolicy,
  listCustomerPolicies,
  listPolicyVersions,
  type PolicyRow,
  updatePolicy,
} from "../../store/policies/policies.ts";
import type { EntityKind, Reader } from "../../store/schema.ts";
import { defaultPath, expectedArn, nameKey } from "../entities/names.ts";
import { pageOf } from "../entities/paging.ts";
import { demandRoomForOne, demandWithin } from "../entities/quotas.ts";
import {
  buildTags,
  demandNewTags,
  listTags,
  mergeTags,
  removeTags,
  requestTagContext,
  shownTags,
  tagKeysContext,
} from "../entities/tags.ts";
import { awsManagedPolicies } from "./aws-managed/index.ts";
import { demandValidPolicy } from "./policy-documents.ts";
import { demandOwnPolicy, demandReadablePolicy, onPolicy } from "./policy-targets.ts";
import { policyVersionOperations } from "./policy-versions.ts";

const createPolicy = iamOperation("CreatePolicy", {
  access: "policy",
  resource: (input, call) => ({ arn: expectedArn("policy", call.accountId, input.PolicyName, input.Path) }),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    const { store, random } = call.services;
    const path = input.Path ?? defaultPath;
    const arn = expectedArn("policy", call.accountId, input.PolicyName, path);
    const tags = await demandNewTags(call, "iam:TagPolicy", arn, input.Tags);
    demandValidPolicy(input.PolicyDocument, "identity");
    demandWithin("PolicySize", policySizeCharacters(input.PolicyDocument));
    const policy: PolicyRow = {
      policy_id: buildUniqueId("managedPolicy", random(uniqueIdRandomBytes)),
      account_id: call.accountId,
      arn,
      name: input.PolicyName,
      name_key: nameKey(input.PolicyName),
      path,
      description: input.Description || null,
      default_version_id: "v1",
      next_version: 2,
      created_at: call.now,
      updated_at: call.now,
      tags: buildTags(tags),
    };
    await store.write(call.accountId, async (tx) => {
      if ((await findPolicyByName(tx, call.accountId, policy.name)) !== undefined)
        throw iamErrors.policyExists(policy.name);
      demandRoomForOne("PoliciesPerAccount", await countCustomerPolicies(tx, call.accountId));
      await insertPolicy(tx, policy, {
        policy_id: policy.policy_id,
        version_id: policy.default_version_id,
        document: input.PolicyDocument,
        created_at: call.now,
      });
    });
    return { Policy: { ...describeListedPolicy(policy, unused), ...shownTags(policy.tags) } };
  },
});

const getPolicy = iamOperation("GetPolicy", {
  ...onPolicy,
  async handle(input, call) {
    const { read } = call.services.store;
    const policy = await demandReadablePolicy(read, call, "iam:GetPolicy", input.PolicyArn);
    const usage = await loadPolicyUsage(read, call.accountId);
    return {
      Policy: {
        ...describeListedPolicy(policy, usage),
        ...(policy.description === null ? {} : { Description: policy.description }),
        ...shownTags(policy.tags),
      },
    };
  },
});

const deletePolicyOperation = iamOperation("DeletePolicy", {
  ...onPolicy,
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:DeletePolicy", input.PolicyArn);
      const usage = await loadPolicyUsage(tx, call.accountId);
      if (usage.attachments.has(policy.arn) || usage.boundaries.has(policy.arn))
        throw iamErrors.policyIsAttached();
      if ((await listPolicyVersions(tx, policy)).length > 1) throw iamErrors.policyHasVersions();
      await deletePolicy(tx, policy.policy_id);
    });
    return undefined;
  },
});

const listPolicies = iamOperation("ListPolicies", {
  access: "policy",
  async handle(input, call) {
    const { read } = call.services.store;
    const scope = input.Scope ?? "All";
    const local = scope === "AWS" ? [] : await listCustomerPolicies(read, call.accountId);
    const aws = scope === "Local" ? [] : awsManagedPolicies.map(({ policy }) => policy);
    const usage = await loadPolicyUsage(read, call.accountId);
    const wanted = [...local, ...aws].filter((policy) => isListed(policy, input, usage));
    const page = pageOf(wanted, input, (policy) => `${policy.name_key} ${policy.arn}`);
    return { Policies: page.items.map((policy) => describeListedPolicy(policy, usage)), ...page.end };
  },
});

const listEntitiesForPolicy = iamOperation("ListEntitiesForPolicy", {
  ...onPolicy,
  async handle(input, call) {
    const { read } = call.services.store;
    const policy = await demandReadablePolicy(read, call, "iam:ListEntitiesForPolicy", input.PolicyArn);
    const prefix = input.PathPrefix ?? defaultPath;
    const entities = await entitiesOf(read, call.accountId, policy.arn, input.PolicyUsageFilter);
    const wanted = entities.filter(
      (entity) =>
        entity.path.startsWith(prefix) &&
        (input.EntityFilter === undefined || input.EntityFilter === entityFilters[entity.kind]),
    );
    const page = pageOf(wanted, input, (entity) => `${entity.kind} ${nameKey(entity.name)}`);
    const ofKind = (kind: EntityKind) => page.items.filter((entity) => entity.kind === kind);
    return {
      PolicyGroups: ofKind("group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: ofKind("user").map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: ofKind("role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...page.end,
    };
  },
});

const tagPolicy = iamOperation("TagPolicy", {
  ...onPolicy,
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:TagPolicy", input.PolicyArn);
      const tags = mergeTags(policy.tags, input.Tags, "TagsPerPolicy");
      await updatePolicy(tx, policy.policy_id, { tags });
    });
    return undefined;
  },
});

const untagPolicy = iamOperation("UntagPolicy", {
  ...onPolicy,
  context: (input) => tagKeysContext(input.TagKeys),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const policy = await demandOwnPolicy(tx, call, "iam:UntagPolicy", input.PolicyArn);
      await updatePolicy(tx, policy.policy_id, { tags: removeTags(policy.tags, input.TagKeys) });
    });
    return undefined;
  },
});

const listPolicyTags = iamOperation("ListPolicyTags", {
  ...onPolicy,
  async handle(input, call) {
    const { read } = call.services.store;
    const policy = await demandReadablePolicy(read, call, "iam:ListPolicyTags", input.PolicyArn);
    return listTags(policy.tags, input);
  },
});

export const policyOperations: readonly AnyOperation[] = [
  createPolicy,
  getPolicy,
  deletePolicyOperation,
  listPolicies,
  listEntitiesForPolicy,
  tagPolicy,
  untagPolicy,
  listPolicyTags,
  ...policyVersionOperations,
];

const entityFilters = { user: "User", group: "Group", role: "Role" } as const;

/** How often each policy is attached, and set as a boundary, in one account, by ARN. */
export interface PolicyUsage {
  readonly attachments: ReadonlyMap<string, number>;
  readonly boundaries: ReadonlyMap<string, number>;
}

const unused: PolicyUsage = { attachments: new Map(), boundaries: new Map() };

export async function loadPolicyUsage(reader: Reader, accountId: string): Promise<PolicyUsage> {
  return {
    attachments: await attachmentCounts(reader, accountId),
    boundaries: await boundaryCounts(reader, accountId),
  };
}

function isListed(policy: PolicyRow, input: ListPoliciesRequest, usage: PolicyUsage): boolean {
  if (!policy.path.startsWith(input.PathPrefix ?? defaultPath)) return false;
  const attached = usage.attachments.has(policy.arn);
  const boundary = usage.boundaries.has(policy.arn);
  if (input.PolicyUsageFilter === "PermissionsBoundary") return boundary;
  if (input.PolicyUsageFilter === "PermissionsPolicy") return attached;
  return !input.OnlyAttached || attached;
}

async function entitiesOf(
  reader: Reader,
  accountId: string,
  arn: string,
  usage: "PermissionsPolicy" | "PermissionsBoundary" | undefined,
): Promise<readonly EntityRow[]> {
  const attached = usage === "PermissionsBoundary" ? [] : await listAttachedEntities(reader, accountId, arn);
  const bounded = usage === "PermissionsPolicy" ? [] : await listBoundaryEntities(reader, accountId, arn);
  return [...new Map([...attached, ...bounded].map((entity) => [entity.id, entity])).values()];
}

/** A policy as lists show it. AWS: lists leave out description and tags. */
export function describeListedPolicy(policy: PolicyRow, usage: PolicyUsage): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policy_id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.default_version_id,
    AttachmentCount: usage.attachments.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: usage.boundaries.get(policy.arn) ?? 0,
    IsAttachable: true,
    CreateDate: policy.created_at,
    UpdateDate: policy.updated_at,
  };
}
