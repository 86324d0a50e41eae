/**
 * authority: STS + IAM for real AWS clients. Accounts, principals, policies, sessions, the store and the line that
 * answers a request. May import base, policy, sigv4, wire, crypto; knows neither S3 nor HTTP servers nor the vault.
 * Start reading at `handle.ts`, then `query.ts` and `admit.ts`: the files here are the line and its words, the folders
 * what it asks on the way; `kernel/` is what lives as long as the authority does.
 */

export {
  adminUserName,
  type FoundedAccount,
  type FoundingPlan,
  foundAccount,
} from "./accounts/founding.ts";
export type { LongLivedKey } from "./accounts/long-lived-key.ts";
export {
  type Authenticated,
  authenticate,
  refuseMalformedForS3,
  s3Refusals,
} from "./authenticate/index.ts";
export { type AuthoriseParts, demand } from "./authorise/index.ts";
export type { AccessQuestion, Call, RequestFacts, Services } from "./call.ts";
export { type Caller, callerArn, callerUserId, type SignedCaller } from "./caller.ts";
export { handle } from "./handle.ts";
export { iamOperations } from "./iam/index.ts";
export { createKernel, createServices, type KernelOptions } from "./kernel/create-kernel.ts";
export { authenticationParts, type Front, type Kernel, refusalOf } from "./kernel/kernel.ts";
export type { Log } from "./kernel/log.ts";
export type { ContextEntries, Operation, ResourceFacts } from "./operation.ts";
export { operatorOperations } from "./operator/index.ts";
export { noteUse } from "./request/last-used.ts";
export { requestFacts } from "./request/request-facts.ts";
export type { Visit } from "./request/visit.ts";
export { bucketOfHost, reservedPaths, splitTarget } from "./routing.ts";
export { createSecretFile } from "./store/engine/data-directory.ts";
export { openStore, type Store, type StoreOptions } from "./store/index.ts";
export { stsOperations } from "./sts/index.ts";
export { TestMode, type TestModeOptions } from "./test-mode/index.ts";
