/** GetAccountSummary: what the account has, and what it may have. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { listAccessKeys } from "../../store/credentials/access-keys.ts";
import { countMfaDevices, listMfaDevicesOf, rootOwnerId } from "../../store/credentials/mfa-devices.ts";
import { countCustomerPolicies, countCustomerPolicyVersions } from "../../store/policies/policies.ts";
import { countGroups } from "../../store/principals/groups.ts";
import { countInstanceProfiles } from "../../store/principals/instance-profiles.ts";
import { listOidcProviders } from "../../store/principals/oidc-providers.ts";
import { countRoles } from "../../store/principals/roles.ts";
import { countUsers } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { quotas } from "../entities/quotas.ts";

const getAccountSummary = iamOperation("GetAccountSummary", {
  access: "policy",
  async handle(_input, call) {
    const { read } = call.services.store;
    return { SummaryMap: { ...quotaEntries, ...(await countEntries(read, call.accountId)) } };
  },
});

export const accountSummaryOperations: readonly AnyOperation[] = [getAccountSummary];

async function countEntries(reader: Reader, accountId: string): Promise<Readonly<Record<string, number>>> {
  const devices = await countMfaDevices(reader, accountId);
  const rootDevices = await listMfaDevicesOf(reader, accountId, rootOwnerId);
  const rootKeys = await listAccessKeys(reader, accountId, null);
  return {
    Users: await countUsers(reader, accountId),
    Groups: await countGroups(reader, accountId),
    Roles: await countRoles(reader, accountId),
    Policies: await countCustomerPolicies(reader, accountId),
    PolicyVersionsInUse: await countCustomerPolicyVersions(reader, accountId),
    InstanceProfiles: await countInstanceProfiles(reader, accountId),
    Providers: (await listOidcProviders(reader, accountId)).length,
    MFADevices: devices.all,
    MFADevicesInUse: devices.inUse,
    AccountMFAEnabled: Number(rootDevices.length > 0),
    AccountAccessKeysPresent: Number(rootKeys.length > 0),
  };
}

/** AWS: IAM API reference, GetAccountSummary. What Tegata does not have (certificates, a root password) counts 0. */
const quotaEntries = {
  UsersQuota: quotas.UsersPerAccount,
  GroupsQuota: quotas.GroupsPerAccount,
  RolesQuota: quotas.RolesPerAccount,
  PoliciesQuota: quotas.PoliciesPerAccount,
  InstanceProfilesQuota: quotas.InstanceProfilesPerAccount,
  GroupsPerUserQuota: quotas.GroupsPerUser,
  AccessKeysPerUserQuota: quotas.AccessKeysPerUser,
  AttachedPoliciesPerUserQuota: quotas.PoliciesPerUser,
  AttachedPoliciesPerGroupQuota: quotas.PoliciesPerGroup,
  AttachedPoliciesPerRoleQuota: quotas.PoliciesPerRole,
  VersionsPerPolicyQuota: quotas.VersionsPerPolicy,
  PolicySizeQuota: quotas.PolicySize,
  UserPolicySizeQuota: quotas.UserPolicySize,
  GroupPolicySizeQuota: quotas.GroupPolicySize,
  RolePolicySizeQuota: quotas.RolePolicySize,
  AssumeRolePolicySizeQuota: quotas.ACLSizePerRole,
  PolicyVersionsInUseQuota: 10_000,
  SigningCertificatesPerUserQuota: 0,
  ServerCertificates: 0,
  ServerCertificatesQuota: 0,
  AccountSigningCertificatesPresent: 0,
  AccountPasswordPresent: 0,
  GlobalEndpointTokenVersion: 1,
} as const;
