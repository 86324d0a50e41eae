import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { Secret } from "../../../src/base/index.ts";
import {
  createFileKeyring,
  createMemoryKeyring,
  type Keyring,
  type PassphraseQuestion,
  type PassphraseSource,
} from "../../../src/vault/keyring/index.ts";
import { itIsAKeyring } from "./conformance.ts";

/** 2^8: a thousandth of what guessing costs in earnest. */
const logN = 8;
const root = mkdtempSync(join(tmpdir(), "tegata-keyring-"));
after(() => rmSync(root, { recursive: true, force: true }));
let folder = "";
const fileOf = () => join(folder, "keyring.age");

function open(passphrase: PassphraseSource = fromEnvironment("correct horse")): Keyring {
  return createFileKeyring({ folder, platform: "linux", passphrase, logN });
}

function fromEnvironment(text: string): PassphraseSource {
  return { fromEnvironment: { variable: "TEGATA_FILE_PASSPHRASE", passphrase: new Secret(text) } };
}

/** A person who gives these answers, and what was asked. */
function person(...answers: string[]): { source: PassphraseSource; asked: PassphraseQuestion[] } {
  const asked: PassphraseQuestion[] = [];
  const ask = async (question: PassphraseQuestion) => {
    asked.push(question);
    return new Secret(answers[asked.length - 1] ?? "no more answers");
  };
  return { source: { ask }, asked };
}

describe("the memory keyring", () => {
  const keyring = createMemoryKeyring();
  itIsAKeyring(() => keyring);
});

describe("the file keyring", () => {
  folder = join(root, "conformance");
  itIsAKeyring(() => open());
});

describe("the file keyring's file", () => {
  let count = 0;
  beforeEach(() => {
    folder = join(root, `case-${++count}`);
  });

  it("is the only one, for its user alone, and tells neither names nor how many items there are", async () => {
    await open().write("access-key.work", Buffer.from("SECRETSECRET"));
    const size = statSync(fileOf()).size;
    await open().write("access-key.other", Buffer.from("ANOTHERSECRET"));
    assert.deepEqual(readdirSync(folder), ["keyring.age"]);
    assert.equal(statSync(fileOf()).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(fileOf()).size, size);
    const bytes = readFileSync(fileOf(), "latin1");
    assert.match(bytes, /^age-encryption\.org\/v1\n-> scrypt \S{22} 8\n/);
    assert.doesNotMatch(bytes, /work|other|SECRET/);
  });

  it("costs as much to guess after a change as before it", async () => {
    await open().write("a", Buffer.from("1"));
    const passphrase = fromEnvironment("correct horse");
    const plain = createFileKeyring({ folder, platform: "linux", passphrase });
    await plain.write("b", Buffer.from("2"));
    assert.match(readFileSync(fileOf(), "latin1"), /^age-encryption\.org\/v1\n-> scrypt \S{22} 8\n/);
    assert.deepEqual(await plain.list(), ["a", "b"]);
  });

  it("is not opened by a wrong passphrase of the environment, which is named, and stays as it was", async () => {
    await open().write("a", Buffer.from("1"));
    const before = readFileSync(fileOf());
    for (const call of [
      (k: Keyring) => k.read("a"),
      (k: Keyring) => k.write("a", Buffer.from("2")),
      (k: Keyring) => k.list(),
    ])
      await assert.rejects(call(open(fromEnvironment("wrong"))), {
        code: "PassphraseWrong",
        exitCode: 3,
        message: `the passphrase in TEGATA_FILE_PASSPHRASE does not open "${fileOf()}"`,
      });
    assert.deepEqual(readFileSync(fileOf()), before);
    assert.deepEqual(readdirSync(folder), ["keyring.age"]);
  });

  it("is asked for once while it opens, again after a wrong answer with the reason, and three times at most", async () => {
    await open().write("a", Buffer.from("1"));
    const patient = person("wrong", "correct horse");
    const keyring = open(patient.source);
    assert.deepEqual(await keyring.list(), ["a"]);
    await keyring.write("b", Buffer.from("2"));
    await keyring.read("b");
    assert.deepEqual(
      patient.asked.map(({ isNew, problem }) => [isNew, problem]),
      [
        [false, undefined],
        [false, `that passphrase does not open "${fileOf()}"`],
      ],
    );
    const forgetful = person("1", "2", "3", "correct horse");
    await assert.rejects(open(forgetful.source).list(), { code: "PassphraseWrong", exitCode: 3 });
    assert.equal(forgetful.asked.length, 3);
  });

  it("is asked for again after lock()", async () => {
    await open().write("a", Buffer.from("1"));
    const { source, asked } = person("correct horse", "correct horse");
    const keyring = open(source);
    await keyring.read("a");
    await keyring.lock();
    await keyring.read("a");
    assert.equal(asked.length, 2);
  });

  it("gets its passphrase from the person who makes it, and refuses an empty one", async () => {
    await assert.rejects(open(person("").source).write("a", Buffer.from("1")), { code: "PassphraseEmpty" });
    const { source, asked } = person("correct horse");
    await open(source).write("a", Buffer.from("1"));
    assert.deepEqual(asked, [{ path: fileOf(), isNew: true }]);
    assert.deepEqual(await open().list(), ["a"]);
  });

  it("cannot be used where nobody can be asked", async () => {
    await assert.rejects(open({}).write("a", Buffer.from("1")), { code: "KeyringLocked", exitCode: 3 });
    await open().write("a", Buffer.from("1"));
    await assert.rejects(open({}).read("a"), { code: "KeyringLocked", exitCode: 3 });
  });

  it("is said to be cut off or altered wherever it ends or a byte is another, and is left alone", async () => {
    await open().write("a", Buffer.from("1"));
    const whole = readFileSync(fileOf());
    const broken = [0, 1, 30, 100, 150, 200, whole.length - 1].map((length) => whole.subarray(0, length));
    for (const at of [0, 25, 130, 170, 300, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 1;
      broken.push(altered);
    }
    for (const [index, bytes] of broken.entries()) {
      writeFileSync(fileOf(), bytes);
      await assert.rejects(open().read("a"), (error: Error & { code?: string }) => {
        // A byte of the wrapped key cannot be told from a wrong passphrase.
        assert.match(String(error.code), /^(?:KeyringDamaged|PassphraseWrong)$/, `${index}: ${error.stack}`);
        if (index < 7) assert.equal(error.message, `"${fileOf()}" is cut off or was altered`);
        return true;
      });
      await assert.rejects(open().write("a", Buffer.from("2")));
      assert.deepEqual(readFileSync(fileOf()), bytes);
    }
  });

  it("loses nothing to a writer that was killed: what it left is removed, the old file stands", async () => {
    await open().write("a", Buffer.from("1"));
    writeFileSync(`${fileOf()}.0123456789abcdef.tmp`, "half");
    assert.equal(Buffer.from((await open().read("a")) ?? "").toString(), "1");
    await open().write("b", Buffer.from("2"));
    assert.deepEqual(readdirSync(folder), ["keyring.age"]);
  });

  it("keeps what several writers write at once", async () => {
    const names = Array.from({ length: 6 }, (_, index) => `item-${index}`);
    await open().write("first", Buffer.from("0"));
    await Promise.all(names.map((name) => open().write(name, Buffer.from(name))));
    assert.deepEqual(await open().list(), ["first", ...names]);
  });

  it("is seen anew after another process wrote it", async () => {
    const [one, two] = [open(), open()];
    await one.write("a", Buffer.from("1"));
    await two.write("a", Buffer.from("2"));
    assert.equal(Buffer.from((await one.read("a")) ?? "").toString(), "2");
  });

  it("makes no folder for whoever only reads", async () => {
    const missing = join(folder, "below", "keyring");
    const passphrase = { fromEnvironment: { variable: "P", passphrase: new Secret("p") } };
    const keyring = createFileKeyring({ folder: missing, platform: "linux", passphrase, logN });
    assert.deepEqual(await keyring.list(), []);
    assert.equal(await keyring.read("a"), undefined);
    assert.ok(!existsSync(join(folder, "below")));
  });

  it("is refused in a folder that others can enter, and where it is a link", async () => {
    await open().write("a", Buffer.from("1"));
    chmodSync(folder, 0o750);
    await assert.rejects(open().read("a"), { code: "FolderUnsafe", hint: `chmod 700 '${folder}'` });
    chmodSync(folder, 0o700);
    rmSync(fileOf());
    symlinkSync("/dev/zero", fileOf());
    await assert.rejects(open().read("a"), { code: "KeyringDamaged" });
  });
});
