import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type MovableClock, TegataError } from "../../../src/base/index.ts";
import { RenewingCredentials, renewalLimits } from "../../../src/vault/deliver/index.ts";
import { longLived, session, standingClock } from "./machines.ts";

const minuteMs = 60_000;

describe("RenewingCredentials", () => {
  it("mints once for all who ask while it is under way, and not again while there is time", async () => {
    const { renewing, minted } = renewingOf(standingClock(), 60 * minuteMs);
    const all = await Promise.all(Array.from({ length: 8 }, () => renewing.current()));
    await renewing.current();
    assert.equal(minted(), 1);
    assert.equal(new Set(all).size, 1);
  });

  for (const { life, until, from } of [
    { life: 720, until: 704, from: 705 },
    { life: 60, until: 44, from: 45 },
    { life: 15, until: 9, from: 10 },
  ])
    it(`keeps credentials of ${life} minutes for ${until} and renews them from ${from} on`, async () => {
      const clock = standingClock();
      const { renewing, minted } = renewingOf(clock, life * minuteMs);
      await renewing.current();
      clock.advance(until * minuteMs);
      await renewing.current();
      assert.equal(minted(), 1);
      clock.advance((from - until) * minuteMs);
      assert.equal((await renewing.current()).accessKeyId, "ASIA2");
      assert.equal(minted(), 2);
    });

  it("hands out the old ones while new ones are slow or fail, as long as they are usable", async () => {
    const clock = standingClock();
    let slow: Promise<void> = Promise.resolve();
    const { renewing, minted } = renewingOf(clock, 60 * minuteMs, () => slow);
    await renewing.current();
    clock.advance(50 * minuteMs);
    const gate = Promise.withResolvers<void>();
    slow = gate.promise;
    assert.equal((await renewing.current()).accessKeyId, "ASIA1");
    gate.reject(new Error("no network"));
    await Promise.resolve();
    assert.equal((await renewing.current()).accessKeyId, "ASIA1");
    assert.equal(minted(), 2, "the failure is not tried again at once");
    clock.advance(renewalLimits.failureMs);
    slow = Promise.resolve();
    assert.equal((await renewing.current()).accessKeyId, "ASIA3");
  });

  it("hands out no credentials that are about to end", async () => {
    const clock = standingClock();
    let fails = false;
    const { renewing } = renewingOf(clock, 60 * minuteMs, () =>
      fails ? Promise.reject(new Error("no network")) : undefined,
    );
    await renewing.current();
    fails = true;
    clock.advance(59 * minuteMs + 1);
    await assert.rejects(renewing.current(), /no network/);
  });

  it("answers a failure again for a while, so that an SDK's three attempts ask a person once", async () => {
    const clock = standingClock();
    const { renewing, minted } = renewingOf(clock, minuteMs, () => Promise.reject(new Error("wrong code")));
    for (let attempt = 0; attempt < 3; attempt++) {
      await assert.rejects(renewing.current(), /wrong code/);
      clock.advance(1_000);
    }
    assert.equal(minted(), 1);
    clock.advance(renewalLimits.failureMs);
    await assert.rejects(renewing.current(), /wrong code/);
    assert.equal(minted(), 2);
  });

  it("refuses a long-lived key", async () => {
    const renewing = new RenewingCredentials({
      clock: standingClock(),
      getCredentials: async () => longLived,
    });
    await assert.rejects(
      renewing.current(),
      (error) => error instanceof TegataError && error.code === "NotTemporary",
    );
  });
});

/** Mints ASIA1, ASIA2 …, each after `before`. */
function renewingOf(
  clock: MovableClock,
  lifeMs: number,
  before: () => Promise<void> | undefined = () => undefined,
) {
  let count = 0;
  const renewing = new RenewingCredentials({
    clock,
    getCredentials: async () => {
      const accessKeyId = `ASIA${++count}`;
      await before();
      return { ...session, accessKeyId, expiration: clock.now() + lifeMs };
    },
  });
  return { renewing, minted: () => count };
}
