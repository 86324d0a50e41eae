/**
 * One SQLite connection and who may use it when. There is exactly one, also for files: it holds the file exclusively,
 * and whoever wants it waits in line. A transaction keeps its place until it ends, so no reader sees an uncommitted write.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { LruMap } from "../../../base/index.ts";

/** How long opening waits for a process that is just letting the file go, in milliseconds. */
export const busyTimeoutMs = 1000;
const maxCachedStatements = 512;

export interface RowSet {
  readonly rows: Record<string, unknown>[];
  /** Rows changed; undefined for a statement that answers rows. */
  readonly changed?: bigint;
}

interface Statement {
  readonly prepared: StatementSync;
  readonly answersRows: boolean;
}

/** Says that a transaction is open in this asynchronous context. */
interface TransactionMark {
  open: boolean;
}

export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new LruMap<string, Statement>(maxCachedStatements);
  readonly #transactions = new AsyncLocalStorage<TransactionMark>();
  /** Resolves when everyone who came before has gone. */
  #line: Promise<void> = Promise.resolve();

  /** `path`: a file that exists, or `:memory:`. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  get isInTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction;
  }

  /**
   * Waits in line for the connection; the caller must call what it is given, once.
   * Throws when asked from inside `asTransaction`: the one who waits would wait for itself.
   */
  async acquire(): Promise<() => void> {
    if (this.#transactions.getStore()?.open) {
      throw new Error("the store was used inside its own transaction: pass the transaction on");
    }
    return this.#takePlace();
  }

  /** Runs `work` so that everything it awaits is known to be inside a transaction. */
  async asTransaction<T>(work: () => Promise<T>): Promise<T> {
    const mark: TransactionMark = { open: true };
    try {
      return await this.#transactions.run(mark, work);
    } finally {
      mark.open = false;
    }
  }

  /** Several statements without parameters or answers. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, parameters: readonly unknown[]): RowSet {
    const statement = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (statement.answersRows) return { rows: statement.prepared.all(...values) };
    return { rows: [], changed: BigInt(statement.prepared.run(...values).changes) };
  }

  /** The first column of the first row. */
  value(sql: string): unknown {
    const row = this.run(sql, []).rows[0];
    return row === undefined ? undefined : Object.values(row)[0];
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  async #takePlace(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#line;
    this.#line = promise;
    await before;
    return resolve;
  }

  #prepare(sql: string): Statement {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) return cached;
    const prepared = this.#database.prepare(sql);
    const statement = { prepared, answersRows: prepared.columns().length > 0 };
    this.#statements.set(sql, statement);
    return statement;
  }
}
