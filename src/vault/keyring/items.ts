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
