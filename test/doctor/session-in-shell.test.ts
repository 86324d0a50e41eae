/** Report 1 where the session was exported: the shell has it, and the key that made it stands in a file. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const place = { file: "/home/ann/.aws/credentials", line: 2 };
const longLived = { profile: "deploy", keyId: "AKIAIOSFODNN7EXAMPLE", isTemporary: false, place };

const exported = {
  symptom: {
    by: "service",
    code: "InvalidClientTokenId",
    sentence: "The security token included in the request is invalid",
    operation: "ListUsers",
    service: "iam",
  },
  environment: {
    keyId: "ASIAIOSFODNN7EXAMPLE",
    hasSecret: true,
    hasToken: true,
    variables: { AWS_ACCESS_KEY_ID: "ASIA", AWS_SECRET_ACCESS_KEY: "****", AWS_SESSION_TOKEN: "****" },
  },
  signer: { from: "environment", kind: "session", keyId: "ASIAIOSFODNN7EXAMPLE" },
  profile: { name: "deploy", setting: "AWS_PROFILE", exists: true },
  endpoint: {
    url: "https://sts.us-east-1.amazonaws.com/",
    reach: "reached",
    identity: { arn: "arn:aws:iam::123456789012:user/ann", account: "123456789012" },
  },
};

function failuresOf(keys: readonly object[]) {
  const facts = factsOf({ ...exported, files: { keys } });
  return judge(facts).filter(({ concern }) => concern === "failure");
}

describe("a session without MFA in this shell", () => {
  it("is taken out first where the profile has a key of its own, and is told of once", () => {
    const [first, ...more] = failuresOf([longLived]);
    assert.equal(first?.code, "session-without-mfa");
    assert.deepEqual(more, []);
    assert.deepEqual(first.remedies[0]?.commands, [
      "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
    ]);
    assert.equal(first.remedies[0]?.by, "you");
  });

  it("leaves a profile with a key of its own readable for AWS's clients when it gets a role", () => {
    const commands = failuresOf([longLived])[0]?.remedies.at(-1)?.commands;
    assert.deepEqual(commands?.slice(-2), [
      "aws configure set source_profile deploy --profile deploy",
      "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
    ]);
  });

  it("gives the vault the key before the device, since AWS's clients make no session with a code", () => {
    const facts = { ...exported, files: { keys: [longLived] }, command: ["aws", "iam", "list-users"] };
    const [, device] = judge(factsOf(facts))[0]?.remedies ?? [];
    assert.deepEqual(device?.commands, [
      "tegata import --from credentials-file deploy",
      "tegata mfa add deploy",
      "tegata exec deploy -- aws iam list-users",
    ]);
    const inVault = { ...facts, profile: { ...exported.profile, hasStoredKey: true } };
    assert.deepEqual(judge(factsOf(inVault))[0]?.remedies[1]?.commands, device?.commands.slice(1));
  });

  it("is called a federated one where the endpoint says so, which no device mends", () => {
    const identity = { arn: "arn:aws:sts::123456789012:federated-user/guest", account: "123456789012" };
    const guest = {
      ...exported,
      endpoint: { ...exported.endpoint, identity },
      command: ["aws", "iam", "list-users"],
    };
    const [first] = judge(factsOf({ ...guest, files: { keys: [longLived] } }));
    assert.deepEqual([first?.code, first?.certainty], ["session-without-mfa", "certain"]);
    assert.match(first?.what.en ?? "", /federated session \(GetFederationToken\)/);
    assert.deepEqual(
      first?.remedies.map(({ commands }) => commands[0]),
      [
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
        "aws configure set role_arn arn:aws:iam::ACCOUNT:role/ROLE --profile deploy",
      ],
    );
    const stored = { ...guest, profile: { ...exported.profile, hasStoredKey: true } };
    assert.deepEqual(judge(factsOf(stored))[0]?.remedies[0]?.commands, [
      "tegata exec --no-session deploy -- aws iam list-users",
    ]);
  });

  it("is not taken out where nothing is behind it, or another session", () => {
    for (const keys of [[], [{ ...longLived, profile: "other" }], [{ ...longLived, isTemporary: true }]])
      assert.deepEqual(
        failuresOf(keys)[0]?.remedies.map(({ by }) => by),
        ["you-in-person", "administrator"],
      );
  });

  it("is told of before anything failed where STS takes it and IAM does not, unless nobody wants to hear", () => {
    const { symptom: _, ...before } = exported;
    const endpoint = { ...before.endpoint, isRefusedByIam: true };
    const seen = judge(factsOf({ ...before, hasError: false, endpoint }));
    assert.deepEqual(
      seen.map(({ code, concern }) => [code, concern]),
      [["session-without-mfa", "hygiene"]],
    );
    assert.match(JSON.stringify(seen[0]?.evidence), /ListMFADevices answers InvalidClientTokenId/);
    const profile = { ...before.profile, isWithoutWarning: true };
    assert.deepEqual(judge(factsOf({ ...before, hasError: false, endpoint, profile })), []);
  });

  it("is a guess where IAM takes the session: what was refused may have been another one", () => {
    const endpoint = { ...exported.endpoint, isRefusedByIam: false };
    const findings = judge(factsOf({ ...exported, endpoint }));
    const finding = findings.find(({ code }) => code === "session-without-mfa");
    assert.equal(finding?.certainty, "possible");
  });

  it("has the session with a code put in its place where the command is not known", () => {
    const [, device] = failuresOf([longLived])[0]?.remedies ?? [];
    assert.deepEqual(device?.commands.slice(-2), [
      "tegata mfa add deploy",
      'eval "$(tegata export --format sh deploy)"',
    ]);
  });

  it("has a key entered before the device where the profile has none", () => {
    const keyless = { ...exported, profile: { ...exported.profile, hasStoredKey: false } };
    const [device] = judge(factsOf(keyless))[0]?.remedies ?? [];
    assert.deepEqual(device?.commands.slice(0, 2), ["tegata add deploy", "tegata mfa add deploy"]);
  });
});
