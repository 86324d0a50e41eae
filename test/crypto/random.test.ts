import assert from "node:assert/strict";
import test from "node:test";
import { randomBytes, randomDigits, sha256, sha256Hex } from "../../src/crypto/index.ts";

test("randomDigits() gives so many digits, every digit among them", () => {
  const digits = randomDigits(2000);
  assert.match(digits, /^\d{2000}$/);
  assert.equal(new Set(digits).size, 10);
});

test("randomBytes() gives so many bytes, never the same", () => {
  assert.equal(randomBytes(12).length, 12);
  assert.notDeepEqual(randomBytes(12), randomBytes(12));
});

test("sha256() and sha256Hex() agree with FIPS 180-2's example", () => {
  const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(sha256Hex("abc"), expected);
  assert.equal(Buffer.from(sha256(Buffer.from("abc"))).toString("hex"), expected);
});
