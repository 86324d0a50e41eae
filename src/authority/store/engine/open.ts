/**
 * Opening a store: where it is, whether it is ours alone, its version, its key. The order matters: whatever refuses comes
 * before the first write, so that a refusal leaves the data untouched.
 */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Kysely, sql } from "kysely";
import type { SealingKey } from "../../../crypto/index.ts";
import { readMeta, writeMeta } from "../meta.ts";
import type { Schema } from "../schema.ts";
import { SqliteStore, type Store } from "../store.ts";
import { sqliteCodeOf } from "./constraint.ts";
import { createEmptyFile, isReadOnly, prepareDirectory } from "./data-directory.ts";
import { createKysely } from "./dialect.ts";
import { storeFailures } from "./failures.ts";
import {
  buildKeyCheck,
  createPassingMasterKey,
  isRightKey,
  keyCheckName,
  readMasterKey,
  readOrCreateMasterKey,
} from "./master-key.ts";
import { migrate, schemaVersion } from "./migrations.ts";
import { SqliteConnection } from "./sqlite.ts";

export interface StoreOptions {
  /** A directory (made when missing), or `:memory:`. */
  readonly location: string;
  /** Holds the master key in base64; default `master.key` in the directory, made at the first start. */
  readonly masterKeyFile?: string | undefined;
}

const memory = ":memory:";
const databaseFile = "tegata.db";
const masterKeyFile = "master.key";

/** `PRAGMA application_id` of our files: "Tgta". */
const applicationId = 0x54677461;
/** Files up to this size are checked page by page at every start (about 1 ms per MiB). */
const maxCheckedBytes = 64 * 1024 * 1024;

/** SQLite's primary result codes that mean something to whoever starts a server. */
const sqliteCodes = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

interface Place {
  /** For messages. */
  readonly directory: string;
  /** The database, or `:memory:`. */
  readonly file: string;
  /** Undefined: a key that nobody keeps. */
  readonly keyFile: string | undefined;
  /** The key file is ours to make; one that was named must be there. */
  readonly mayCreateKey: boolean;
}

/**
 * Opens the store, making it at the first start. Throws TegataError (see `failures.ts`) when the directory is in use,
 * read-only, damaged, somebody else's or newer than this program, or when the master key is missing or wrong.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const place = findPlace(options);
  if (place.file !== memory) prepareDirectory(place.directory);
  const connection = connect(place);
  try {
    const version = inspect(connection, place);
    checkPages(connection, place);
    const database = createKysely<Schema>(connection, "write");
    const masterKey = await findMasterKey(database, place, version);
    configure(connection, version);
    await bringUpToDate(database, masterKey, version);
    return new SqliteStore(connection, masterKey, await readVersions(database));
  } catch (error) {
    connection.close();
    throw explain(error, place);
  }
}

function findPlace(options: StoreOptions): Place {
  const { location } = options;
  const named = options.masterKeyFile;
  if (location === memory) {
    return { directory: memory, file: memory, keyFile: named, mayCreateKey: false };
  }
  // A store URL holds a password: nothing of it but the scheme is repeated.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") throw storeFailures.postgresLater();
  if (scheme !== undefined) throw storeFailures.otherUrl(scheme);
  const directory = resolve(location);
  return {
    directory,
    file: join(directory, databaseFile),
    keyFile: named ?? join(directory, masterKeyFile),
    mayCreateKey: named === undefined,
  };
}

function connect(place: Place): SqliteConnection {
  try {
    if (place.file !== memory && !existsSync(place.file)) createEmptyFile(place.file);
    return new SqliteConnection(place.file);
  } catch (error) {
    throw explain(error, place);
  }
}

/** Takes the file for this process alone and tells the store's version, 0 for an empty one. Writes nothing. */
function inspect(connection: SqliteConnection, place: Place): number {
  // INVARIANT (one-process): the lock is held until the file is closed, and the system takes it back from a dead process.
  connection.exec("pragma locking_mode = exclusive; begin exclusive; commit");
  const version = Number(connection.value("pragma user_version"));
  const isEmpty = connection.value("select count(*) from sqlite_schema") === 0;
  if (isEmpty && version === 0) return 0;
  if (connection.value("pragma application_id") !== applicationId) throw storeFailures.notOurs(place.file);
  if (version > schemaVersion) throw storeFailures.tooNew(place.file, version, schemaVersion);
  return version;
}

/** Only a new file is written to: the journal mode of an old one is kept in it. */
function configure(connection: SqliteConnection, version: number): void {
  if (version === 0) connection.exec(`pragma application_id = ${applicationId}`);
  connection.exec("pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off");
}

function checkPages(connection: SqliteConnection, place: Place): void {
  if (place.file === memory || statSync(place.file).size > maxCheckedBytes) return;
  if (connection.value("pragma quick_check(1)") !== "ok") throw storeFailures.corrupt(place.file);
}

async function findMasterKey(database: Kysely<Schema>, place: Place, version: number): Promise<SealingKey> {
  const { keyFile } = place;
  if (keyFile === undefined) return createPassingMasterKey();
  if (version === 0) return place.mayCreateKey ? readOrCreateMasterKey(keyFile) : readMasterKey(keyFile);
  const key = readMasterKey(keyFile);
  const keyCheck = await readMeta(database, keyCheckName);
  if (keyCheck === undefined) throw storeFailures.corrupt(place.file);
  if (!isRightKey(key, keyCheck)) throw storeFailures.keyWrong(keyFile);
  return key;
}

async function bringUpToDate(database: Kysely<Schema>, key: SealingKey, version: number): Promise<void> {
  if (version === schemaVersion) return;
  await database.transaction().execute(async (tx) => {
    await migrate(tx, version);
    if (version === 0) await writeMeta(tx, keyCheckName, buildKeyCheck(key));
    await sql`pragma user_version = ${sql.raw(String(schemaVersion))}`.execute(tx);
  });
}

async function readVersions(database: Kysely<Schema>): Promise<Map<string, number>> {
  const rows = await database.selectFrom("account").select(["account_id", "version"]).execute();
  return new Map(rows.map((row) => [row.account_id, row.version]));
}

/** SQLite's and the system's failures in our words; everything else stays what it is. */
function explain(error: unknown, place: Place): unknown {
  if (isReadOnly(error)) return storeFailures.readOnly(place.directory, error);
  const code = sqliteCodeOf(error);
  if (code === undefined) return error;
  switch (code & 0xff) {
    case sqliteCodes.busy:
      return storeFailures.locked(place.directory);
    case sqliteCodes.readOnly:
      return storeFailures.readOnly(place.directory, error);
    case sqliteCodes.notADatabase:
      return storeFailures.notOurs(place.file);
    case sqliteCodes.corrupt:
      return storeFailures.corrupt(place.file, error);
    case sqliteCodes.ioError:
    case sqliteCodes.cannotOpen:
      return storeFailures.notUsable(place.directory, error);
    default:
      return error;
  }
}
