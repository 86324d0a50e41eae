/** The macOS keychain without macOS: its command lines, and the backend over a stand-in for `security`. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../../src/base/index.ts";
import type { Machine } from "../../../src/vault/index.ts";
import { createKeychainKeyring } from "../../../src/vault/keyring/index.ts";
import { keychainPath } from "../../../src/vault/keyring/keychain/keychain-keyring.ts";
import {
  accountsIn,
  addItemLine,
  createKeychain,
  failedLine,
  setKeychainTimeout,
} from "../../../src/vault/keyring/keychain/security-commands.ts";
import { itIsAKeyring } from "./conformance.ts";

const keychain = "/home/a/Library/Keychains/tegata.keychain-db";

describe("the command lines of security", () => {
  it("addItemLine() trusts no program, quotes what it is given, and stays within one line that security reads", () => {
    const line = addItemLine(keychain, 'access-key.a "b" \\c', Buffer.from("secret"));
    assert.equal(
      line,
      '"add-generic-password" "-U" "-s" "tegata" "-a" "access-key.a%20%22b%22%20%5Cc" "-l" "tegata: access-key.a%20%22b%22%20%5Cc" ' +
        `"-T" "" "-w" "c2VjcmV0" "${keychain}"\n`,
    );
    // The line editor behind `security -i` reads 4,096 bytes.
    assert.ok(addItemLine(keychain, "x".repeat(200), new Uint8Array(1_900)).length < 4_096);
    assert.match(addItemLine('/home/"a"/k', "x", new Uint8Array()), /"\/home\/\\"a\\"\/k"\n$/);
  });

  it("create a keychain whose password the system asks for, and that locks itself", () => {
    assert.deepEqual(createKeychain(keychain), ["create-keychain", "-P", keychain]);
    assert.deepEqual(setKeychainTimeout(keychain), [
      "set-keychain-settings",
      "-l",
      "-u",
      "-t",
      "300",
      keychain,
    ]);
  });

  it("accountsIn() reads our items out of what dump-keychain prints", () => {
    const dump = [
      `keychain: "${keychain}"`,
      "version: 512",
      'class: "genp"',
      "attributes:",
      '    0x00000007 <blob>="tegata: access-key.work"',
      '    "acct"<blob>="access-key.work"',
      '    "gena"<blob>=<NULL>',
      '    "svce"<blob>="tegata"',
      `keychain: "${keychain}"`,
      'class: "genp"',
      '    "acct"<blob>="other"',
      '    "svce"<blob>="aws-vault"',
      `keychain: "${keychain}"`,
      '    "acct"<blob>="session-cache-key"',
      '    "svce"<blob>="tegata"',
      "",
    ].join("\n");
    assert.deepEqual(accountsIn(dump), ["access-key.work", "session-cache-key"]);
    assert.deepEqual(accountsIn(""), []);
  });

  it("failedLine() finds the code of a line that failed", () => {
    assert.equal(failedLine("security: SecKeychainItemCreate: …\nsecurity: returned -25308\n"), 36);
    assert.equal(failedLine("add-generic-password: returned 51\n"), 51);
    assert.equal(failedLine(""), undefined);
  });
});

describe("the keychain keyring over a stand-in for security", () => {
  const root = mkdtempSync(join(tmpdir(), "tegata-keychain-"));
  const machine: Machine = {
    platform: "darwin",
    env: { PATH: `${root}/bin:${process.env.PATH}`, STAND_IN: root },
    home: root,
    clock: systemClock,
  };
  before(() => {
    mkdirSync(join(root, "bin"));
    mkdirSync(join(root, "Library", "Keychains"), { recursive: true });
    const standIn = fileURLToPath(new URL("security-stand-in.ts", import.meta.url));
    writeFileSync(join(root, "bin", "security"), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`);
    chmodSync(join(root, "bin", "security"), 0o755);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  itIsAKeyring(() => createKeychainKeyring(machine));

  it("made the keychain once, with its time-out, and gave no secret to an argument", () => {
    const calls = readFileSync(join(root, "calls"), "utf8").trim().split("\n");
    assert.equal(calls.filter((call) => call.startsWith("create-keychain")).length, 1);
    assert.equal(calls.filter((call) => call.startsWith("set-keychain-settings")).length, 1);
    assert.ok(calls.filter((call) => call === "-i").length > 10);
    for (const call of calls) assert.doesNotMatch(call, /add-generic-password|c2Vjb25k/);
  });

  it("says KeyringLocked with the command that unlocks it when no window can be shown", async () => {
    const locked = createKeychainKeyring({ ...machine, env: { ...machine.env, STAND_IN_LOCKED: "36" } });
    const expected = {
      code: "KeyringLocked",
      exitCode: 3,
      hint: `security unlock-keychain '${keychainPath(machine)}'`,
    };
    await assert.rejects(locked.read("x"), expected);
    await assert.rejects(locked.write("x", Buffer.from("secret")), expected);
  });

  it("says KeyringUnavailable where there is no such program", async () => {
    const elsewhere = createKeychainKeyring({ ...machine, env: { PATH: join(root, "none") } });
    await assert.rejects(elsewhere.read("x"), {
      code: "KeyringUnavailable",
      message: '"security" was not found',
    });
  });
});

describe("keychainPath()", () => {
  it("is our own keychain's, or that of a setting", () => {
    const at = (env: Machine["env"]) =>
      keychainPath({ platform: "darwin", env, home: "/home/a", clock: systemClock });
    assert.equal(at({}), keychain);
    assert.equal(
      at({ AWS_VAULT_KEYCHAIN_NAME: "aws-vault" }),
      "/home/a/Library/Keychains/aws-vault.keychain-db",
    );
    assert.equal(
      at({ TEGATA_KEYCHAIN_NAME: "t", AWS_VAULT_KEYCHAIN_NAME: "v" }),
      "/home/a/Library/Keychains/t.keychain-db",
    );
  });
});
