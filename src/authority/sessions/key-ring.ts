/** The keys that tokens are sealed with: one seals, those before it still open, until the last of their tokens is dead. */
import type { Clock } from "../../base/index.ts";
import { createAeadKey, masterKeyBytes, randomBytes, type SealingKey } from "../../crypto/index.ts";
import {
  deleteTokenKeys,
  deleteTokenKeysRetiredBefore,
  insertTokenKey,
  listTokenKeys,
  retireTokenKey,
  type TokenKeyRow,
} from "../store/credentials/token-keys.ts";
import { type Store, secretLabel, type Writer } from "../store/index.ts";

/** AWS: the longest a session can be. */
export const maxSessionSeconds = 129_600;
/** A key seals for a day, then the next one does. */
const sealsForMs = 24 * 3_600_000;
const opensForMs = maxSessionSeconds * 1000;
/**
 * SECURITY: random nonces allow 2^32 seals. The count starts again with the process, which is sound: a day of nothing but
 * sealing, at 20 µs each, stays below it.
 */
const maxSeals = 2 ** 32;

export interface TokenKey {
  readonly keyId: number;
  readonly key: SealingKey;
}

interface HeldKey extends TokenKey {
  /** Seals before this time (milliseconds), opens until `opensForMs` after it. */
  retiresAt: number;
  seals: number;
}

export class TokenKeyRing {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #maxSeals: number;
  #keys = new Map<number, HeldKey>();
  #sealing: HeldKey;
  #change: Promise<void> | undefined;

  private constructor(store: Store, clock: Clock, keys: HeldKey[], sealing: HeldKey, limit: number) {
    this.#store = store;
    this.#clock = clock;
    this.#maxSeals = limit;
    for (const held of keys) this.#keys.set(held.keyId, held);
    this.#sealing = sealing;
  }

  /** Reads the keys there are and makes one if none seals. `limit`: seals per key, for tests. */
  static async open(store: Store, clock: Clock, limit: number = maxSeals): Promise<TokenKeyRing> {
    const now = clock.now();
    const keys = (await listTokenKeys(store.read)).map((row) => unwrapKey(store, row));
    let newest = keys.at(-1);
    if (newest === undefined || now >= newest.retiresAt) {
      const keyId = (newest?.keyId ?? 0) + 1;
      newest = await createKey(store, now, keyId, (tx) => deleteTokenKeysRetiredBefore(tx, now - opensForMs));
      keys.push(newest);
    }
    return new TokenKeyRing(store, clock, keys, newest, limit);
  }

  /** The key to seal one token with. INVARIANT (key-before-seal): it is on disk already. */
  async sealingKey(): Promise<TokenKey> {
    while (this.#isSpent(this.#sealing)) await this.#once(() => this.#rotate());
    this.#sealing.seals += 1;
    return this.#sealing;
  }

  /** Undefined for a key that never was, or whose last token has expired. */
  openingKey(keyId: number): TokenKey | undefined {
    const held = this.#keys.get(keyId);
    if (held === undefined || this.#clock.now() > held.retiresAt + opensForMs) return undefined;
    return held;
  }

  /** Destroys every key and makes a new one. */
  async replaceAll(): Promise<void> {
    await this.#change;
    await this.#once(async () => {
      const next = await createKey(this.#store, this.#clock.now(), this.#sealing.keyId + 1, deleteTokenKeys);
      this.#keys = new Map([[next.keyId, next]]);
      this.#sealing = next;
    });
  }

  #isSpent(held: HeldKey): boolean {
    return held.seals >= this.#maxSeals || this.#clock.now() >= held.retiresAt;
  }

  async #rotate(): Promise<void> {
    const now = this.#clock.now();
    const spent = this.#sealing;
    const destroyBefore = now - opensForMs;
    const next = await createKey(this.#store, now, spent.keyId + 1, async (tx) => {
      await retireTokenKey(tx, spent.keyId, now);
      await deleteTokenKeysRetiredBefore(tx, destroyBefore);
    });
    spent.retiresAt = Math.min(spent.retiresAt, now);
    for (const [keyId, held] of this.#keys) {
      if (held.retiresAt < destroyBefore) this.#keys.delete(keyId);
    }
    this.#keys.set(next.keyId, next);
    this.#sealing = next;
  }

  /** One change at a time; whoever comes meanwhile waits for it. */
  #once(change: () => Promise<void>): Promise<void> {
    this.#change ??= change().finally(() => {
      this.#change = undefined;
    });
    return this.#change;
  }
}

/** A new key, on disk; `before` runs first, in the same transaction. */
async function createKey(
  store: Store,
  now: number,
  keyId: number,
  before: (tx: Writer) => Promise<void>,
): Promise<HeldKey> {
  const bytes = randomBytes(masterKeyBytes);
  const retiresAt = now + sealsForMs;
  await store.record(async (tx) => {
    await before(tx);
    await insertTokenKey(tx, {
      key_id: keyId,
      key_sealed: store.masterKey.seal(bytes, secretLabel("token_key", "", String(keyId))),
      created_at: now,
      retires_at: retiresAt,
    });
  });
  return { keyId, key: createAeadKey(bytes), retiresAt, seals: 0 };
}

function unwrapKey(store: Store, row: TokenKeyRow): HeldKey {
  const bytes = store.masterKey.open(row.key_sealed, secretLabel("token_key", "", String(row.key_id)));
  if (bytes === undefined) throw new Error("a token key does not open with the master key");
  return { keyId: row.key_id, key: createAeadKey(bytes), retiresAt: row.retires_at, seals: 0 };
}
