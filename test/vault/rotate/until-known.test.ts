import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { propagationLimitMs, untilKnown } from "../../../src/vault/rotate/until-known.ts";

describe("untilKnown()", () => {
  const unknown = new TegataError("InvalidClientTokenId", "unknown");

  const tryUntil = async (knownAfterMs: number, error = unknown) => {
    let nowMs = 0;
    let waits = 0;
    const result = untilKnown(
      async () => {
        if (nowMs < knownAfterMs) throw error;
        return "known";
      },
      {
        now: () => nowMs,
        sleep: async (milliseconds) => {
          nowMs += milliseconds;
        },
        onWait: () => {
          waits += 1;
        },
      },
    );
    return { result: await result.catch((refusal: TegataError) => refusal.code), nowMs, waits };
  };

  it("waits until a new key is known, and says so once", async () => {
    assert.deepEqual(await tryUntil(0), { result: "known", nowMs: 0, waits: 0 });
    const later = await tryUntil(12_000);
    assert.equal(later.result, "known");
    assert.equal(later.waits, 1);
    assert.ok(later.nowMs < 20_000);
  });

  it("gives up after its limit, and at once for any other refusal", async () => {
    const never = await tryUntil(Number.POSITIVE_INFINITY);
    assert.equal(never.result, "InvalidClientTokenId");
    assert.ok(never.nowMs <= propagationLimitMs && never.nowMs > propagationLimitMs / 2);
    const denied = await tryUntil(Number.POSITIVE_INFINITY, new TegataError("AccessDenied", "no"));
    assert.deepEqual(denied, { result: "AccessDenied", nowMs: 0, waits: 0 });
  });
});
