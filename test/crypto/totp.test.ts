import assert from "node:assert/strict";
import test from "node:test";
import { matchTotp, matchTotpPair, totpCode, totpStep } from "../../src/crypto/index.ts";
import { fc } from "../support/random.ts";

/** RFC 6238, appendix B, SHA-1 (eight digits there; ours are the last six). RFC 4226, appendix D. */
const seed = Buffer.from("12345678901234567890", "ascii");
const rfc6238 = [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
] as const;
const rfc4226 = [
  "755224",
  "287082",
  "359152",
  "969429",
  "338314",
  "254676",
  "287922",
  "162583",
  "399871",
  "520489",
];

test("totpCode() gives the codes of RFC 6238", () => {
  for (const [seconds, code] of rfc6238) {
    assert.equal(totpCode(seed, totpStep(seconds * 1000)), code.slice(-6), `at ${seconds} s`);
  }
});

test("totpCode() gives the codes of RFC 4226 for its first ten counters", () => {
  assert.deepEqual(
    rfc4226.map((_, counter) => totpCode(seed, counter)),
    rfc4226,
  );
});

const now = 1_700_000_015_000;
const step = totpStep(now);
const fresh = { lastStep: 0, driftSteps: 0 };

test("matchTotp() accepts the steps before, at and after now, and no other", () => {
  for (let away = -4; away <= 4; away += 1) {
    const expected = Math.abs(away) <= 1 ? step + away : undefined;
    assert.equal(matchTotp(seed, totpCode(seed, step + away), now, fresh), expected, `${away} steps away`);
  }
});

test("matchTotp() refuses a step at or before the last one accepted", () => {
  const code = totpCode(seed, step);
  assert.equal(matchTotp(seed, code, now, { lastStep: step - 1, driftSteps: 0 }), step);
  assert.equal(matchTotp(seed, code, now, { lastStep: step, driftSteps: 0 }), undefined);
  assert.equal(matchTotp(seed, code, now, { lastStep: step + 5, driftSteps: 0 }), undefined);
});

test("matchTotp() follows the device's drift", () => {
  for (const driftSteps of [-40, 7]) {
    const code = totpCode(seed, step + driftSteps);
    assert.equal(matchTotp(seed, code, now, fresh), undefined);
    assert.equal(matchTotp(seed, code, now, { lastStep: 0, driftSteps }), step + driftSteps);
  }
});

test("matchTotp() refuses texts that are no code", () => {
  const code = totpCode(seed, step);
  for (const text of ["", code.slice(1), `${code}0`, ` ${code}`, "１２３４５６", "abcdef"]) {
    assert.equal(matchTotp(seed, text, now, fresh), undefined, JSON.stringify(text));
  }
});

test("matchTotp() accepts hardly any random code", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (number) => {
      if (matchTotp(seed, String(number).padStart(6, "0"), now, fresh) !== undefined) accepted += 1;
    }),
    { numRuns: 300 },
  );
  assert.ok(accepted <= 2, `${accepted} of 300`);
});

test("matchTotpPair() wants two consecutive codes in their order", () => {
  const [a, b, c] = [totpCode(seed, step - 1), totpCode(seed, step), totpCode(seed, step + 1)];
  assert.equal(matchTotpPair(seed, a, b, now, fresh), step);
  assert.equal(matchTotpPair(seed, b, c, now, fresh), step + 1);
  assert.equal(matchTotpPair(seed, b, a, now, fresh), undefined);
  assert.equal(matchTotpPair(seed, a, c, now, fresh), undefined);
  assert.equal(matchTotpPair(seed, a, a, now, fresh), undefined);
  assert.equal(matchTotpPair(seed, a, b, now, { lastStep: step - 1, driftSteps: 0 }), undefined);
});
