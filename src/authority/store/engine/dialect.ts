/** Kysely over our one SQLite connection. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { SqliteConnection } from "./sqlite.ts";

/** `read`: selects outside transactions, nothing else. `write`: transactions. */
export type Access = "read" | "write";

export function createKysely<Tables>(connection: SqliteConnection, access: Access): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new QueueingAdapter(),
    createDriver: () => new SqliteDriver(connection, access),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

/** `SqliteConnection` keeps the line itself; a second one in Kysely would hide whom we wait for. */
class QueueingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** One place in the line, from `acquireConnection` to `releaseConnection`. */
class Turn implements DatabaseConnection {
  readonly #connection: SqliteConnection;
  readonly #access: Access;
  readonly release: () => void;

  constructor(connection: SqliteConnection, access: Access, release: () => void) {
    this.#connection = connection;
    this.#access = access;
    this.release = release;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // INVARIANT (no-unversioned-write): rows change through Store.write and Store.record only.
    if (this.#access === "read" && query.query.kind !== "SelectQueryNode") {
      throw new Error("the store's reader selects and does nothing else");
    }
    const { rows, changed } = this.#connection.run(query.sql, query.parameters);
    const typed = rows as Row[];
    return changed === undefined ? { rows: typed } : { rows: typed, numAffectedRows: changed };
  }

  // biome-ignore lint/correctness/useYield: rows of one statement are in memory anyway, so nothing is streamed
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("the store does not stream");
  }
}

class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #access: Access;

  constructor(connection: SqliteConnection, access: Access) {
    this.#connection = connection;
    this.#access = access;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new Turn(this.#connection, this.#access, await this.#connection.acquire());
  }

  async beginTransaction(): Promise<void> {
    if (this.#access === "read") throw new Error("the store's reader opens no transaction");
    // IMMEDIATE: the write lock is taken before anything is read, so that what was read still holds at the commit.
    this.#connection.run("begin immediate", []);
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run("commit", []);
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite has rolled back by itself after some failures, such as a full disk.
    if (this.#connection.isInTransaction) this.#connection.run("rollback", []);
  }

  async releaseConnection(turn: DatabaseConnection): Promise<void> {
    if (turn instanceof Turn) turn.release();
  }

  async destroy(): Promise<void> {
    this.#connection.close();
  }
}
