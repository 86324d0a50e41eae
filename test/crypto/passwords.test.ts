import assert from "node:assert/strict";
import test from "node:test";
import { hashPassword, verifyPassword } from "../../src/crypto/index.ts";

test("verifyPassword() knows the password that was hashed, and no other", async () => {
  const stored = await hashPassword("correct horse battery 電池");
  assert.match(stored, /^\$scrypt\$ln=15,r=8,p=3\$/);
  assert.ok(!stored.includes("horse"));
  assert.equal(await verifyPassword("correct horse battery 電池", stored), true);
  assert.equal(await verifyPassword("correct horse battery", stored), false);
  assert.equal(await verifyPassword("", stored), false);
});

test("hashPassword() salts: one password, two texts", async () => {
  assert.notEqual(await hashPassword("a"), await hashPassword("a"));
});

test("verifyPassword() is false for texts that are not of its making, and spends no memory on them", async () => {
  const hash = Buffer.alloc(32).toString("base64");
  const stored = [
    "",
    "plain",
    "$scrypt$ln=31,r=8,p=1$AAAA$AAAA",
    `$scrypt$ln=30,r=99,p=9$AAAA$${hash}`,
    `$scrypt$ln=0,r=8,p=1$AAAA$${hash}`,
    "$scrypt$ln=15,r=8,p=1$AAAA$AAAA",
  ];
  for (const text of stored) assert.equal(await verifyPassword("a", text), false, text);
});
