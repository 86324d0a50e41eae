/** The organisation's operations: policies, what they are attached to, and the units of accounts. */
import { operatorErrors } from "../../wire/index.ts";
import {
  attachPolicy,
  detachPolicy,
  isTarget,
  type ListedPolicy,
  listAttachedNames,
  listPolicies,
  moveAccount,
  organizationArn,
  organizationIds,
  organizationLimits,
  putPolicy,
  removePolicy,
} from "../organization/index.ts";
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { type Members, readAccountId, readMembers, readOptionalText, readText } from "./input.ts";
import { type AnyOperatorOperation, operatorOperation } from "./operation.ts";

/** Room for a text beyond every limit of the organisation's own, so that those limits speak for themselves. */
const maxTextCharacters = 16_384;
const maxTargetCharacters = 1_024;

const typeNames: Readonly<Record<OrganizationPolicyKind, string>> = {
  scp: "SERVICE_CONTROL_POLICY",
  rcp: "RESOURCE_CONTROL_POLICY",
};

/** Makes a policy, or gives the one of that name another document: it acts wherever it is attached, at once. */
const putOrganizationPolicy = operatorOperation("PutOrganizationPolicy", {
  parse: (body) => {
    const members = readMembers(body, ["PolicyName", "Type", "Content", "Description"]);
    return {
      name: readName(members),
      kind: readKind(members),
      document: readText(members, "Content", maxTextCharacters),
      description: readOptionalText(members, "Description", maxTextCharacters),
    };
  },
  handle: async (input, { services, accountId: managementId }) => {
    await putPolicy({ services, managementId }, input);
    const policy = demandListed(await listPolicies(services.store.read, managementId), input.name);
    return { Policy: describePolicy(policy) };
  },
});

const describeOrganizationPolicy = operatorOperation("DescribeOrganizationPolicy", {
  parse: (body) => ({ name: readName(readMembers(body, ["PolicyName"])) }),
  handle: async ({ name }, { services, accountId }) => {
    const policy = demandListed(await listPolicies(services.store.read, accountId), name);
    return { Policy: { ...describePolicy(policy), Content: policy.document } };
  },
});

/** With `Target`: what is attached there, AWS's defaults included. Without: every policy there is. */
const listOrganizationPoliciesOperation = operatorOperation("ListOrganizationPolicies", {
  parse: (body) => {
    const members = readMembers(body, ["Type", "Target"]);
    return { kind: readKind(members), target: readOptionalTarget(members) };
  },
  handle: async ({ kind, target }, { services, accountId }) => {
    const { read } = services.store;
    const attached = target === undefined ? undefined : await listAttachedNames(read, accountId, target);
    const policies = (await listPolicies(read, accountId)).filter(
      (policy) =>
        (kind === undefined || policy.kind === kind) &&
        (attached === undefined || attached.includes(policy.name)),
    );
    return { Policies: policies.map(describePolicy) };
  },
});

const attachOrganizationPolicy = operatorOperation("AttachOrganizationPolicy", {
  parse: parseAttachment,
  handle: async ({ name, target }, { services, accountId: managementId }) => {
    await attachPolicy({ services, managementId }, name, target);
    return { PolicyName: name, Target: target };
  },
});

const detachOrganizationPolicy = operatorOperation("DetachOrganizationPolicy", {
  parse: parseAttachment,
  handle: async ({ name, target }, { services, accountId: managementId }) => {
    await detachPolicy({ services, managementId }, name, target);
    return { PolicyName: name, Target: target };
  },
});

const deleteOrganizationPolicy = operatorOperation("DeleteOrganizationPolicy", {
  parse: (body) => ({ name: readName(readMembers(body, ["PolicyName"])) }),
  handle: async ({ name }, { services, accountId: managementId }) => {
    await removePolicy({ services, managementId }, name);
    return { PolicyName: name };
  },
});

/** Into a unit, or with `/` back under the root. */
const moveAccountOperation = operatorOperation("MoveAccount", {
  parse: (body) => {
    const members = readMembers(body, ["AccountId", "Unit"]);
    return {
      memberId: readAccountId(members, "AccountId"),
      unit: readText(members, "Unit", maxTargetCharacters),
    };
  },
  handle: async ({ memberId, unit }, { services, accountId: managementId }) => {
    await moveAccount({ services, managementId }, memberId, unit);
    return { AccountId: memberId, Unit: unit };
  },
});

const describeOrganization = operatorOperation("DescribeOrganization", {
  parse: (body) => readMembers(body, []),
  handle: (_input, { accountId }) => {
    const ids = organizationIds(accountId);
    return Promise.resolve({
      Organization: {
        Id: ids.organizationId,
        Arn: organizationArn(ids),
        RootId: ids.rootId,
        ManagementAccountId: ids.managementId,
      },
    });
  },
});

export const organizationOperations: readonly AnyOperatorOperation[] = [
  describeOrganization,
  putOrganizationPolicy,
  describeOrganizationPolicy,
  listOrganizationPoliciesOperation,
  attachOrganizationPolicy,
  detachOrganizationPolicy,
  deleteOrganizationPolicy,
  moveAccountOperation,
];

function parseAttachment(body: unknown) {
  const members = readMembers(body, ["PolicyName", "Target"]);
  const target = readOptionalTarget(members);
  if (target === undefined) throw operatorErrors.invalidInput("Target is required.");
  return { name: readName(members), target };
}

function readName(members: Members): string {
  return readText(members, "PolicyName", organizationLimits.maxPolicyNameCharacters);
}

function readOptionalTarget(members: Members): string | undefined {
  const target = readOptionalText(members, "Target", maxTargetCharacters);
  if (target !== undefined && !isTarget(target))
    throw operatorErrors.invalidInput(
      "Target must be / for the root, a unit's path such as /Production, or the 12 digits of an account.",
    );
  return target;
}

function readKind(members: Members): OrganizationPolicyKind | undefined {
  const type = readOptionalText(members, "Type", maxTextCharacters);
  if (type === undefined) return undefined;
  if (type === typeNames.scp) return "scp";
  if (type === typeNames.rcp) return "rcp";
  throw operatorErrors.invalidInput(`Type must be ${typeNames.scp} or ${typeNames.rcp}.`);
}

function demandListed(policies: readonly ListedPolicy[], name: string): ListedPolicy {
  const policy = policies.find((each) => each.name === name);
  if (policy === undefined) throw operatorErrors.policyNotFound(name);
  return policy;
}

function describePolicy(policy: ListedPolicy) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Type: typeNames[policy.kind],
    ...(policy.description === "" ? {} : { Description: policy.description }),
    AwsManaged: policy.isAwsManaged,
    Targets: policy.targets,
  };
}
