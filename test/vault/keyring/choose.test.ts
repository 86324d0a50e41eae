import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Environment, Platform } from "../../../src/vault/index.ts";
import { chooseKeyring, type KeyringKind } from "../../../src/vault/keyring/index.ts";

interface Case {
  readonly platform?: Platform;
  readonly env?: Environment;
  readonly flag?: string;
  readonly usable?: readonly KeyringKind[];
  readonly keeps?: readonly ("file" | "pass")[];
}

async function choose({
  platform = "linux",
  env = {},
  flag,
  usable = [],
  keeps = [],
}: Case): Promise<string> {
  const { kind, why } = await chooseKeyring({
    machine: { platform, env },
    flag,
    isUsable: async (asked) => asked === "file" || usable.includes(asked),
    hasItems: async (asked) => keeps.includes(asked),
  });
  return `${kind}: ${why}`;
}

describe("chooseKeyring()", () => {
  const cases: readonly (readonly [Case, string])[] = [
    [{ flag: "pass", env: { TEGATA_KEYRING: "file" } }, "pass: --keyring names it"],
    [{ env: { TEGATA_KEYRING: "file", AWS_VAULT_BACKEND: "pass" } }, "file: TEGATA_KEYRING names it"],
    [{ env: { TEGATA_KEYRING: "", AWS_VAULT_BACKEND: "pass" } }, 'pass: AWS_VAULT_BACKEND names "pass"'],
    [{ env: { AWS_VAULT_BACKEND: "kwallet" } }, 'secret-service: AWS_VAULT_BACKEND names "kwallet"'],
    [
      { platform: "win32", env: { AWS_VAULT_BACKEND: "winhello" } },
      'wincred: AWS_VAULT_BACKEND names "winhello"',
    ],
    [
      { env: { AWS_VAULT_BACKEND: "op-connect" } },
      'file: AWS_VAULT_BACKEND names "op-connect", which has no counterpart here; of secret-service, pass, file no other works here',
    ],
    [
      { env: { AWS_VAULT_BACKEND: "constructor" }, usable: ["pass"] },
      'pass: AWS_VAULT_BACKEND names "constructor", which has no counterpart here; it is the first of secret-service, pass, file that works here',
    ],
    [
      { usable: ["secret-service", "pass"] },
      "secret-service: it is the first of secret-service, pass, file that works here",
    ],
    [{ usable: ["secret-service"], keeps: ["file"] }, "file: it keeps something already"],
    [{ usable: ["secret-service", "pass"], keeps: ["pass"] }, "pass: it keeps something already"],
    [
      { usable: ["secret-service"], keeps: ["pass"] },
      "secret-service: it is the first of secret-service, pass, file that works here",
    ],
    [
      { platform: "darwin", usable: ["keychain"] },
      "keychain: it is the first of keychain, pass, file that works here",
    ],
    [{ platform: "win32", usable: ["wincred"] }, "wincred: it is the first of wincred, file that works here"],
    [{ platform: "win32" }, "file: of wincred, file no other works here"],
  ];
  for (const [given, expected] of cases)
    it(`with ${JSON.stringify(given)} gives ${expected}`, async () =>
      assert.equal(await choose(given), expected));

  it("names those there are when a person names none of them", async () => {
    const kinds = "keychain, wincred, secret-service, pass, file";
    await assert.rejects(choose({ flag: "keyctl" }), {
      code: "KeyringUnknown",
      message: `--keyring "keyctl" is none of ${kinds}`,
      hint: "--keyring file",
      exitCode: 2,
    });
    for (const value of ["memory", "File"])
      await assert.rejects(choose({ env: { TEGATA_KEYRING: value } }), {
        message: `TEGATA_KEYRING "${value}" is none of ${kinds}`,
        hint: "TEGATA_KEYRING=file",
      });
  });
});
