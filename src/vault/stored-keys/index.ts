/**
 * stored-keys: the long-lived keys of profiles in a keyring, and the form in which they stand there.
 * May import: base, keyring, profiles, services. Start reading at `stored-keys.ts`.
 */
export {
  checkKey,
  type GivenKey,
  type KeyCheck,
  type KeyQuestion,
  requireLongLived,
  requireOwnSource,
} from "./check-key.ts";
export { mask } from "./mask.ts";
export { describeRootKey } from "./root-key.ts";
export { buildStoredKey, parseStoredKey, type StoredKey } from "./stored-key.ts";
export {
  isRootArn,
  listStoredKeys,
  readStoredKey,
  removeStoredKey,
  type StoredProfiles,
  writeStoredKey,
} from "./stored-keys.ts";
