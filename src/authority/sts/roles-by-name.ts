/** Roles as AssumeRole finds them: in memory, by name, current to the account's version. */
import { type AccountId, LruMap } from "../../base/index.ts";
import type { Store } from "../store/index.ts";
import { findRole, type RoleRow } from "../store/principals/roles.ts";

const maxCachedRoles = 10_000;

interface Versioned {
  readonly version: number;
  readonly role: RoleRow;
}

/** One cache for each store, gone with it. */
const caches = new WeakMap<Store, LruMap<string, Versioned>>();

/**
 * The role of that name in any case, as the account's newest committed version has it; undefined when there is none.
 * Its last-used time may be older: that moves no version.
 */
export async function findCachedRole(
  store: Store,
  accountId: AccountId,
  name: string,
): Promise<RoleRow | undefined> {
  const cache = cacheOf(store);
  const key = `${accountId}/${name.toLowerCase()}`;
  // INVARIANT (version-before-read): what is kept under a version was read after that version was current.
  const version = store.version(accountId);
  const known = cache.get(key);
  if (known?.version === version) return known.role;
  const role = await findRole(store.read, accountId, name);
  if (role === undefined) cache.delete(key);
  else cache.set(key, { version, role });
  return role;
}

function cacheOf(store: Store): LruMap<string, Versioned> {
  const known = caches.get(store);
  if (known !== undefined) return known;
  const made = new LruMap<string, Versioned>(maxCachedRoles);
  caches.set(store, made);
  return made;
}
