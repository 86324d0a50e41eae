import assert from "node:assert/strict";
import test from "node:test";
import { isForeignKeyViolation, isUniqueViolation } from "../../../src/authority/store/index.ts";
import { readMeta, writeMeta } from "../../../src/authority/store/meta.ts";
import {
  findAccount,
  insertAccount,
  listAccounts,
  setAccountAlias,
} from "../../../src/authority/store/principals/accounts.ts";
import { accountId, addAccount, openUntilEnd, storeWithAccount, temporaryDirectory } from "./places.ts";

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

for (const kind of ["a directory", "memory"]) {
  const locate = (t: Parameters<typeof temporaryDirectory>[0]) =>
    kind === "memory" ? ":memory:" : temporaryDirectory(t);

  test(`every connection to ${kind} syncs fully and keeps foreign keys`, async (t) => {
    const store = await openUntilEnd(t, { location: locate(t) });
    assert.deepEqual(store.pragma("synchronous"), [2]);
    assert.deepEqual(store.pragma("journal_mode"), [kind === "memory" ? "memory" : "wal"]);
    assert.deepEqual(store.pragma("foreign_keys"), [1]);
    assert.deepEqual(store.pragma("locking_mode"), ["exclusive"]);
    assert.deepEqual(store.pragma("busy_timeout"), [1000]);
  });

  test(`write() in ${kind} bumps the account's version, in the row and in memory, and no other's`, async (t) => {
    const store = await storeWithAccount(t, locate(t));
    await addAccount(store, "210987654321");
    const before = store.version(accountId);
    const result = await store.write(accountId, async (tx) => {
      await setAccountAlias(tx, accountId, "alias");
      return "result";
    });
    assert.equal(result, "result");
    assert.equal(store.version(accountId), before + 1);
    assert.equal((await findAccount(store.read, accountId))?.version, before + 1);
    assert.equal(store.version("210987654321"), 1);
    assert.equal(store.version("999999999999"), 0);
  });

  test(`write() in ${kind} that throws has done nothing, and the store goes on`, async (t) => {
    const store = await storeWithAccount(t, locate(t));
    const before = store.version(accountId);
    const failed = store.write(accountId, async (tx) => {
      await setAccountAlias(tx, accountId, "alias");
      throw new Error("changed my mind");
    });
    await assert.rejects(failed, /changed my mind/);
    assert.equal(store.version(accountId), before);
    assert.equal((await findAccount(store.read, accountId))?.alias, null);
    await store.write(accountId, (tx) => setAccountAlias(tx, accountId, "other"));
    assert.equal((await findAccount(store.read, accountId))?.alias, "other");
  });

  test(`a reader of ${kind} never sees an uncommitted write`, async (t) => {
    const store = await storeWithAccount(t, locate(t));
    const seen: (string | undefined)[] = [];
    const write = store.write(accountId, async (tx) => {
      await writeMeta(tx, "mark", "half");
      await pause(20);
      await writeMeta(tx, "mark", "whole");
    });
    await pause(5);
    seen.push(await readMeta(store.read, "mark"));
    await write;
    assert.deepEqual(seen, ["whole"]);
  });

  test(`writers of ${kind} stand in line: 100 concurrent increments lose none`, async (t) => {
    const store = await storeWithAccount(t, locate(t));
    const increment = () =>
      store.record(async (tx) => {
        const value = Number((await readMeta(tx, "count")) ?? "0");
        await Promise.resolve();
        await writeMeta(tx, "count", String(value + 1));
      });
    await Promise.all(Array.from({ length: 100 }, increment));
    assert.equal(await readMeta(store.read, "count"), "100");
  });
}

test("record() moves no version", async (t) => {
  const store = await storeWithAccount(t);
  await store.record((tx) => writeMeta(tx, "a", "b"));
  assert.equal(store.version(accountId), 1);
});

test("write() for an account that is not there is refused and undone", async (t) => {
  const store = await storeWithAccount(t);
  await assert.rejects(
    store.write("999999999999", (tx) => writeMeta(tx, "a", "b")),
    /account that exists/,
  );
  assert.equal(await readMeta(store.read, "a"), undefined);
});

test("read inside a transaction throws instead of waiting for itself, and so does a second transaction", async (t) => {
  const store = await storeWithAccount(t);
  await assert.rejects(
    store.write(accountId, () => listAccounts(store.read)),
    /inside its own transaction/,
  );
  await assert.rejects(
    store.write(accountId, () => store.record(async () => undefined)),
    /inside its own transaction/,
  );
  assert.equal((await listAccounts(store.read)).length, 1);
});

test("read works in what a transaction has started, once the transaction is over", async (t) => {
  const store = await storeWithAccount(t);
  let later: Promise<unknown> = Promise.resolve();
  await store.record(async () => {
    later = pause(5).then(() => listAccounts(store.read));
  });
  await assert.doesNotReject(later);
});

test("read selects and does nothing else", async (t) => {
  const store = await storeWithAccount(t);
  const row = { name: "a", value: "b" };
  await assert.rejects(store.read.insertInto("meta").values(row).execute(), /selects and does nothing else/);
  await assert.rejects(store.read.deleteFrom("account").execute(), /selects and does nothing else/);
  await assert.rejects(
    store.read.transaction().execute(async () => undefined),
    /opens no transaction/,
  );
});

test("a transaction that waits for something else is rolled back, and its tx is of no use afterwards", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = await storeWithAccount(t);
  let late: (() => Promise<void>) | undefined;
  const stuck = store.record(async (tx) => {
    await writeMeta(tx, "a", "b");
    late = () => writeMeta(tx, "c", "d");
    await new Promise(() => undefined);
  });
  const failed = assert.rejects(stuck, /took too long/);
  while (late === undefined) await new Promise(setImmediate);
  t.mock.timers.tick(10_001);
  await failed;
  await assert.rejects(late(), /rolled back/);
  assert.equal(await readMeta(store.read, "a"), undefined);
});

test("isUniqueViolation() and isForeignKeyViolation() tell what the database refused", async (t) => {
  const store = await storeWithAccount(t);
  const again = store.write(accountId, (tx) =>
    insertAccount(tx, { accountId, name: "", isManagement: false, createdAt: 1 }),
  );
  await assert.rejects(again, (error) => isUniqueViolation(error) && !isForeignKeyViolation(error));
  const orphan = store.record((tx) =>
    tx
      .insertInto("bucket")
      .values({ name: "b", account_id: "999999999999", created_at: 1, region: "us-east-1" })
      .execute(),
  );
  await assert.rejects(orphan, (error) => isForeignKeyViolation(error) && !isUniqueViolation(error));
  assert.equal(isUniqueViolation(new Error("x")), false);
});

test("a write that finds the disk full is refused and undone, and later writes go on", async (t) => {
  const store = await storeWithAccount(t, temporaryDirectory(t));
  const [pages] = store.pragma("page_count");
  store.pragma(`max_page_count = ${Number(pages) + 4}`);
  const version = store.version(accountId);
  const big = store.write(accountId, async (tx) => {
    await writeMeta(tx, "small", "first");
    await writeMeta(tx, "big", "x".repeat(100_000));
  });
  await assert.rejects(big, /full/);
  assert.equal(store.version(accountId), version);
  assert.equal(await readMeta(store.read, "small"), undefined);
  store.pragma("max_page_count = 1000000");
  await store.write(accountId, (tx) => writeMeta(tx, "big", "x".repeat(100_000)));
});

test("close() waits for a transaction under way, may be called twice, and refuses what comes later", async (t) => {
  const store = await storeWithAccount(t, temporaryDirectory(t));
  const write = store.record(async (tx) => {
    await pause(10);
    await writeMeta(tx, "a", "b");
  });
  await pause(1);
  await Promise.all([store.close(), store.close()]);
  await assert.doesNotReject(write);
  await assert.rejects(listAccounts(store.read));
  await assert.rejects(store.record(async () => undefined));
});

test("lastUsed writes what it was told when it is flushed and when the store closes", async (t) => {
  const directory = temporaryDirectory(t);
  const store = await storeWithAccount(t, directory);
  await store.write(accountId, async (tx) => {
    await tx
      .insertInto("access_key")
      .values({
        access_key_id: "AKIAEXAMPLE",
        account_id: accountId,
        user_id: null,
        status: "Active",
        secret_sealed: new Uint8Array([1]),
        created_at: 1,
        last_used_at: null,
        last_used_service: null,
        last_used_region: null,
      })
      .execute();
  });
  const version = store.version(accountId);
  const read = (from: typeof store) =>
    from.read
      .selectFrom("access_key")
      .select(["last_used_at", "last_used_service", "last_used_region"])
      .executeTakeFirst();
  store.lastUsed.noteAccessKey("AKIAEXAMPLE", { at: 5000, service: "iam", region: "us-east-1" });
  store.lastUsed.noteAccessKey("AKIAEXAMPLE", { at: 6000, service: "sts", region: "eu-west-1" });
  store.lastUsed.noteRole("AROANOBODY", { at: 1, region: "us-east-1" });
  assert.equal((await read(store))?.last_used_at, null);
  await store.lastUsed.flush();
  assert.deepEqual(
    { ...(await read(store)) },
    { last_used_at: 6000, last_used_service: "sts", last_used_region: "eu-west-1" },
  );
  assert.equal(store.version(accountId), version);
  store.lastUsed.noteAccessKey("AKIAEXAMPLE", { at: 7000, service: "s3", region: "us-east-1" });
  await store.close();
  const reopened = await openUntilEnd(t, { location: directory });
  assert.equal((await read(reopened))?.last_used_at, 7000);
  assert.equal(reopened.version(accountId), version);
});
