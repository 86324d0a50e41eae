/**
 * iam: the operations of IAM, one folder per noun. Imports base, crypto (passwords), policy, wire (errors, types), the
 * store and `qrcode`. What all nouns share is in `entities/`: `targets.ts` (whom a request is about), `names.ts`,
 * `paging.ts`, `tags.ts`, `tagging.ts`, `quotas.ts`. Start reading at `users/users.ts`.
 */
import type { AnyOperation } from "../operation.ts";
import { absentKindOperations } from "./account/absent-kinds.ts";
import { accountAliasOperations } from "./account/account-alias.ts";
import { accountAuthorizationDetailsOperations } from "./account/account-authorization-details.ts";
import { accountSummaryOperations } from "./account/account-summary.ts";
import { credentialReportOperations } from "./account/credential-report.ts";
import { accessKeyOperations } from "./credentials/access-keys.ts";
import { loginProfileOperations } from "./credentials/login-profiles.ts";
import { passwordPolicyOperations } from "./credentials/password-policy.ts";
import { groupMemberOperations } from "./groups/group-members.ts";
import { groupOperations } from "./groups/groups.ts";
import { mfaDeviceTagOperations } from "./mfa/mfa-device-tags.ts";
import { mfaDeviceOperations } from "./mfa/mfa-devices.ts";
import { virtualMfaDeviceOperations } from "./mfa/virtual-mfa-devices.ts";
import { oidcProviderTagOperations } from "./oidc/oidc-provider-tags.ts";
import { oidcProviderOperations } from "./oidc/oidc-providers.ts";
import { attachmentOperations } from "./policies/attachments.ts";
import { boundaryOperations } from "./policies/boundaries.ts";
import { inlinePolicyOperations } from "./policies/inline-policies.ts";
import { policyOperations } from "./policies/policies.ts";
import { instanceProfileOperations } from "./roles/instance-profiles.ts";
import { roleTagOperations } from "./roles/role-tags.ts";
import { roleOperations } from "./roles/roles.ts";
import { simulateOperations } from "./simulate/simulate.ts";
import { deleteUserOperations } from "./users/delete-user.ts";
import { userTagOperations } from "./users/user-tags.ts";
import { userOperations } from "./users/users.ts";

export { type HardwareDevice, registerHardwareDevice } from "./mfa/hardware-mfa-devices.ts";

/** Every operation of IAM that is answered. */
export const iamOperations: readonly AnyOperation[] = [
  ...userOperations,
  ...deleteUserOperations,
  ...userTagOperations,
  ...groupOperations,
  ...groupMemberOperations,
  ...accessKeyOperations,
  ...loginProfileOperations,
  ...passwordPolicyOperations,
  ...virtualMfaDeviceOperations,
  ...mfaDeviceOperations,
  ...mfaDeviceTagOperations,
  ...oidcProviderOperations,
  ...oidcProviderTagOperations,
  ...accountAliasOperations,
  ...accountSummaryOperations,
  ...accountAuthorizationDetailsOperations,
  ...credentialReportOperations,
  ...absentKindOperations,
  ...policyOperations,
  ...inlinePolicyOperations,
  ...attachmentOperations,
  ...boundaryOperations,
  ...roleOperations,
  ...roleTagOperations,
  ...instanceProfileOperations,
  ...simulateOperations,
];
