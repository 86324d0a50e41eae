import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { type TestContext } from "node:test";
import { schemaVersion } from "../../../../src/authority/store/engine/migrations.ts";
import { openStore } from "../../../../src/authority/store/index.ts";
import { listUnits, setUnit } from "../../../../src/authority/store/organization/members.ts";
import { listAccounts, setPasswordPolicy } from "../../../../src/authority/store/principals/accounts.ts";
import { TegataError } from "../../../../src/base/index.ts";
import { accountId, filesIn, openUntilEnd, storeWithAccount, temporaryDirectory } from "../places.ts";

const databaseIn = (directory: string) => join(directory, "tegata.db");

/** A directory with a closed store in it that has one account. */
async function closedStore(t: TestContext): Promise<string> {
  const directory = temporaryDirectory(t);
  await (await storeWithAccount(t, directory)).close();
  return directory;
}

/** Opening is refused with this code, one line without a full stop, and no file has changed. */
async function assertRefused(
  directory: string,
  code: string,
  options: { masterKeyFile?: string; exitCode?: number } = {},
): Promise<TegataError> {
  const before = filesIn(directory);
  const error = await openStore({ location: directory, masterKeyFile: options.masterKeyFile }).then(
    () => assert.fail("it opened"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TegataError, String(error));
  assert.equal(error.code, code);
  assert.equal(error.exitCode, options.exitCode ?? 1);
  assert.doesNotMatch(error.message, /\n|\.$/);
  assert.deepEqual(filesIn(directory), before);
  return error;
}

test("openStore() makes the directory and keeps everything in it to its owner", async (t) => {
  const directory = join(temporaryDirectory(t), "deep", "er");
  const store = await openUntilEnd(t, { location: directory });
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  for (const suffix of ["", "-wal"]) {
    assert.equal(statSync(databaseIn(directory) + suffix).mode & 0o777, 0o600, `tegata.db${suffix}`);
  }
  await store.close();
  for (const file of filesIn(directory)) assert.equal(file.mode, 0o600, file.name);
  assert.match(readFileSync(join(directory, "master.key"), "utf8"), /^[A-Za-z0-9+/]{43}=\n$/);
  assert.equal(readFileSync(join(directory, ".gitignore"), "utf8"), "*\n");
});

test("openStore() leaves a directory that was there as it was", async (t) => {
  const directory = join(temporaryDirectory(t), "volume");
  mkdirSync(directory, { mode: 0o755 });
  await (await openUntilEnd(t, { location: directory })).close();
  assert.equal(statSync(directory).mode & 0o777, 0o755);
  assert.equal(existsSync(join(directory, ".gitignore")), false);
});

test("openStore() finds what was written, and its version", async (t) => {
  const directory = await closedStore(t);
  const store = await openUntilEnd(t, { location: directory });
  assert.deepEqual(
    (await listAccounts(store.read)).map((account) => account.account_id),
    [accountId],
  );
  assert.equal(store.version(accountId), 1);
});

test("openStore() refuses PostgreSQL for now, with exit code 2, and repeats nothing of the address", async () => {
  for (const location of ["postgres://me:hunter2@db/tegata", "postgresql://db"]) {
    const refused = openStore({ location });
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof TegataError);
      assert.equal(error.exitCode, 2);
      assert.match(error.message, /^PostgreSQL stores are not available yet/);
      assert.doesNotMatch(error.message + error.hint, /hunter2|db/);
      return true;
    });
  }
  await assert.rejects(openStore({ location: "mysql://me:hunter2@db" }), /"mysql" stores are not known/);
});

test("a second opening in the same process is refused, and the first goes on", async (t) => {
  const directory = temporaryDirectory(t);
  const store = await storeWithAccount(t, directory);
  const again = openStore({ location: directory });
  await assert.rejects(again, { code: "StoreLocked", exitCode: 1 });
  await store.write(accountId, (tx) => setPasswordPolicy(tx, accountId, "{}"));
});

test("a second process is refused in one sentence, until the first has gone", async (t) => {
  const directory = temporaryDirectory(t);
  const script = join(import.meta.dirname, "../crash-writer.ts");
  const child = spawn(process.execPath, [script, directory, "0"], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const refused = openStore({ location: directory });
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof TegataError);
    assert.equal(error.code, "StoreLocked");
    assert.equal(error.message, `the data directory "${directory}" is in use by another process`);
    return true;
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  await openUntilEnd(t, { location: directory });
});

test("a file that is no database is refused and left alone", async (t) => {
  const directory = temporaryDirectory(t);
  writeFileSync(databaseIn(directory), "my diary\n".repeat(500));
  await assertRefused(directory, "StoreNotOurs");
});

test("another program's database is refused and left alone", async (t) => {
  const directory = temporaryDirectory(t);
  const other = new DatabaseSync(databaseIn(directory));
  other.exec("create table recipe (name text); insert into recipe values ('bread')");
  other.close();
  await assertRefused(directory, "StoreNotOurs");
});

test("a store of a newer version is refused and left alone", async (t) => {
  const directory = await closedStore(t);
  const database = new DatabaseSync(databaseIn(directory));
  database.exec(`pragma user_version = ${schemaVersion + 1}`);
  database.close();
  const error = await assertRefused(directory, "StoreTooNew");
  assert.match(error.message, /newer Tegata/);
});

test("openStore() brings a store of the first version to the newest and keeps what is in it", async (t) => {
  const directory = await closedStore(t);
  const database = new DatabaseSync(databaseIn(directory));
  for (const table of ["organization_attachment", "organization_policy", "organization_member"])
    database.exec(`drop table ${table}`);
  database.exec("pragma user_version = 1");
  database.close();
  const store = await openUntilEnd(t, { location: directory });
  assert.deepEqual(store.pragma("user_version"), [schemaVersion]);
  assert.equal((await listAccounts(store.read))[0]?.account_id, accountId);
  await store.write(accountId, (tx) => setUnit(tx, accountId, accountId, "/Lab"));
  assert.deepEqual([...(await listUnits(store.read, accountId))], [[accountId, "/Lab"]]);
});

test("a damaged store is refused and left alone", async (t) => {
  const directory = await closedStore(t);
  const bytes = readFileSync(databaseIn(directory));
  bytes.fill(0x55, 4096, 5 * 4096);
  writeFileSync(databaseIn(directory), bytes);
  await assertRefused(directory, "StoreCorrupt");
});

test("a store that was cut short is refused and left alone", async (t) => {
  const directory = await closedStore(t);
  const bytes = readFileSync(databaseIn(directory));
  writeFileSync(databaseIn(directory), bytes.subarray(0, 3 * 4096));
  await assertRefused(directory, "StoreCorrupt");
});

test("the wrong master key is refused and changes nothing", async (t) => {
  const directory = await closedStore(t);
  const elsewhere = await closedStore(t);
  const masterKeyFile = join(elsewhere, "master.key");
  await assertRefused(directory, "MasterKeyWrong", { masterKeyFile });
  copyFileSync(masterKeyFile, join(directory, "master.key"));
  await assertRefused(directory, "MasterKeyWrong");
});

test("a missing master key is refused, never made anew", async (t) => {
  const directory = await closedStore(t);
  rmSync(join(directory, "master.key"));
  await assertRefused(directory, "MasterKeyMissing");
  assert.equal(existsSync(join(directory, "master.key")), false);
});

test("a master key that is no key is refused, and its text is not repeated", async (t) => {
  const directory = await closedStore(t);
  for (const text of ["", "correct horse battery staple", Buffer.alloc(16).toString("base64")]) {
    writeFileSync(join(directory, "master.key"), text);
    const error = await assertRefused(directory, "MasterKeyMalformed");
    if (text !== "") assert.ok(!error.message.includes(text));
  }
});

test("--master-key-file takes the place of master.key, also at the first start", async (t) => {
  const directory = temporaryDirectory(t);
  const masterKeyFile = join(temporaryDirectory(t), "key");
  await assert.rejects(openStore({ location: directory, masterKeyFile }), { code: "MasterKeyMissing" });
  writeFileSync(masterKeyFile, Buffer.alloc(32, 7).toString("base64"));
  await (await openUntilEnd(t, { location: directory, masterKeyFile })).close();
  assert.equal(existsSync(join(directory, "master.key")), false);
  await (await openUntilEnd(t, { location: directory, masterKeyFile })).close();
});

test("a place that is a file, or below one, is refused", async (t) => {
  const file = join(temporaryDirectory(t), "file");
  writeFileSync(file, "");
  await assert.rejects(openStore({ location: file }), { code: "StoreNotUsable", exitCode: 1 });
  await assert.rejects(openStore({ location: join(file, "below") }), { code: "StoreNotUsable", exitCode: 1 });
});

test("a directory that cannot be written to is refused, with a store in it or without", async (t) => {
  if (process.platform === "win32") return t.skip("Windows has no modes");
  const [empty, full] = [temporaryDirectory(t), await closedStore(t)];
  for (const directory of [empty, full]) {
    chmodSync(directory, 0o555);
    // The superuser may write anywhere; its answer would mean nothing.
    const outcome = await openAsOrdinaryUser(directory);
    chmodSync(directory, 0o700);
    assert.equal(outcome, "StoreReadOnly", directory);
  }
});

/** The code of the refusal, told by a child that is not the superuser. */
async function openAsOrdinaryUser(directory: string): Promise<string> {
  if (process.getuid?.() !== 0) {
    const refusal = await openStore({ location: directory }).catch((error: unknown) => error);
    return refusal instanceof TegataError ? refusal.code : String(refusal);
  }
  const program = `
    import { openStore } from ${JSON.stringify(join(import.meta.dirname, "../../../../src/authority/store/index.ts"))};
    process.setgid(65534);
    process.setuid(65534);
    const refusal = await openStore({ location: ${JSON.stringify(directory)} }).catch((error) => error);
    console.log(refusal.code);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, "close");
  return text.trim();
}
