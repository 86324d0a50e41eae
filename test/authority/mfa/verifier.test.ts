import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { createMfaVerifier } from "../../../src/authority/mfa/index.ts";
import { type Store, secretLabel } from "../../../src/authority/store/index.ts";
import { MovableClock } from "../../../src/base/index.ts";
import { randomBytes, totpCode, totpStep } from "../../../src/crypto/index.ts";
import { accountId, filesIn, openUntilEnd, storeWithAccount, temporaryDirectory } from "../store/places.ts";

const serial = "arn:aws:iam::123456789012:mfa/ann";
const ownerId = "AIDAEXAMPLEEXAMPLE123";
const seed = randomBytes(20);
const startedClock = () => new MovableClock({ now: () => 1_800_000_015_000 });
const minute = 60_000;

async function addDevice(store: Store, owner: string | null = ownerId): Promise<void> {
  await store.record((tx) =>
    tx
      .insertInto("mfa_device")
      .values({
        account_id: accountId,
        serial,
        kind: "virtual",
        name: "ann",
        name_key: "ann",
        path: "/",
        seed_sealed: store.masterKey.seal(seed, secretLabel("mfa_device", accountId, serial)),
        owner_id: owner,
        reserved_for: null,
        enabled_at: owner === null ? null : 1,
        created_at: 1,
        last_step: 0,
        drift_steps: 0,
        wrong_count: 0,
        wrong_at: 0,
        locked_until: 0,
        lock_seconds: 0,
        tags: "[]",
      })
      .execute(),
  );
}

function verifierOf(store: Store, clock: MovableClock) {
  const mfa = createMfaVerifier({ store, clock });
  const codeAt = (steps: number) => totpCode(seed, totpStep(clock.now()) + steps);
  return {
    mfa,
    codeAt,
    verify: (code: string) => mfa.verify({ accountId, ownerId, serial, code }),
    pair: (firstCode: string, secondCode: string, purpose: "enable" | "resync") =>
      mfa.verifyPair({ accountId, serial, firstCode, secondCode, purpose }),
    /** A code that no step within hours has. */
    wrong: () => {
      const near = new Set(Array.from({ length: 600 }, (_, index) => codeAt(index - 300)));
      for (;;) {
        const code = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
        if (!near.has(code)) return code;
      }
    },
  };
}

async function enabled(t: TestContext, location = ":memory:") {
  const store = await storeWithAccount(t, location);
  const clock = startedClock();
  await addDevice(store);
  return { store, clock, ...verifierOf(store, clock) };
}

test("verify() accepts the codes of the step before, now and after, in their order", async (t) => {
  const { verify, codeAt } = await enabled(t);
  assert.equal(await verify(codeAt(-1)), "accepted");
  assert.equal(await verify(codeAt(0)), "accepted");
  assert.equal(await verify(codeAt(1)), "accepted");
  assert.equal(await verify(codeAt(2)), "wrong-code");
});

test("verify() refuses a code used before, and one older than the last", async (t) => {
  const { verify, codeAt } = await enabled(t);
  assert.equal(await verify(codeAt(0)), "accepted");
  assert.equal(await verify(codeAt(0)), "wrong-code");
  assert.equal(await verify(codeAt(-1)), "wrong-code");
});

test("verify() knows only the owner's enabled devices", async (t) => {
  const { mfa, codeAt, store, clock } = await enabled(t);
  const code = codeAt(0);
  const ask = (changes: object) => mfa.verify({ accountId, ownerId, serial, code, ...changes });
  assert.equal(await ask({ ownerId: "AIDAOTHER" }), "no-such-device");
  assert.equal(await ask({ ownerId: "root" }), "no-such-device");
  assert.equal(await ask({ serial: "arn:aws:iam::123456789012:mfa/bob" }), "no-such-device");
  assert.equal(await ask({ accountId: "210987654321" }), "no-such-device");
  await store.record((tx) =>
    tx.updateTable("mfa_device").set({ owner_id: null, enabled_at: null }).execute(),
  );
  assert.equal(await verifierOf(store, clock).verify(code), "no-such-device");
});

test("verify() accepts one code once: 100 rounds of 8 at the same moment", async (t) => {
  const { verify, codeAt, clock } = await enabled(t);
  for (let round = 0; round < 100; round += 1) {
    const code = codeAt(0);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => verify(code)));
    assert.equal(outcomes.filter((outcome) => outcome === "accepted").length, 1, `round ${round}`);
    clock.advance(30_000);
  }
});

test("verify() refuses every code for a minute after five wrong ones, doubling to an hour", async (t) => {
  const { verify, wrong, codeAt, clock } = await enabled(t);
  for (const lockMinutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
    for (let guess = 0; guess < 5; guess += 1) assert.equal(await verify(wrong()), "wrong-code");
    clock.advance(lockMinutes * minute - 1);
    assert.equal(await verify(codeAt(0)), "wrong-code", `still locked in a lock of ${lockMinutes} minutes`);
    clock.advance(1);
    assert.equal(await verify(codeAt(0)), "accepted", `open after ${lockMinutes} minutes`);
  }
  clock.advance(25 * 60 * minute);
  for (let guess = 0; guess < 5; guess += 1) await verify(wrong());
  clock.advance(minute);
  assert.equal(await verify(codeAt(0)), "accepted", "a day later the first lock is short again");
});

test("verify() lets four wrong codes in five minutes pass, and starts to count anew after five quiet ones", async (t) => {
  const { verify, wrong, codeAt, clock } = await enabled(t);
  for (let round = 0; round < 3; round += 1) {
    for (let guess = 0; guess < 4; guess += 1) await verify(wrong());
    assert.equal(await verify(codeAt(0)), "accepted");
    clock.advance(5 * minute);
  }
});

test("verify() counts wrong codes across right ones and across slow guessing", async (t) => {
  const { verify, wrong, codeAt, clock } = await enabled(t);
  for (let guess = 0; guess < 5; guess += 1) {
    await verify(wrong());
    if (guess < 4) assert.equal(await verify(codeAt(0)), "accepted");
    if (guess < 4) clock.advance(4 * minute);
  }
  assert.equal(await verify(codeAt(1)), "wrong-code");
});

test("verify() does not count a right code that was used before: a client that repeats itself locks nobody out", async (t) => {
  const { verify, codeAt } = await enabled(t);
  assert.equal(await verify(codeAt(0)), "accepted");
  for (let again = 0; again < 20; again += 1) assert.equal(await verify(codeAt(0)), "wrong-code");
  assert.equal(await verify(codeAt(1)), "accepted");
});

test("a lock and the last step survive a restart", async (t) => {
  const directory = temporaryDirectory(t);
  const { verify, wrong, codeAt, store, clock } = await enabled(t, directory);
  assert.equal(await verify(codeAt(0)), "accepted");
  for (let guess = 0; guess < 5; guess += 1) await verify(wrong());
  await store.close();
  const again = verifierOf(await openUntilEnd(t, { location: directory }), clock);
  assert.equal(await again.verify(codeAt(1)), "wrong-code");
  clock.advance(minute);
  assert.equal(await again.verify(codeAt(-2)), "wrong-code");
  assert.equal(await again.verify(codeAt(0)), "accepted");
  assert.equal(await again.verify(codeAt(0)), "wrong-code");
});

test("verifyPair() enables with two consecutive codes, which are used up by it", async (t) => {
  const { pair, codeAt, verify, clock } = await enabled(t);
  assert.equal(await pair(codeAt(0), codeAt(0), "enable"), "wrong-code");
  assert.equal(await pair(codeAt(0), codeAt(-1), "enable"), "wrong-code");
  assert.equal(await pair(codeAt(-1), codeAt(0), "enable"), "accepted");
  assert.equal(await verify(codeAt(0)), "wrong-code");
  assert.equal(await pair(codeAt(-1), codeAt(0), "enable"), "wrong-code");
  clock.advance(30_000);
  assert.equal(await verify(codeAt(0)), "accepted");
});

test("verifyPair() to enable wants the device's clock to agree with ours", async (t) => {
  const { pair, codeAt } = await enabled(t);
  assert.equal(await pair(codeAt(9), codeAt(10), "enable"), "wrong-code");
  assert.equal(await pair(codeAt(0), codeAt(1), "enable"), "accepted");
});

test("verifyPair() to resync finds the device's drift, within an hour, and verify() follows it", async (t) => {
  for (const drift of [-100, 100]) {
    const { pair, codeAt, verify, clock } = await enabled(t);
    assert.equal(await verify(codeAt(drift)), "wrong-code");
    // The last step of a device that fell behind lies in the future of its clock; here nothing was accepted yet.
    assert.equal(await pair(codeAt(drift - 1), codeAt(drift), "resync"), "accepted");
    clock.advance(60_000);
    assert.equal(await verify(codeAt(drift)), "accepted");
    assert.equal(await verify(codeAt(0)), "wrong-code");
  }
  const { pair, codeAt } = await enabled(t);
  assert.equal(await pair(codeAt(130), codeAt(131), "resync"), "wrong-code");
});

test("verifyPair() is counted and locked as verify() is", async (t) => {
  const { pair, wrong, codeAt, clock, verify } = await enabled(t);
  for (let guess = 0; guess < 5; guess += 1)
    assert.equal(await pair(wrong(), wrong(), "enable"), "wrong-code");
  assert.equal(await pair(codeAt(-1), codeAt(0), "enable"), "wrong-code");
  assert.equal(await pair(codeAt(-1), codeAt(0), "resync"), "wrong-code");
  assert.equal(await verify(codeAt(0)), "wrong-code");
  clock.advance(minute);
  assert.equal(await pair(codeAt(-1), codeAt(0), "enable"), "accepted");
});

test("verifyPair() for a device that is not there is a wrong code", async (t) => {
  const { mfa } = await enabled(t);
  const attempt = { accountId, serial: "GAHT12345678", firstCode: "000000", secondCode: "000000" };
  assert.equal(await mfa.verifyPair({ ...attempt, purpose: "enable" }), "wrong-code");
});

test("verify() moves no account's version, and no seed is in the files in clear", async (t) => {
  const directory = temporaryDirectory(t);
  const { verify, codeAt, store } = await enabled(t, directory);
  const version = store.version(accountId);
  assert.equal(await verify(codeAt(0)), "accepted");
  assert.equal(store.version(accountId), version);
  await store.close();
  for (const { name, bytes } of filesIn(directory)) assert.ok(!bytes.includes(Buffer.from(seed)), name);
});
