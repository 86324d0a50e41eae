import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { systemClock } from "../../../src/base/index.ts";
import type { Environment, Platform } from "../../../src/vault/index.ts";
import { keyringFolder, passSettings } from "../../../src/vault/keyring/index.ts";

function machine(platform: Platform, home: string, env: Environment = {}) {
  return { platform, home, env, clock: systemClock };
}

describe("keyringFolder()", () => {
  it("is where each system wants what must stay, and where TEGATA_FILE_DIR says", () => {
    const at = (platform: Platform, home: string, env?: Environment) =>
      keyringFolder(machine(platform, home, env));
    assert.equal(at("linux", "/home/a"), "/home/a/.local/share/tegata/keyring");
    assert.equal(at("linux", "/home/a", { XDG_DATA_HOME: "/d" }), "/d/tegata/keyring");
    assert.equal(at("linux", "/home/a", { XDG_DATA_HOME: "d" }), "/home/a/.local/share/tegata/keyring");
    assert.equal(at("darwin", "/home/a"), "/home/a/Library/Application Support/tegata/keyring");
    assert.equal(at("win32", "C:\\a"), "C:\\a\\AppData\\Local\\tegata\\Data\\keyring");
    assert.equal(at("win32", "C:\\a", { LOCALAPPDATA: "D:\\l" }), "D:\\l\\tegata\\Data\\keyring");
    assert.equal(at("linux", "/home/a", { TEGATA_FILE_DIR: "/k", AWS_VAULT_FILE_DIR: "/v" }), "/k");
    assert.equal(at("linux", "/home/a", { AWS_VAULT_FILE_DIR: "/v" }), "/home/a/.local/share/tegata/keyring");
  });
});

describe("passSettings()", () => {
  it("reads our settings, then AWS Vault's, then those of pass", () => {
    const at = (env: Environment) => passSettings(machine("linux", "/home/a", env));
    assert.deepEqual(at({}), { command: ["pass"], store: "/home/a/.password-store", prefix: "tegata" });
    const pass = { PASSWORD_STORE_DIR: "/store" };
    const awsVaults = {
      ...pass,
      AWS_VAULT_PASS_CMD: "gopass --nosync",
      AWS_VAULT_PASS_PASSWORD_STORE_DIR: "/v",
      AWS_VAULT_PASS_PREFIX: "aws",
    };
    assert.equal(at(pass).store, "/store");
    assert.deepEqual(at(awsVaults), { command: ["gopass", "--nosync"], store: "/v", prefix: "aws/tegata" });
    const ours = {
      ...awsVaults,
      TEGATA_PASS_CMD: "'my pass'",
      TEGATA_PASS_DIR: "/t",
      TEGATA_PASS_PREFIX: "ours",
    };
    assert.deepEqual(at(ours), { command: ["my pass"], store: "/t", prefix: "ours" });
  });
});
