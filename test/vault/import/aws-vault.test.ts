import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { CompactEncrypt } from "jose";
import { Secret } from "../../../src/base/index.ts";
import {
  awsVaultFolder,
  handOverCommand,
  handOverEnvironment,
  isSessionName,
  listAwsVaultFiles,
  openAwsVaultItem,
  parseKeyNames,
  readAwsVaultFile,
} from "../../../src/vault/import/index.ts";
import { awsVaultPassphrase, awsVaultToken } from "../../support/aws-vault-files.ts";

const root = mkdtempSync(join(tmpdir(), "tegata-import-"));
after(() => rmSync(root, { recursive: true, force: true }));

const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG" };
const passphrase = new Secret(awsVaultPassphrase);

describe("openAwsVaultItem()", () => {
  it("openAwsVaultItem() reads what AWS Vault's file backend wrote", async () => {
    const item = await openAwsVaultItem(await awsVaultToken("work", key), passphrase, "work");
    assert.equal(item?.name, "work");
    assert.equal(item.accessKeyId, key.accessKeyId);
    assert.equal(item.secretAccessKey.reveal(), key.secretAccessKey);
    assert.equal(item.hasSessionToken, false);
  });

  it("openAwsVaultItem() answers nothing for another passphrase, or for an altered file", async () => {
    const token = await awsVaultToken("work", key);
    assert.equal(await openAwsVaultItem(token, new Secret("another"), "work"), undefined);
    const parts = token.split(".");
    parts[3] = `${parts[3]?.startsWith("A") ? "B" : "A"}${parts[3]?.slice(1)}`;
    assert.equal(await openAwsVaultItem(parts.join("."), passphrase, "work"), undefined);
  });

  it("openAwsVaultItem() refuses other algorithms, endless derivations and what is no item, with the file", async () => {
    const encrypt = (header: { alg: string; enc: string }, secret: Uint8Array, text = "{}") =>
      new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(secret);
    const bytes = new TextEncoder().encode(awsVaultPassphrase);
    const [, ...rest] = (await awsVaultToken("work", key)).split(".");
    const header = { alg: "PBES2-HS256+A128KW", enc: "A256GCM", p2c: 2_000_000_000, p2s: "c2FsdHNhbHQ" };
    for (const token of [
      "",
      "no token",
      await encrypt({ alg: "dir", enc: "A256GCM" }, new Uint8Array(32)),
      await encrypt({ alg: "PBES2-HS256+A128KW", enc: "A128GCM" }, bytes),
      await encrypt({ alg: "PBES2-HS256+A128KW", enc: "A256GCM" }, bytes, "[]"),
      [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join("."),
    ])
      await assert.rejects(openAwsVaultItem(token, passphrase, "/keys/work"), (error: Error) => {
        assert.match(error.message, /^AWS Vault's "\/keys\/work" cannot be read: it /);
        return true;
      });
  });
});

describe("AWS Vault's folder", () => {
  it("listAwsVaultFiles() names profiles, escaped or not, and passes sessions and sign-ins over", async () => {
    const folder = join(root, "keys");
    mkdirSync(folder);
    const names = [
      "work",
      "team%2Fadmin",
      "100%",
      "sts.GetSessionToken,d29yaw,,1700000000",
      "sso.GetRoleCredentials,d29yaw,aHR0cHM6Ly94,1700000000",
      "session:work::1700000000",
      "work session (1700000000)",
      "oidc:https:%2F%2Fexample.awsapps.com%2Fstart",
    ];
    for (const name of names) writeFileSync(join(folder, name), name);
    const files = (await listAwsVaultFiles(folder, "linux")) ?? [];
    assert.deepEqual(
      files.map(({ profile }) => profile),
      ["100%", "team/admin", "work"],
    );
    assert.equal(await readAwsVaultFile({ profile: "", path: join(folder, "work") }), "work");
    assert.equal(await listAwsVaultFiles(join(root, "none"), "linux"), undefined);
  });

  it("readAwsVaultFile() refuses what is larger than any item, and what is not there", async () => {
    const path = join(root, "large");
    writeFileSync(path, "x".repeat(64 * 1024 + 1));
    await assert.rejects(readAwsVaultFile({ profile: "large", path }), /cannot be read \(EFBIG\)/);
    await assert.rejects(readAwsVaultFile({ profile: "none", path: join(root, "none") }), /\(ENOENT\)/);
  });

  it("awsVaultFolder() is the typed one, the variable's or AWS Vault's own, on every system", () => {
    const home = "/home/jon";
    assert.equal(awsVaultFolder({ platform: "linux", env: {}, home }), "/home/jon/.awsvault/keys/");
    const env = { AWS_VAULT_FILE_DIR: "~/vault" };
    assert.equal(awsVaultFolder({ platform: "darwin", env, home }), "/home/jon/vault");
    assert.equal(awsVaultFolder({ platform: "linux", env, home }, "keys"), "keys");
    const windows = awsVaultFolder({ platform: "win32", env: {}, home: "C:\\Users\\jon" });
    assert.equal(windows, "C:\\Users\\jon\\.awsvault\\keys\\");
  });
});

describe("handing over", () => {
  it("handOverCommand() lets AWS Vault run a program with the key, and no name become a flag", () => {
    assert.deepEqual(handOverCommand("work", ["node", "tegata", "add"]), [
      ...["aws-vault", "exec", "--no-session", "work", "--", "node", "tegata", "add"],
    ]);
    assert.equal(handOverCommand("--debug", ["tegata"]), undefined);
  });

  it("handOverEnvironment() keeps what opens AWS Vault, and nothing that makes sessions or nests", () => {
    const env = {
      PATH: "/bin",
      AWS_VAULT: "outer",
      AWS_VAULT_BACKEND: "pass",
      AWS_VAULT_PASS_PREFIX: "aws",
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/x",
      AWS_MFA_SERIAL: "arn:aws:iam::123456789012:mfa/x",
      AWS_CONFIG_FILE: "/home/jon/config",
    };
    const kept = { PATH: "/bin", AWS_VAULT_BACKEND: "pass", AWS_VAULT_PASS_PREFIX: "aws" };
    assert.deepEqual(handOverEnvironment(env, "linux"), { ...kept, AWS_CONFIG_FILE: "/dev/null" });
    assert.deepEqual(handOverEnvironment(env, "win32"), { ...kept, AWS_CONFIG_FILE: "NUL" });
  });

  it("parseKeyNames() takes one name from each line", () => {
    assert.deepEqual(parseKeyNames("work\r\nteam/admin\n\nmy key\n"), ["work", "team/admin", "my key"]);
  });

  it("isSessionName() takes no profile for a session", () => {
    for (const name of ["work", "a,b", "oidc", "team/admin", "session", "sts.GetSessionToken"])
      assert.equal(isSessionName(name), false, name);
  });
});
