import assert from "node:assert/strict";
import test from "node:test";
import { TokenKeyRing } from "../../../src/authority/sessions/key-ring.ts";
import { listTokenKeys } from "../../../src/authority/store/credentials/token-keys.ts";
import { MovableClock } from "../../../src/base/index.ts";
import { storeWithAccount } from "../store/places.ts";

test("sealingKey() changes when a key has sealed as often as it may, and the old one still opens", async (t) => {
  const store = await storeWithAccount(t);
  const clock = new MovableClock({ now: () => 1_800_000_000_000 });
  const ring = await TokenKeyRing.open(store, clock, 3);
  const ids: number[] = [];
  for (let seal = 0; seal < 7; seal += 1) ids.push((await ring.sealingKey()).keyId);
  assert.deepEqual(ids, [1, 1, 1, 2, 2, 2, 3]);
  assert.ok(ring.openingKey(1) && ring.openingKey(2) && ring.openingKey(3));
  assert.equal(ring.openingKey(4), undefined);
  clock.advance(129_600_001);
  assert.equal(ring.openingKey(1), undefined, "it retired early, so it stops opening early");
  assert.ok(ring.openingKey(3));
});

test("sealingKey() gives only keys that are on disk", async (t) => {
  const store = await storeWithAccount(t);
  const clock = new MovableClock({ now: () => 1_800_000_000_000 });
  const ring = await TokenKeyRing.open(store, clock, 1);
  for (let seal = 0; seal < 5; seal += 1) {
    const { keyId } = await ring.sealingKey();
    assert.ok((await listTokenKeys(store.read)).some((row) => row.key_id === keyId));
  }
});

test("a token key does not open in another key's row", async (t) => {
  const store = await storeWithAccount(t);
  const clock = new MovableClock({ now: () => 1_800_000_000_000 });
  await TokenKeyRing.open(store, clock);
  await store.record((tx) => tx.updateTable("token_key").set({ key_id: 9 }).execute());
  await assert.rejects(TokenKeyRing.open(store, clock), /does not open with the master key/);
});

test("open() after a long stop makes a new key and destroys those whose tokens are all dead", async (t) => {
  const store = await storeWithAccount(t);
  const clock = new MovableClock({ now: () => 1_800_000_000_000 });
  await TokenKeyRing.open(store, clock);
  clock.advance(24 * 3_600_000 + 129_600_000);
  assert.ok(
    (await TokenKeyRing.open(store, clock)).openingKey(1),
    "its last token lives for one more moment",
  );
  clock.advance(24 * 3_600_000);
  const ring = await TokenKeyRing.open(store, clock);
  assert.equal(ring.openingKey(1), undefined);
  assert.deepEqual(
    (await listTokenKeys(store.read)).map((row) => row.key_id),
    [2, 3],
  );
});
