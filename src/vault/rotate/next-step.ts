/**
 * What a rotation does next, out of what is known: the journal, the profile's key and IAM's list. Pure, so that every
 * way in which a killed process can leave things is tried in a test.
 */
import type { ListedKey } from "./access-keys.ts";
import type { Journal } from "./journal.ts";

export interface RotationState {
  readonly journal: Journal | undefined;
  /** The key that the keyring holds for the profile. */
  readonly storedKeyId: string;
  /** The user's keys, as IAM lists them. */
  readonly keys: readonly ListedKey[];
  /** Asked for by this run. */
  readonly keepOld: boolean;
}

export type RotationStep =
  /** IAM does not list the profile's key: it is not this user's. */
  | { readonly kind: "not-listed" }
  /** There are as many keys as AWS allows. */
  | { readonly kind: "make-room"; readonly other: ListedKey }
  | { readonly kind: "begin" }
  | { readonly kind: "create" }
  /** A key that came into being while one was made, and whose secret nobody kept. */
  | { readonly kind: "remove-orphan"; readonly key: ListedKey }
  /** The profile was given another key meanwhile: the new one is not wanted any more. */
  | { readonly kind: "abandon"; readonly newKeyId: string }
  /** The same, where nothing in IAM is left to be done that was ours to do. */
  | { readonly kind: "forget" }
  | { readonly kind: "verify-and-replace" }
  | { readonly kind: "deactivate"; readonly keyId: string }
  | { readonly kind: "delete"; readonly keyId: string }
  | { readonly kind: "finish"; readonly newKeyId: string };

/** AWS: IAM and STS quotas, access keys for each user; it cannot be raised. */
export const maxAccessKeys = 2;

/**
 * INVARIANT (a-key-that-works): a key is deactivated or deleted only while the keyring holds another one for the profile
 * that was verified, or when nobody holds the key's secret.
 */
export function nextStep(state: RotationState): RotationStep {
  switch (state.journal?.stage) {
    case undefined:
      return firstStep(state);
    case "creating":
      return afterCreating(state, state.journal);
    case "created":
      return afterCreated(state, state.journal);
    case "replaced":
      return afterReplaced(state, state.journal);
  }
}

function firstStep({ storedKeyId, keys }: RotationState): RotationStep {
  if (!keys.some(({ id }) => id === storedKeyId)) return { kind: "not-listed" };
  const other = keys.find(({ id }) => id !== storedKeyId);
  return keys.length >= maxAccessKeys && other !== undefined
    ? { kind: "make-room", other }
    : { kind: "begin" };
}

function afterCreating(
  { storedKeyId, keys }: RotationState,
  { knownKeyIds, oldKeyId }: Journal & { stage: "creating" },
): RotationStep {
  const orphan = keys.find(({ id }) => id !== storedKeyId && !knownKeyIds.includes(id));
  if (orphan !== undefined) return { kind: "remove-orphan", key: orphan };
  if (storedKeyId !== oldKeyId) return { kind: "forget" };
  const other = keys.find(({ id }) => id !== storedKeyId);
  return keys.length >= maxAccessKeys && other !== undefined
    ? { kind: "make-room", other }
    : { kind: "create" };
}

function afterCreated(
  { storedKeyId }: RotationState,
  { oldKeyId, newKey }: Journal & { stage: "created" },
): RotationStep {
  // The profile may have the new key already: killed between that write and the journal's.
  const isOurs = storedKeyId === oldKeyId || storedKeyId === newKey.accessKeyId;
  return isOurs ? { kind: "verify-and-replace" } : { kind: "abandon", newKeyId: newKey.accessKeyId };
}

function afterReplaced(
  { storedKeyId, keys, keepOld }: RotationState,
  journal: Journal & { stage: "replaced" },
): RotationStep {
  if (storedKeyId !== journal.newKeyId) return { kind: "forget" };
  const { newKeyId, oldKeyId } = journal;
  const old = keys.find(({ id }) => id === oldKeyId);
  if (old === undefined) return { kind: "finish", newKeyId };
  if (old.isActive) return { kind: "deactivate", keyId: oldKeyId };
  return keepOld || journal.keepOld ? { kind: "finish", newKeyId } : { kind: "delete", keyId: oldKeyId };
}
