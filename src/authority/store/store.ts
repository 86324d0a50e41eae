/**
 * Reads, writes and the versions that caches follow.
 * INVARIANT (acknowledged-is-durable): `write` and `record` resolve after SQLite has synced the commit to disk.
 */
import type { SealingKey } from "../../crypto/index.ts";
import { createKysely } from "./engine/dialect.ts";
import type { SqliteConnection } from "./engine/sqlite.ts";
import { LastUsed } from "./last-used.ts";
import type { Reader, Schema, Writer } from "./schema.ts";

/** A transaction holds everyone up; one that waits for something else is rolled back. Milliseconds. */
const maxTransactionMs = 10_000;

export interface Store {
  /**
   * Selects outside transactions. Never inside the work of `write` or `record`: that throws; use `tx`, which reads too.
   */
  readonly read: Reader;
  /** Seals and opens the secrets in the rows; associated data is table, account and row id. */
  readonly masterKey: SealingKey;
  /** When keys and roles were last used, written in batches. */
  readonly lastUsed: LastUsed;
  /**
   * One transaction that may change what principals of the account may do: bumps the account's version in it.
   * Resolves when the commit is on disk and `version` tells of it. `work` awaits nothing but the store; when it throws,
   * nothing has happened. The account must exist at the end of `work`.
   */
  write<T>(accountId: string, work: (tx: Writer) => Promise<T>): Promise<T>;
  /** One transaction that no policy decision depends on (MFA steps, one-time ids, last-used times): no version moves. */
  record<T>(work: (tx: Writer) => Promise<T>): Promise<T>;
  /**
   * The account's version, from memory; 0 for an account that is not there. A cache takes it before it reads what it
   * keeps: what is read afterwards is at least as new.
   */
  version(accountId: string): number;
  /** Settings of every connection, by pragma name, for tests: `pragma("synchronous")` is `[2]`. */
  pragma(name: string): readonly unknown[];
  /** Writes what is pending, waits for transactions under way and lets the file go. May be called twice. */
  close(): Promise<void>;
}

export class SqliteStore implements Store {
  readonly read: Reader;
  readonly masterKey: SealingKey;
  readonly lastUsed: LastUsed;
  readonly #connection: SqliteConnection;
  readonly #writer: Reader;
  readonly #versions: Map<string, number>;
  #closing: Promise<void> | undefined;

  /** `versions`: the accounts as the file has them. */
  constructor(connection: SqliteConnection, masterKey: SealingKey, versions: Map<string, number>) {
    this.#connection = connection;
    this.#versions = versions;
    this.masterKey = masterKey;
    this.read = createKysely<Schema>(connection, "read");
    this.#writer = createKysely<Schema>(connection, "write");
    this.lastUsed = new LastUsed((work) => this.record(work));
  }

  async write<T>(accountId: string, work: (tx: Writer) => Promise<T>): Promise<T> {
    const { result, version } = await this.#transact(async (tx) => {
      const made = await work(tx);
      return { result: made, version: await bumpVersion(tx, accountId) };
    });
    this.#versions.set(accountId, version);
    return result;
  }

  record<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    return this.#transact(work);
  }

  version(accountId: string): number {
    return this.#versions.get(accountId) ?? 0;
  }

  pragma(name: string): readonly unknown[] {
    return [this.#connection.value(`pragma ${name}`)];
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.lastUsed.close();
    const release = await this.#connection.acquire();
    await this.read.destroy();
    await this.#writer.destroy();
    this.#connection.close();
    release();
  }

  #transact<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    return this.#writer.transaction().execute((tx) =>
      withinTime(
        this.#connection.asTransaction(() => work(tx)),
        maxTransactionMs,
      ),
    );
  }
}

async function bumpVersion(tx: Writer, accountId: string): Promise<number> {
  const row = await tx
    .updateTable("account")
    .set((columns) => ({ version: columns("version", "+", 1) }))
    .where("account_id", "=", accountId)
    .returning("version")
    .executeTakeFirst();
  if (row === undefined) throw new Error("a write belongs to an account that exists");
  return row.version;
}

function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error("a transaction took too long and was rolled back")),
    milliseconds,
  );
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
