/** Which items the vault keeps in a keyring. The one list of their names. */

/** The key that seals cached sessions: 32 random bytes. */
export const sessionCacheKeyItem = "session-cache-key";

const accessKeyPrefix = "access-key.";

/** The long-lived key of a profile. */
export function accessKeyItem(profile: string): string {
  return `${accessKeyPrefix}${profile}`;
}

/** The profile whose long-lived key an item is; undefined for other items. */
export function profileOfItem(name: string): string | undefined {
  return name.startsWith(accessKeyPrefix) ? name.slice(accessKeyPrefix.length) : undefined;
}

const rootKeyPrefix = "root-key.";

/** Stands beside the long-lived key of a profile that was seen to be the root user's; holds its ARN. */
export function rootKeyItem(profile: string): string {
  return `${rootKeyPrefix}${profile}`;
}

/** What the names of all items tell: the profiles that have a key, and those of them whose key is the root user's. */
export function describeItems(names: readonly string[]): {
  readonly storedKeys: ReadonlySet<string>;
  readonly rootKeys: ReadonlySet<string>;
} {
  const storedKeys = names.flatMap((name) => profileOfItem(name) ?? []);
  return { storedKeys: new Set(storedKeys), rootKeys: new Set(namesAfter(names, rootKeyPrefix)) };
}

const rotationPrefix = "rotation.";

/** The unfinished rotation of a profile's key: how far it came, and the new key until it is the profile's. */
export function rotationItem(profile: string): string {
  return `${rotationPrefix}${profile}`;
}

/** The profiles whose key is being replaced, or was when that was cut off. */
export function rotationsIn(names: readonly string[]): ReadonlySet<string> {
  return new Set(namesAfter(names, rotationPrefix));
}

const mfaSeedPrefix = "mfa-seed.";

/** The seed of an MFA device, where its user asked for it to be kept. */
export function mfaSeedItem(serial: string): string {
  return `${mfaSeedPrefix}${serial}`;
}

/** The devices whose seeds are kept, by serial. */
export function mfaSeedsIn(names: readonly string[]): readonly string[] {
  return namesAfter(names, mfaSeedPrefix);
}

function namesAfter(names: readonly string[], prefix: string): readonly string[] {
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}
