import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";
import { withoutTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const keyEnv = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret };

describe("tegata add refuses", () => {
  let home: VaultHome;
  before(() => {
    home = makeVaultHome();
  });
  beforeEach(() => home.writeConfig(config));
  after(() => home.remove());

  const config = `[profile base]\nregion = us-east-1\n\n[profile admin]\nsource_profile = base\n\n[profile mfa]\nmfa_serial = arn:aws:iam::123456789012:mfa/old\n`;
  const refusals: readonly {
    readonly title: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly code: number;
    readonly says: RegExp;
  }[] = [
    {
      title: "a profile with a source_profile, with the line",
      args: ["admin", "--env"],
      env: keyEnv,
      code: 1,
      says: /profile "admin" takes its credentials from source_profile "base" at .*config:5, so that a key of its own would not be used\n {2}tegata add base\n/,
    },
    {
      title: "a session's key",
      args: ["base", "--env"],
      env: { ...keyEnv, AWS_SESSION_TOKEN: "token" },
      code: 2,
      says: /is a session's: it expires/,
    },
    {
      title: "an empty environment",
      args: ["base", "--env"],
      code: 2,
      says: /--env wants AWS_ACCESS_KEY_ID, which is not set/,
    },
    {
      title: "to ask where there is no terminal",
      args: ["base"],
      code: 3,
      says: /there is no terminal to ask on: Enter Access Key ID/,
    },
    {
      title: "a device that is not the profile's",
      args: ["mfa", "--env", "--mfa-serial", "arn:aws:iam::123456789012:mfa/new"],
      env: keyEnv,
      code: 1,
      says: /profile "mfa" has mfa_serial "[^"]+" at .*config:8, which is another one/,
    },
    {
      title: "a device without leave to write it down",
      args: ["base", "--env", "--no-add-config", "--mfa-serial", "arn:aws:iam::123456789012:mfa/new"],
      env: keyEnv,
      code: 2,
      says: /--no-add-config forbids/,
    },
    {
      title: "a name that AWS's files cannot hold, before anything is stored",
      args: ["a]b", "--env", "--no-verify"],
      env: keyEnv,
      code: 2,
      says: /AWS does not allow the name "a\]b"/,
    },
  ];

  for (const { title, args, env = {}, code, says } of refusals)
    it(`tegata add refuses ${title}`, async () => {
      const run = await home.run([...withoutTerminal, ...home.command, "add", ...args], { env });
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stderr, says);
      assert.equal(run.stdout, "");
      assert.equal(run.stderr.includes(secret), false);
      assert.equal(readFileSync(home.configFile, "utf8"), config);
      assert.deepEqual(await home.keyring.list(), []);
    });

  it("tegata add needs a person when the keyring's passphrase is wrong or nobody can type it", async () => {
    await home.addKey("there", { accessKeyId: "AKIATHERE", secretAccessKey: "there" });
    const command = [...withoutTerminal, ...home.command, "add", "base", "--env", "--no-verify"];
    const wrong = await home.run(command, { env: { ...keyEnv, TEGATA_FILE_PASSPHRASE: "wrong" } });
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /the passphrase in TEGATA_FILE_PASSPHRASE does not open /);
    const nobody = await home.run(command, { env: { ...keyEnv, TEGATA_FILE_PASSPHRASE: undefined } });
    assert.equal(nobody.code, 3);
    assert.match(nobody.stderr, /there is nobody to ask for it/);
    assert.equal(readFileSync(home.configFile, "utf8"), config);
  });
});
