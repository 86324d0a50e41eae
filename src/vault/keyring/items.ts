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
  const rootKeys = names
    .filter((name) => name.startsWith(rootKeyPrefix))
    .map((name) => name.slice(rootKeyPrefix.length));
  return { storedKeys: new Set(storedKeys), rootKeys: new Set(rootKeys) };
}

/** The unfinished rotation of a profile's key: how far it came, and the new key until it is the profile's. */
export function rotationItem(profile: string): string {
  return `rotation.${profile}`;
}

/** The seed of an MFA device, where its user asked for it to be kept. */
export function mfaSeedItem(serial: string): string {
  return `mfa-seed.${serial}`;
}
