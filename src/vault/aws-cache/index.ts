/**
 * aws-cache: the credentials and tokens that AWS's own clients keep in clear text: where, whose, until when. Shows no
 * secret; removes a file when asked to. May import: base, profiles, private-files, services.
 * Start reading at `file-names.ts`, then `read-caches.ts`.
 */
export type { Contents } from "./contents.ts";
export {
  type AssumeRoleArguments,
  assumeRoleFile,
  loginFile,
  ssoRoleFile,
  ssoTokenFile,
} from "./file-names.ts";
export { type AwsCache, awsCacheFolders, awsCaches } from "./folders.ts";
export { awsCliReuseAboveSeconds, type CachedState, sharedIdentity, stateOf } from "./judge.ts";
export { type Owner, ownersOf } from "./owners.ts";
export { type CachedFile, readAwsCaches, removeCachedFile } from "./read-caches.ts";
