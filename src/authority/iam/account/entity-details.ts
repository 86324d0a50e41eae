/** Users, groups, roles and managed policies with everything that hangs on them, as GetAccountAuthorizationDetails shows them. */
import type {
  AttachedPolicy,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from "../../../wire/models/iam-types.generated.ts";
import { listAttachments } from "../../store/policies/attachments.ts";
import { listInlinePolicies } from "../../store/policies/inline-policies.ts";
import { findPolicyByArn, listPolicyVersions, type PolicyRow } from "../../store/policies/policies.ts";
import { type GroupRow, listGroupsOfUser } from "../../store/principals/groups.ts";
import { listInstanceProfilesOfRole } from "../../store/principals/instance-profiles.ts";
import type { RoleRow } from "../../store/principals/roles.ts";
import type { UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { entityArn } from "../entities/names.ts";
import { quotas } from "../entities/quotas.ts";
import { parseTags } from "../entities/tags.ts";
import { describeGroup } from "../groups/groups.ts";
import { describeListedPolicy, type PolicyUsage } from "../policies/policies.ts";
import { encodeDocument } from "../policies/policy-documents.ts";
import { describeListedProfiles } from "../roles/instance-profiles.ts";
import { describeLastUse } from "../roles/roles.ts";
import { loadPrincipalNames, showTrustPolicy } from "../roles/trust-policy.ts";
import { describeBoundary } from "../users/users.ts";

export async function describeUserDetail(reader: Reader, user: UserRow): Promise<UserDetail> {
  const groups = await listGroupsOfUser(reader, user.user_id);
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.user_id,
    Arn: entityArn("user", user),
    CreateDate: user.created_at,
    UserPolicyList: await describeInline(reader, user.user_id),
    GroupList: groups.map(({ name }) => name),
    AttachedManagedPolicies: await describeAttached(reader, user.user_id),
    PermissionsBoundary: user.boundary_arn === null ? undefined : describeBoundary(user.boundary_arn),
    Tags: parseTags(user.tags),
  };
}

export async function describeGroupDetail(reader: Reader, group: GroupRow): Promise<GroupDetail> {
  return {
    ...describeGroup(group),
    GroupPolicyList: await describeInline(reader, group.group_id),
    AttachedManagedPolicies: await describeAttached(reader, group.group_id),
  };
}

export async function describeRoleDetail(reader: Reader, role: RoleRow): Promise<RoleDetail> {
  const names = await loadPrincipalNames(reader, [role]);
  const all = { after: undefined, limit: quotas.InstanceProfilesPerAccount };
  const profiles = await listInstanceProfilesOfRole(reader, role.role_id, all);
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.role_id,
    Arn: entityArn("role", role),
    CreateDate: role.created_at,
    AssumeRolePolicyDocument: encodeDocument(showTrustPolicy(role.trust_policy, names)),
    InstanceProfileList: await describeListedProfiles(reader, profiles),
    RolePolicyList: await describeInline(reader, role.role_id),
    AttachedManagedPolicies: await describeAttached(reader, role.role_id),
    PermissionsBoundary: role.boundary_arn === null ? undefined : describeBoundary(role.boundary_arn),
    Tags: parseTags(role.tags),
    RoleLastUsed: describeLastUse(role),
  };
}

export async function describePolicyDetail(
  reader: Reader,
  policy: PolicyRow,
  usage: PolicyUsage,
): Promise<ManagedPolicyDetail> {
  const versions = await listPolicyVersions(reader, policy);
  return {
    ...describeListedPolicy(policy, usage),
    Description: policy.description ?? undefined,
    PolicyVersionList: versions.map((version) => ({
      Document: encodeDocument(version.document),
      VersionId: version.version_id,
      IsDefaultVersion: version.version_id === policy.default_version_id,
      CreateDate: version.created_at,
    })),
  };
}

async function describeInline(reader: Reader, entityId: string): Promise<PolicyDetail[]> {
  const policies = await listInlinePolicies(reader, entityId);
  return policies.map(({ name, document }) => ({
    PolicyName: name,
    PolicyDocument: encodeDocument(document),
  }));
}

async function describeAttached(reader: Reader, entityId: string): Promise<AttachedPolicy[]> {
  const attached: AttachedPolicy[] = [];
  for (const { policy_arn: arn } of await listAttachments(reader, entityId)) {
    const policy = await findPolicyByArn(reader, arn);
    if (policy !== undefined) attached.push({ PolicyName: policy.name, PolicyArn: arn });
  }
  return attached;
}
