/** Asks a cache in the folder that is its argument for one session, and prints what it gives. */
import { Secret, systemClock } from "../../../src/base/index.ts";
import { createSessionCache, credentialsCodec } from "../../../src/vault/cache/index.ts";
import { createMemoryKeyring, sessionCacheKeyItem } from "../../../src/vault/keyring/index.ts";

const [, , folder = ""] = process.argv;
const keyring = createMemoryKeyring();
await keyring.write(sessionCacheKeyItem, new Uint8Array(32));
const cache = createSessionCache({
  folder,
  platform: "linux",
  keyring,
  clock: systemClock,
  codec: credentialsCodec,
});
const expiration = systemClock.now() + 3_600_000;
const { value, isKept, whyNotKept } = await cache.getOrMint("e".repeat(64), async () => ({
  value: {
    accessKeyId: "ASIAMINTED",
    secretAccessKey: new Secret("secret"),
    sessionToken: new Secret("token"),
    expiration,
  },
  expiration,
}));
process.stdout.write(`${value.accessKeyId} ${isKept} ${whyNotKept}\n`);
