import type { KeyObject } from "node:crypto";
import { type Clock, LruMap } from "../../base/index.ts";
import type { SealingKey } from "../../crypto/index.ts";
import { secretKeyOf } from "../../sigv4/index.ts";
import { commonErrors } from "../../wire/index.ts";
import { findAccessKey } from "../store/credentials/access-keys.ts";
import { type Store, secretLabel } from "../store/index.ts";

export interface AccessKeyEntry {
  readonly accessKeyId: string;
  readonly accountId: string;
  /** undefined: the key is the account root's. */
  readonly userId: string | undefined;
  readonly active: boolean;
  readonly secretKey: KeyObject;
}

const maxAccessKeys = 20_000;
/** Reads of unknown keys; a flood of made-up keys must not turn into a flood of reads. */
const unknownKeyReadsPerSecond = 2_000;

/** Long-lived keys in memory, dropped when their account's version moves. */
export class AccessKeys {
  readonly #store: Store;
  readonly #masterKey: SealingKey;
  readonly #clock: Clock;
  readonly #entries = new LruMap<string, { readonly version: number; readonly entry: AccessKeyEntry }>(
    maxAccessKeys,
  );
  #second = 0;
  #readsInSecond = 0;

  constructor(parts: { readonly store: Store; readonly masterKey: SealingKey; readonly clock: Clock }) {
    this.#store = parts.store;
    this.#masterKey = parts.masterKey;
    this.#clock = parts.clock;
  }

  /** undefined: no such key. Answers at once when it is in memory and current. Throws Throttling on a flood of unknown keys. */
  find(accessKeyId: string): AccessKeyEntry | undefined | Promise<AccessKeyEntry | undefined> {
    const known = this.#entries.get(accessKeyId);
    if (known !== undefined && known.version === this.#store.version(known.entry.accountId))
      return known.entry;
    if (known === undefined) this.#countUnknown();
    return this.#read(accessKeyId);
  }

  async #read(accessKeyId: string): Promise<AccessKeyEntry | undefined> {
    const before = await findAccessKey(this.#store.read, accessKeyId);
    if (before === undefined) {
      this.#entries.delete(accessKeyId);
      return undefined;
    }
    // INVARIANT (version-before-read): what is kept under a version was read after that version was current.
    const version = this.#store.version(before.account_id);
    const row = await findAccessKey(this.#store.read, accessKeyId);
    if (row === undefined) return undefined;
    const secret = this.#masterKey.open(
      row.secret_sealed,
      secretLabel("access_key", row.account_id, accessKeyId),
    );
    if (secret === undefined) throw new Error(`the secret of access key ${accessKeyId} cannot be opened`);
    const entry: AccessKeyEntry = {
      accessKeyId,
      accountId: row.account_id,
      userId: row.user_id ?? undefined,
      active: row.status === "Active",
      secretKey: secretKeyOf(Buffer.from(secret).toString("utf8")),
    };
    this.#entries.set(accessKeyId, { version, entry });
    return entry;
  }

  #countUnknown(): void {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#readsInSecond = 0;
    }
    this.#readsInSecond += 1;
    if (this.#readsInSecond > unknownKeyReadsPerSecond)
      throw commonErrors.throttling().because("too many unknown access keys in one second");
  }
}
