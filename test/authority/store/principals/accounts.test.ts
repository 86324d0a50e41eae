import assert from "node:assert/strict";
import test from "node:test";
import {
  consumeOneTime,
  deleteExpiredOneTimes,
  insertOneTime,
} from "../../../../src/authority/store/credentials/one-time.ts";
import { isUniqueViolation } from "../../../../src/authority/store/index.ts";
import {
  findAccount,
  findAccountByAlias,
  insertAccount,
  listAccounts,
  randomAccountId,
  setAccountAlias,
  setPasswordPolicy,
} from "../../../../src/authority/store/principals/accounts.ts";
import { accountId, addAccount, openUntilEnd, storeWithAccount } from "../places.ts";

test("randomAccountId() has twelve digits and never begins with 0", () => {
  for (let round = 0; round < 200; round += 1) assert.match(randomAccountId(), /^[1-9][0-9]{11}$/);
});

test("listAccounts() begins with the management account", async (t) => {
  const store = await openUntilEnd(t, { location: ":memory:" });
  await addAccount(store, "111111111111");
  await store.write("222222222222", (tx) =>
    insertAccount(tx, { accountId: "222222222222", name: "main", isManagement: true, createdAt: 5000 }),
  );
  const accounts = await listAccounts(store.read);
  assert.deepEqual(
    accounts.map((account) => [account.account_id, account.is_management]),
    [
      ["222222222222", 1],
      ["111111111111", 0],
    ],
  );
});

test("setAccountAlias() gives an alias that no other account can have, until it is removed", async (t) => {
  const store = await storeWithAccount(t);
  await addAccount(store, "210987654321");
  await store.write(accountId, (tx) => setAccountAlias(tx, accountId, "acme"));
  assert.equal((await findAccountByAlias(store.read, "acme"))?.account_id, accountId);
  const taken = store.write("210987654321", (tx) => setAccountAlias(tx, "210987654321", "acme"));
  await assert.rejects(taken, isUniqueViolation);
  await store.write(accountId, (tx) => setAccountAlias(tx, accountId, null));
  assert.equal(await findAccountByAlias(store.read, "acme"), undefined);
});

test("setPasswordPolicy() keeps the settings and forgets them", async (t) => {
  const store = await storeWithAccount(t);
  await store.write(accountId, (tx) => setPasswordPolicy(tx, accountId, '{"MinimumPasswordLength":12}'));
  assert.equal((await findAccount(store.read, accountId))?.password_policy, '{"MinimumPasswordLength":12}');
  await store.write(accountId, (tx) => setPasswordPolicy(tx, accountId, null));
  assert.equal((await findAccount(store.read, accountId))?.password_policy, null);
});

test("consumeOneTime() is true once, also under concurrency, and never after the end", async (t) => {
  const store = await storeWithAccount(t);
  const thing = { kind: "signin-token", id: "a" };
  await store.record((tx) => insertOneTime(tx, { ...thing, expiresAt: 1000 }));
  const uses = await Promise.all(
    Array.from({ length: 20 }, () => store.record((tx) => consumeOneTime(tx, { ...thing, now: 999 }))),
  );
  assert.equal(uses.filter(Boolean).length, 1);
  await store.record((tx) => insertOneTime(tx, { kind: "signin-token", id: "b", expiresAt: 1000 }));
  const use = (id: string, now: number) =>
    store.record((tx) => consumeOneTime(tx, { kind: "signin-token", id, now }));
  assert.equal(await use("b", 1000), false);
  assert.equal(await use("c", 1), false);
  assert.equal(await store.record((tx) => deleteExpiredOneTimes(tx, 1000)), 2);
});

test("insertOneTime() refuses an id that is known", async (t) => {
  const store = await storeWithAccount(t);
  const insert = () => store.record((tx) => insertOneTime(tx, { kind: "replay", id: "a", expiresAt: 1000 }));
  await insert();
  await assert.rejects(insert(), isUniqueViolation);
});
