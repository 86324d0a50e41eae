/**
 * iam: the operations of IAM, one file per noun. Imports base, crypto (passwords), wire (errors, types), the store and
 * `qrcode`. What all nouns share: `targets.ts` (whom a request is about), `names.ts`, `paging.ts`, `tags.ts`, `quotas.ts`.
 * Start reading at `users.ts`.
 */
import type { AnyOperation } from "../operation.ts";
import { absentKindOperations } from "./absent-kinds.ts";
import { accessKeyOperations } from "./access-keys.ts";
import { accountAliasOperations } from "./account-alias.ts";
import { accountAuthorizationDetailsOperations } from "./account-authorization-details.ts";
import { accountSummaryOperations } from "./account-summary.ts";
import { attachmentOperations } from "./attachments.ts";
import { boundaryOperations } from "./boundaries.ts";
import { credentialReportOperations } from "./credential-report.ts";
import { deleteUserOperations } from "./delete-user.ts";
import { groupMemberOperations } from "./group-members.ts";
import { groupOperations } from "./groups.ts";
import { inlinePolicyOperations } from "./inline-policies.ts";
import { instanceProfileOperations } from "./instance-profiles.ts";
import { loginProfileOperations } from "./login-profiles.ts";
import { mfaDeviceTagOperations } from "./mfa-device-tags.ts";
import { mfaDeviceOperations } from "./mfa-devices.ts";
import { oidcProviderTagOperations } from "./oidc-provider-tags.ts";
import { oidcProviderOperations } from "./oidc-providers.ts";
import { passwordPolicyOperations } from "./password-policy.ts";
import { policyOperations } from "./policies.ts";
import { roleOperations } from "./roles.ts";
import { userTagOperations } from "./user-tags.ts";
import { userOperations } from "./users.ts";
import { virtualMfaDeviceOperations } from "./virtual-mfa-devices.ts";

export { type HardwareDevice, registerHardwareDevice } from "./hardware-mfa-devices.ts";

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
  ...instanceProfileOperations,
];
