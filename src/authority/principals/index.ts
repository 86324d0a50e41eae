/**
 * principals: who may act and what they may do, in memory. Users, roles, access keys and managed policies are read from
 * the store once per account version, compiled once, and forgotten when the account's version moves.
 * INVARIANT (policies-at-request-time): a decision uses the policies of the account's newest committed version; nothing
 * a token says about permissions is believed.
 * May import: base, policy, crypto, the store. Start reading at `cache.ts`.
 */
export type { AccessKeyEntry } from "./access-keys.ts";
export { AccessKeys } from "./access-keys.ts";
export type { IdentityPrincipal, RolePrincipal, UserPrincipal } from "./cache.ts";
export { Principals } from "./cache.ts";
