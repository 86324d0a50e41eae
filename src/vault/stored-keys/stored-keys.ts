/** The long-lived keys in a keyring: all that reads and writes their items. */
import { inShell, TegataError } from "../../base/index.ts";
import { accessKeyItem, describeItems, type Keyring, rootKeyItem } from "../keyring/index.ts";

import { buildStoredKey, parseStoredKey, type StoredKey } from "./stored-key.ts";

/** AWS: the user id of the root user is its account's id, its ARN ends so. */
const rootPattern = /^arn:[^:]+:iam::[0-9]{12}:root$/;

export interface StoredProfiles {
  readonly storedKeys: ReadonlySet<string>;
  /** Those of them whose key was seen to be the root user's. */
  readonly rootKeys: ReadonlySet<string>;
}

/** Which profiles have a key. Names only, so that no secret is read for it where the keyring keeps them apart. */
export async function listStoredKeys(keyring: Pick<Keyring, "list">): Promise<StoredProfiles> {
  return describeItems(await keyring.list());
}

/**
 * The key of a profile; undefined when there is none.
 * @throws TegataError `KeyUnreadable`, and what the keyring refuses with.
 */
export async function readStoredKey(
  keyring: Pick<Keyring, "kind" | "read">,
  profile: string,
): Promise<StoredKey | undefined> {
  const bytes = await keyring.read(accessKeyItem(profile));
  if (bytes === undefined) return undefined;
  const key = parseStoredKey(bytes);
  if (key !== undefined) return key;
  throw new TegataError(
    "KeyUnreadable",
    `what the keyring (${keyring.kind}) keeps under "${profile}" is no access key`,
    { hint: `tegata add ${inShell(profile)}   # writes it anew` },
  );
}

/**
 * Puts a profile's key in the place of an earlier one.
 * @param arn of whose key it is, where the service told; a root user's is remembered as such.
 */
export async function writeStoredKey(
  keyring: Keyring,
  profile: string,
  key: StoredKey,
  arn: string | undefined,
): Promise<void> {
  // Before the key: killed in between, a user's key may be warned of for a while, and never the root's forgotten.
  if (arn !== undefined && isRootArn(arn)) {
    await keyring.write(rootKeyItem(profile), new TextEncoder().encode(arn));
    await keyring.write(accessKeyItem(profile), buildStoredKey(key));
    return;
  }
  await keyring.write(accessKeyItem(profile), buildStoredKey(key));
  await keyring.remove(rootKeyItem(profile));
}

/** Whether there was one. */
export async function removeStoredKey(keyring: Keyring, profile: string): Promise<boolean> {
  const removed = await keyring.remove(accessKeyItem(profile));
  await keyring.remove(rootKeyItem(profile));
  return removed;
}

export function isRootArn(arn: string): boolean {
  return rootPattern.test(arn);
}
