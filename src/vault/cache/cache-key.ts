/** The key that seals sessions: random, kept in the keyring, made when it is first needed. */
import { join } from "node:path";
import { createAeadKey, masterKeyBytes, randomBytes, type SealingKey } from "../../crypto/index.ts";
import { type Keyring, sessionCacheKeyItem } from "../keyring/index.ts";
import { withFileLock } from "../private-files/index.ts";

/** A person may have to unlock the keyring for whoever comes first. */
const waitMs = 6 * 60_000;

/** undefined when there is none: then nothing can be opened, and there is nothing to make it for. */
export async function readCacheKey(keyring: Keyring): Promise<SealingKey | undefined> {
  const bytes = await keyring.read(sessionCacheKeyItem);
  // Another length is of no use: a new key takes its place, and what the old one sealed is minted anew.
  return bytes?.length === masterKeyBytes ? createAeadKey(bytes) : undefined;
}

/** The key, made by one process however many need it first. `folder` is the cache's. */
export async function readOrMakeCacheKey(keyring: Keyring, folder: string): Promise<SealingKey> {
  const present = await readCacheKey(keyring);
  if (present !== undefined) return present;
  return withFileLock(join(folder, "key.lock"), { waitMs }, async () => {
    const made = await readCacheKey(keyring);
    if (made !== undefined) return made;
    const bytes = randomBytes(masterKeyBytes);
    await keyring.write(sessionCacheKeyItem, bytes);
    return createAeadKey(bytes);
  });
}
