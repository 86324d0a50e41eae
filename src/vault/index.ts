/**
 * vault: the client. Profiles → plan → steps → cache → credentials, and the keyring that seals the long-lived keys.
 * It speaks to AWS and to any STS-compatible endpoint, and knows no authority but over the wire.
 * May import: base, crypto; never authority. Start reading at `vault.ts`, then `plan/plan.ts` and `issue/issue-plan.ts`.
 */
export {
  cacheId,
  createSessionCache,
  credentialsCodec,
  type ListedSession,
  type Minted,
  type Session,
  type SessionCache,
  sessionCacheFolder,
} from "./cache/index.ts";
export { chainOf, childEndpointOf, type ProfileConnection } from "./connect.ts";
export type { Credentials } from "./credentials.ts";
export {
  accessKeyItem,
  createMemoryKeyring,
  type Keyring,
  keyringKinds,
  type OpenedKeyring,
  type OpenKeyringOptions,
  openKeyring,
  type PassphraseQuestion,
  profileOfItem,
} from "./keyring/index.ts";
export type { Environment, Machine, Platform } from "./machine.ts";
export { type AskMfa, createAsk, type MfaQuestion, SentCodes } from "./mfa/index.ts";
export {
  type Asked,
  buildPlan,
  type CallStep,
  describeMechanism,
  describePlan,
  type Plan,
  type PlanInput,
  type PlanOptions,
  parseSpan,
  type Reason,
  type SourceStep,
  type Step,
} from "./plan/index.ts";
export type { Place, Property, Section, SharedFiles, Warning } from "./profiles/profile.ts";
export type { IssueRequest, PlanRequest } from "./request.ts";
export type { SignedIn, SignInPorts, SsoPorts, TokenStore } from "./sso/index.ts";
export { runStep, type StepContext } from "./steps/index.ts";
export {
  buildStoredKey,
  isRootArn,
  parseStoredKey,
  readStoredKey,
  removeStoredKey,
  type StoredKey,
  writeStoredKey,
} from "./stored-keys/index.ts";
export { createVault, type Issued, type Vault, type VaultOptions } from "./vault.ts";
