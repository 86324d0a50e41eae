/** What every keyring does, whatever is behind it: one suite for all of them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { it } from "node:test";
import { type Keyring, maxSecretBytes } from "../../../src/vault/keyring/index.ts";

/** Names that profiles have, and that file systems, command lines and tools stumble over. */
const oddNames = [
  "access-key.work",
  "access-key.Work",
  "access-key.two words",
  "access-key.日本",
  "../../escape",
  ".hidden",
  "-rf",
  'quote"d \\ $(id) `id`',
  "__proto__",
  "100%",
];

/** Registers the tests; `open` gives the same keyring each time, emptied of nothing. */
export function itIsAKeyring(open: () => Keyring | Promise<Keyring>): void {
  it("read() gives undefined and remove() false for what nobody wrote", async () => {
    const keyring = await open();
    assert.equal(await keyring.read("access-key.nobody"), undefined);
    assert.equal(await keyring.remove("access-key.nobody"), false);
  });

  it("read() gives the bytes that write() was given, in another instance too, until they are replaced", async () => {
    await (await open()).write("access-key.work", Buffer.from('{"AccessKeyId":"AKIA"}'));
    assert.deepEqual(await text(await open(), "access-key.work"), '{"AccessKeyId":"AKIA"}');
    await (await open()).write("access-key.work", Buffer.from("second"));
    assert.equal(await text(await open(), "access-key.work"), "second");
    assert.equal(await (await open()).remove("access-key.work"), true);
    assert.equal(await (await open()).read("access-key.work"), undefined);
  });

  it("read() gives back bytes that are no text, none, and as many as are allowed", async () => {
    for (const secret of [
      Uint8Array.of(0, 255, 10, 13, 0xef, 0xbb, 0xbf),
      new Uint8Array(),
      randomBytes(maxSecretBytes),
    ]) {
      await (await open()).write("bytes", secret);
      assert.deepEqual(Buffer.from((await (await open()).read("bytes")) ?? "none"), Buffer.from(secret));
    }
    assert.equal(await (await open()).remove("bytes"), true);
  });

  it("write() keeps names apart that look alike or are odd, and list() gives them in order", async () => {
    for (const name of oddNames) await (await open()).write(name, Buffer.from(`of ${name}`));
    const keyring = await open();
    assert.deepEqual(await keyring.list(), [...oddNames].sort());
    for (const name of oddNames) assert.equal(await text(keyring, name), `of ${name}`);
    for (const name of oddNames) assert.equal(await keyring.remove(name), true);
    assert.deepEqual(await (await open()).list(), []);
  });

  it("write() refuses a secret that is too long and a name that no backend takes, and says no secret", async () => {
    const keyring = await open();
    const long = Buffer.from("s3cret".repeat(400));
    await assert.rejects(keyring.write("long", long), (error: Error & { code?: string }) => {
      assert.equal(error.code, "KeyringSecretTooLarge");
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    });
    for (const name of ["", "line\nend", "x".repeat(201), "\ud800"])
      await assert.rejects(keyring.write(name, Buffer.from("x")), {
        code: "KeyringNameUnusable",
        exitCode: 2,
      });
    assert.deepEqual(await keyring.list(), []);
  });

  it("lock() loses nothing", async () => {
    const keyring = await open();
    await keyring.write("kept", Buffer.from("still here"));
    await keyring.lock();
    assert.equal(await text(keyring, "kept"), "still here");
    await keyring.remove("kept");
  });
}

async function text(keyring: Keyring, name: string): Promise<string | undefined> {
  const secret = await keyring.read(name);
  return secret && Buffer.from(secret).toString("utf8");
}
