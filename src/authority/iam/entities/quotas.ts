/** How many of each thing an account, or an entity in it, may have. AWS: IAM user guide, "IAM and STS quotas" (default values). */
import { iamErrors } from "../../../wire/errors/iam.ts";

/** Names as AWS's LimitExceeded sentence says them. Counts of things unless the name ends in Size (characters without white space). */
export const quotas = {
  UsersPerAccount: 5000,
  GroupsPerAccount: 300,
  RolesPerAccount: 1000,
  PoliciesPerAccount: 1500,
  InstanceProfilesPerAccount: 1000,
  OpenIdConnectProvidersPerAccount: 100,
  ClientIdsPerOpenIdConnectProvider: 100,
  GroupsPerUser: 10,
  AccessKeysPerUser: 2,
  MFADevicesPerUser: 8,
  PoliciesPerUser: 10,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  VersionsPerPolicy: 5,
  InstanceSessionsPerInstanceProfile: 1,
  TagsPerUser: 50,
  TagsPerRole: 50,
  TagsPerPolicy: 50,
  TagsPerInstanceProfile: 50,
  TagsPerMFADevice: 50,
  TagsPerOpenIdConnectProvider: 50,
  PolicySize: 6144,
  UserPolicySize: 2048,
  GroupPolicySize: 5120,
  RolePolicySize: 10240,
  ACLSizePerRole: 2048,
} as const;

export type QuotaName = keyof typeof quotas;

/** Refuses with LimitExceeded when one more than `existing` would be too many. */
export function demandRoomForOne(quota: QuotaName, existing: number): void {
  demandWithin(quota, existing + 1);
}

/** Refuses with LimitExceeded when `amount` is more than the quota. */
export function demandWithin(quota: QuotaName, amount: number): void {
  const most: number = quotas[quota];
  if (amount > most) throw iamErrors.quotaExceeded(quota, most);
}
