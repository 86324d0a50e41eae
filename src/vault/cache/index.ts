/**
 * cache: sessions kept between processes: sealed under a key of the keyring, found by a hash of all that makes them, and
 * minted once however many processes ask. May import: base, crypto, keyring, plan, private-files.
 * Start reading at `session-cache.ts`, then `cache-id.ts`.
 */
export { sessionCacheFolder, tokenFolder } from "./cache-folder.ts";
export { cacheId } from "./cache-id.ts";
export { credentialsCodec } from "./credentials-codec.ts";
export type { About, Codec, Json } from "./entry.ts";
export { createSealedFiles, type SealedFiles } from "./sealed-files.ts";
export {
  createSessionCache,
  type GetOptions,
  type ListedSession,
  type Minted,
  type Session,
  type SessionCache,
  type SessionCacheOptions,
} from "./session-cache.ts";
