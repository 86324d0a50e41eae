import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MovableClock, Secret, TegataError } from "../../../src/base/index.ts";
import { createMemoryKeyring } from "../../../src/vault/index.ts";
import { createAsk } from "../../../src/vault/mfa/index.ts";
import {
  buildOtpauthUri,
  isAwsEndpoint,
  requireOwnAuthority,
  storedCode,
  writeSeed,
} from "../../../src/vault/mfa-devices/index.ts";

const serial = "arn:aws:iam::123456789012:mfa/ann";
/** RFC 6238, appendix B: the seed of its SHA-1 vectors, and the last six digits for time 59. */
const rfcSeed = new Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
const rfcCode = "287082";

describe("isAwsEndpoint()", () => {
  it("is true for AWS's names, for none at all, and for what is no URL", () => {
    for (const endpoint of [
      undefined,
      "",
      "https://iam.amazonaws.com",
      "https://IAM.amazonaws.com.",
      "https://iam.cn-north-1.amazonaws.com.cn/",
      "https://iam.us-gov.amazonaws.com",
      "https://sts.eusc-de-east-1.amazonaws.eu",
      "https://iam.global.api.aws",
    ])
      assert.equal(isAwsEndpoint(endpoint), true, endpoint);
  });

  it("is false for others, also those that look like it", () => {
    for (const endpoint of [
      "http://127.0.0.1:4600",
      "https://notamazonaws.com",
      "https://iam.amazonaws.com.example.org",
    ])
      assert.equal(isAwsEndpoint(endpoint), false, endpoint);
  });

  it("requireOwnAuthority() refuses AWS", () => {
    assert.throws(
      () => requireOwnAuthority(undefined),
      (error) =>
        error instanceof TegataError &&
        error.exitCode === 2 &&
        error.message ===
          "--store-seed is for an authority of your own, and the device would be one of AWS, as no endpoint is named for the profile: a code beside the key is no second factor",
    );
    requireOwnAuthority("http://127.0.0.1:4600");
  });
});

describe("storedCode()", () => {
  const clock = new MovableClock();
  clock.advance(59_000 - clock.now());
  const sleep = async (milliseconds: number) => clock.advance(milliseconds);

  it("is the device's code, and the one after it when it is asked again", async () => {
    const keyring = createMemoryKeyring();
    assert.equal(await storedCode(keyring, { serial, attempt: 1 }, { clock, sleep }), undefined);
    await writeSeed(keyring, serial, rfcSeed);
    assert.equal(await storedCode(keyring, { serial, attempt: 1 }, { clock, sleep }), rfcCode);
    const next = await storedCode(keyring, { serial, attempt: 2 }, { clock, sleep });
    assert.notEqual(next, rfcCode);
    assert.ok(clock.now() >= 60_000 && clock.now() < 61_000);
  });

  it("comes after --mfa-token and mfa_process, and not at all where --prompt is typed", async () => {
    const machine = { platform: "linux", env: {}, home: "/nonexistent", clock } as const;
    const stored = async () => "111111";
    const question = { serial, profile: "p", process: undefined, attempt: 1 };
    const ask = createAsk({ machine, token: "222222", stored });
    assert.equal(await ask(question), "222222");
    assert.equal(await ask(question), "111111");
    assert.equal(await createAsk({ machine, stored })({ ...question, process: "echo 333333" }), "333333");
    await assert.rejects(createAsk({ machine, prompt: "zenity", stored })(question), {
      code: "PromptUnavailable",
    });
  });
});

describe("buildOtpauthUri()", () => {
  it("names the device without its path, and escapes it", () => {
    assert.equal(
      buildOtpauthUri({ serial: "arn:aws:iam::123456789012:mfa/team/a+b@c", seed: "ABC" }),
      "otpauth://totp/Amazon%20Web%20Services:a%2Bb%40c@123456789012?secret=ABC&issuer=Amazon%20Web%20Services",
    );
  });
});
