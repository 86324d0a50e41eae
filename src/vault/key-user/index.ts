/**
 * key-user: the IAM user, or the root user, whose long-lived key stands at the beginning of a profile's chain, and calls
 * to IAM in its name. May import: base, issue, plan, profiles, services, steps, vault.ts. Start reading at `key-user.ts`.
 */
export { callIam, type IamAccess, isRefusal } from "./iam.ts";
export {
  findKeyUser,
  iamEndpointOf,
  identify,
  type KeyUser,
  mfaSession,
  userNameOf,
} from "./key-user.ts";
