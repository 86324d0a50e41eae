/** Serial numbers that the command gives, and keys that have to be the vault's before a device is registered. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const account = "arn:aws:iam::123456789012:";
const symptom = {
  by: "service",
  code: "AccessDenied",
  sentence:
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  operation: "GetSessionToken",
  service: "sts",
};
const endpoint = { url: "https://sts.us-east-1.amazonaws.com/", reach: "reached" };
const call = ["aws", "sts", "get-session-token"];

describe("an MFA serial number in the command", () => {
  for (const serial of [["--serial-number", `${account}user/ann`], [`--serial-number=${account}user/ann`]])
    it(`is of the wrong kind, and is corrected there: ${serial.length} words`, () => {
      const command = [...call, ...serial, "--token-code", "123456"];
      const [first, ...more] = judge(
        factsOf({ symptom, command, endpoint: { ...endpoint, mfaSerials: [`${account}mfa/phone`] } }),
      );
      assert.deepEqual([first?.code, first?.certainty], ["mfa-serial-of-wrong-kind", "certain"]);
      assert.deepEqual(more, []);
      const given = serial.length === 1 ? "--serial-number=" : "--serial-number ";
      assert.deepEqual(first?.remedies[0]?.commands, [
        `aws sts get-session-token ${given}${account}mfa/phone --token-code CODE`,
      ]);
      assert.equal(first?.remedies[0]?.by, "you-in-person");
    });

  it("is another's: the user's own is named in the command", () => {
    const command = [...call, "--serial-number", `${account}mfa/bob`, "--token-code", "123456"];
    const mfaSerial = { value: `${account}user/ann` };
    const facts = { symptom, command, profile: { mfaSerial } };
    const [first] = judge(
      factsOf({ ...facts, endpoint: { ...endpoint, mfaSerials: [`${account}mfa/phone`] } }),
    );
    assert.equal(first?.code, "mfa-device-not-the-users");
    assert.match(first?.remedies[0]?.commands[0] ?? "", /mfa\/phone --token-code CODE$/);
  });
});

describe("an MFA code in the command", () => {
  const phone = `${account}mfa/phone`;
  const told = (sentence: string, given: readonly string[]) =>
    judge(
      factsOf({
        symptom: { ...symptom, sentence: `MultiFactorAuthentication failed${sentence}` },
        command: [...call, ...given],
        endpoint: { ...endpoint, mfaSerials: [phone] },
      }),
    )[0]?.remedies[0]?.commands;
  const whole = [`aws sts get-session-token --serial-number ${phone} --token-code CODE`];

  it("is given anew in the command, and not once more to a session that GetSessionToken takes none of", () => {
    const wrong = " with invalid MFA one time pass code. ";
    assert.deepEqual(told(wrong, ["--serial-number", phone, "--token-code", "123456"]), whole);
  });

  it("is given with its serial number, whichever of the two is missing", () => {
    const half = ", must provide both MFA serial number and one time pass code.";
    assert.deepEqual(told(half, ["--serial-number", phone]), whole);
    assert.deepEqual(told(half, ["--token-code", "123456"]), [
      `aws sts get-session-token --token-code CODE --serial-number ${phone}`,
    ]);
  });
});

describe("a device that has to be registered", () => {
  const place = { file: "/home/ann/.aws/credentials", line: 2 };
  const keys = [{ profile: "ran", keyId: "AKIAIOSFODNN7EXAMPLE", isTemporary: false, place }];
  const devices = { ...endpoint, mfaSerials: [] };
  const commandsOf = (over: object) =>
    judge(factsOf({ symptom, endpoint: devices, files: { keys }, ...over }))[0]?.remedies[0]?.commands;

  it("is, with the key of the role's source copied into the vault first", () => {
    const profile = { sourceProfile: { value: "ran" } };
    const lines = ["tegata import --from credentials-file ran", "tegata mfa add deploy"];
    assert.deepEqual(commandsOf({ profile }), lines);
    const plan = { steps: [{ kind: "static-key", profile: "ran", temporary: false }] };
    assert.deepEqual(commandsOf({ profile, plan }), lines);
  });

  it("is at once where the key is in the vault, or in no file", () => {
    const stored = { steps: [{ kind: "stored-key", profile: "ran" }] };
    assert.deepEqual(commandsOf({ plan: stored }), ["tegata mfa add deploy"]);
    assert.deepEqual(commandsOf({}), ["tegata mfa add deploy"]);
  });
});
