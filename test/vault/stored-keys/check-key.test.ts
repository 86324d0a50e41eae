import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret, systemClock, TegataError } from "../../../src/base/index.ts";
import type { Connection } from "../../../src/vault/services/index.ts";
import {
  checkKey,
  describeRootKey,
  mask,
  requireLongLived,
  requireOwnSource,
} from "../../../src/vault/stored-keys/index.ts";
import { configFile, sharedFiles } from "../plan/files.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret(secret) };

function refusalOf(act: () => unknown): TegataError {
  try {
    act();
  } catch (error) {
    if (error instanceof TegataError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("requireLongLived()", () => {
  it("requireLongLived() takes AWS's keys, and those of other services", () => {
    requireLongLived("x", { ...key, hasSessionToken: false });
    requireLongLived("x", {
      accessKeyId: "minio",
      secretAccessKey: new Secret("minio123"),
      hasSessionToken: false,
    });
  });

  it("requireLongLived() refuses sessions' keys by their prefix and by their token", () => {
    const old = { ...key, accessKeyId: "ASIAIOSFODNN7EXAMPLE", hasSessionToken: false };
    for (const given of [old, { ...key, hasSessionToken: true }]) {
      const { code, message, exitCode } = refusalOf(() => requireLongLived("x", given));
      assert.equal(code, "SessionKey");
      assert.match(message, /^the key \*{16}MPLE for profile "x" is a session's: it expires/);
      assert.equal(exitCode, 2);
    }
  });

  it("requireLongLived() refuses what cannot be a key and repeats none of it", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ["", secret, /the access key id/],
      [`${key.accessKeyId} `, secret, /the access key id/],
      ["K".repeat(129), secret, /the access key id/],
      [key.accessKeyId, "", /the secret access key/],
      [key.accessKeyId, `${secret}\u0007`, /the secret access key/],
      [key.accessKeyId, "two words", /the secret access key/],
    ];
    for (const [accessKeyId, text, part] of cases) {
      const given = { accessKeyId, secretAccessKey: new Secret(text), hasSessionToken: false };
      const { code, message } = refusalOf(() => requireLongLived("x", given));
      assert.equal(code, "KeyMalformed");
      assert.match(message, part);
      assert.equal(text !== "" && message.includes(text), false);
    }
  });
});

describe("requireOwnSource()", () => {
  it("requireOwnSource() refuses a profile with another one for its source, with the line", () => {
    const files = sharedFiles(
      "[profile x]\nregion = a\nsource_profile = base\n[profile self]\nsource_profile = self\n[profile y]\ninclude_profile = x\n",
    );
    const { message, hint } = refusalOf(() => requireOwnSource(files, "x"));
    assert.equal(
      message,
      `profile "x" takes its credentials from source_profile "base" at ${configFile}:3, so that a key of its own would not be used`,
    );
    assert.equal(hint, "tegata add base");
    assert.equal(refusalOf(() => requireOwnSource(files, "y")).code, "SourceProfileSet");
    requireOwnSource(files, "self");
    requireOwnSource(files, "unknown");
  });
});

describe("checkKey()", () => {
  const connection: Connection = {
    machine: { platform: "linux", env: {}, home: "/home/jon", clock: systemClock },
    onNote: () => {},
    requestHandler: { handle: () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })) },
  };

  it("checkKey() tells a service that nobody reached from one that refuses", async () => {
    const answer = await checkKey({ profile: "x", key, connection, region: undefined, endpoint: undefined });
    assert.equal(answer.kind, "unreached");
    assert.ok(answer.kind === "unreached" && !answer.error.message.includes(secret));
  });

  it("checkKey() lets a broken way to the service be told as such", async () => {
    const question = { profile: "x", key, connection, region: undefined, endpoint: "ftp://x" };
    await assert.rejects(checkKey(question), { code: "EndpointInvalid" });
  });
});

describe("mask()", () => {
  it("mask() shows the last four characters, and none of what is short itself", () => {
    assert.equal(mask("AKIAIOSFODNN7EXAMPLE"), "****************MPLE");
    assert.equal(mask("12345678"), "*".repeat(16));
  });
});

describe("describeRootKey()", () => {
  it("describeRootKey() gives the line that deactivates the key, to be pasted", () => {
    const { command } = describeRootKey("my root", {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      arn: "arn:aws:iam::123456789012:root",
    });
    assert.equal(
      command,
      "tegata exec --no-session 'my root' -- aws iam update-access-key --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive",
    );
  });
});
