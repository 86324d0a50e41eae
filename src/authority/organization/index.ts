/**
 * organization: all accounts of one authority are one organisation, whose service and resource control policies bind
 * every account but the first (management) one. Levels are the root, units inside one another, and the account.
 * May import: base, crypto, policy, wire, the store. Start reading at `view.ts` (what binds an account), then `cache.ts`
 * (how decisions get it without reading) and `changes.ts` (how it is changed).
 */
export { awsOrganizationPolicies } from "./aws-policies.ts";
export { OrganizationCache } from "./cache.ts";
export {
  attachPolicy,
  type Desk,
  detachPolicy,
  moveAccount,
  type PolicyWish,
  putPolicy,
  removePolicy,
} from "./changes.ts";
export { type OrganizationIds, organizationArn, organizationIds, organizationPath, unitId } from "./ids.ts";
export { organizationLimits } from "./limits.ts";
export { type ListedPolicy, listAttachedNames, listPolicies } from "./listing.ts";
export { takesRcps } from "./rcp-services.ts";
export { isTarget, isUnitPath, rootTarget } from "./targets.ts";
export type { AccountPlace, OrganizationView } from "./view.ts";
