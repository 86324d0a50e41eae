import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { encodeBase64 } from "../../src/base/index.ts";
import { createAeadKey, createMasterKey, masterKeyBytes, randomBytes } from "../../src/crypto/index.ts";
import { fc } from "../support/random.ts";

const newKey = () => createMasterKey(encodeBase64(randomBytes(masterKeyBytes)));

test("seal() gives back what it took, for any bytes and any label", () => {
  const key = newKey();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, label) => {
      assert.deepEqual(Buffer.from(key.open(key.seal(plain, label), label) ?? "none"), Buffer.from(plain));
    }),
    { numRuns: 200 },
  );
});

test("open() refuses another label, another key and every altered byte", () => {
  const key = newKey();
  const sealed = key.seal(Buffer.from("secret"), "access_key/1/AKIA");
  assert.equal(key.open(sealed, "access_key/1/AKIB"), undefined);
  assert.equal(key.open(sealed, ""), undefined);
  assert.equal(newKey().open(sealed, "access_key/1/AKIA"), undefined);
  for (let index = 0; index < sealed.length; index += 1) {
    const altered = Uint8Array.from(sealed);
    altered[index] = (altered[index] ?? 0) ^ 1;
    assert.equal(key.open(altered, "access_key/1/AKIA"), undefined, `byte ${index}`);
  }
});

test("open() refuses every shortened text, down to nothing", () => {
  const key = newKey();
  const sealed = key.seal(Buffer.from("secret"), "label");
  for (let length = 0; length < sealed.length; length += 1) {
    assert.equal(key.open(sealed.subarray(0, length), "label"), undefined, `${length} bytes`);
  }
});

test("seal() never gives the same bytes twice", () => {
  const key = newKey();
  const texts = new Set(
    Array.from({ length: 100 }, () => Buffer.from(key.seal(Buffer.alloc(8), "x")).toString("hex")),
  );
  assert.equal(texts.size, 100);
});

test("createMasterKey() wants 32 bytes of base64 and repeats nothing of what it got", () => {
  for (const text of [
    "",
    "hello, this is no key",
    encodeBase64(randomBytes(31)),
    encodeBase64(randomBytes(33)),
  ]) {
    assert.throws(
      () => createMasterKey(text),
      (error: Error) =>
        "code" in error &&
        error.code === "MasterKeyMalformed" &&
        (text === "" || !error.message.includes(text)),
    );
  }
  assert.throws(() => createAeadKey(new Uint8Array(16)), RangeError);
});

test("createMasterKey() ignores white space around the key and prints nothing of it", () => {
  const text = encodeBase64(randomBytes(masterKeyBytes));
  const key = createMasterKey(`\n ${text}\r\n`);
  assert.ok(key.open(createMasterKey(text).seal(Buffer.from("a"), "l"), "l"));
  assert.ok(!inspect(key, { depth: 9, showHidden: true }).includes(text));
});
