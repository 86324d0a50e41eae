/** Roles whose source the AWS CLI cannot use, and the key that the vault has. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Finding, judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf, type Json } from "./vectors.ts";

const roleArn = { value: "arn:aws:iam::123456789012:role/ops" };
const command = ["aws", "--profile", "ops", "s3", "ls"];
const role = { name: "ops", exists: true, roleArn, hasStoredKey: false };
const whoHas = (profile: Json, symptom: string, more: Json = {}): Finding | undefined => {
  const [first, ...others] = judge(
    factsOf({ symptom: { ...readSymptom(symptom) }, command, profile: { ...role, ...profile }, ...more }),
  );
  assert.deepEqual(others, []);
  return first;
};
const commandsOf = (finding: Finding | undefined) => finding?.remedies.map(({ commands }) => commands);
const process = (name: string, flags = "") =>
  `aws configure set credential_process 'tegata export --format json ${flags}${name}' --profile ${name}`;

describe("a source profile without credentials", () => {
  const sentence = 'aws: [ERROR]: The source profile "a" must have credentials.';
  const sourceProfile = { value: "a" };

  it("asks the vault that has its key, or is used through it", () => {
    const finding = whoHas({ sourceProfile, storedKeys: ["a"] }, sentence);
    assert.deepEqual([finding?.code, finding?.certainty], ["source-without-credentials", "certain"]);
    assert.deepEqual(commandsOf(finding), [
      [process("a", "--no-session ")],
      ["tegata exec ops -- aws s3 ls"],
    ]);
  });

  it("asks the vault where the role is not known", () => {
    const finding = whoHas({ roleArn: null, storedKeys: ["a"] }, sentence);
    assert.deepEqual(commandsOf(finding), [[process("a", "--no-session ")]]);
  });

  it("gets a key where nobody has one", () => {
    for (const storedKeys of [[], ["b"], null]) {
      const finding = whoHas({ sourceProfile, storedKeys }, sentence);
      assert.deepEqual(commandsOf(finding), [["tegata add a", "tegata exec ops -- aws s3 ls"]]);
      assert.equal(finding?.remedies[0]?.by, "you-in-person");
    }
  });

  it("is asked of the vault too where its whole section is gone", () => {
    const gone = 'The source_profile "a" referenced in the profile "ops" does not exist.';
    const finding = whoHas({ sourceProfile, storedKeys: ["a"] }, gone);
    assert.equal(finding?.code, "profile-unknown");
    assert.deepEqual(commandsOf(finding), [
      [process("a", "--no-session ")],
      ["tegata exec ops -- aws s3 ls"],
    ]);
    const plain = whoHas(
      { name: "a", exists: false, storedKeys: ["a"] },
      "The config profile (a) could not be found",
    );
    assert.deepEqual(commandsOf(plain), [[process("a")], ["tegata exec a -- aws s3 ls"]]);
  });
});

describe("a role without a source", () => {
  const sentence = "Partial credentials found in assume-role, missing: source_profile or credential_source";
  const line = (source: string) => `aws configure set source_profile ${source} --profile ops`;

  it("gets the one profile whose key the vault has, or the one that the other roles use", () => {
    const expected = [
      [line("sumi"), "tegata exec ops -- aws s3 ls"],
      ["tegata add ops", "tegata exec ops -- aws s3 ls"],
    ];
    assert.deepEqual(commandsOf(whoHas({ storedKeys: ["sumi"] }, sentence)), expected);
    const several = { storedKeys: ["kaze", "sumi"], otherSources: ["sumi"] };
    assert.deepEqual(commandsOf(whoHas(several, sentence)), expected);
  });

  it("gets none where several could be meant", () => {
    for (const profile of [{ storedKeys: ["kaze", "sumi"] }, { storedKeys: [] }, {}])
      assert.deepEqual(commandsOf(whoHas(profile, sentence)), [
        ["tegata add ops", "tegata exec ops -- aws s3 ls"],
      ]);
  });
});

describe("a role without a source, in a program that names its profile", () => {
  const partial = "Partial credentials found in assume-role, missing: source_profile or credential_source";
  const make = ["make", "deploy"];
  const typed = { setting: "the argument", hasStoredKey: true };
  const place = { file: "/home/ann/.aws/config", line: 3 };

  it("gets another profile that asks the vault, since --profile leaves the credentials of exec out", () => {
    const region = { value: "eu-west-1", place };
    const finding = whoHas({ ...typed, region }, partial, { command: make });
    assert.deepEqual(commandsOf(finding), [
      [
        "aws configure set credential_process 'tegata export --format json ops' --profile ops-vault",
        "aws configure set region eu-west-1 --profile ops-vault",
      ],
      ["tegata exec ops -- make deploy"],
    ]);
    assert.equal(finding?.remedies[0]?.by, "you-in-person");
  });

  it("asks the vault for the only source that there is", () => {
    const stored = { setting: "the argument", storedKeys: ["a"] };
    const finding = whoHas(stored, partial, { command: make });
    assert.deepEqual(commandsOf(finding)?.[0], [
      "aws configure set source_profile a --profile ops",
      process("a", "--no-session "),
    ]);
  });

  it("is run through the vault where a variable chooses the profile, or the AWS CLI is what runs", () => {
    const chosen = { environment: { variables: { AWS_PROFILE: "ops" } } };
    const finding = whoHas({ ...typed, setting: "AWS_PROFILE" }, partial, { command: make, ...chosen });
    assert.deepEqual(commandsOf(finding), [["tegata exec ops -- make deploy"]]);
    assert.deepEqual(commandsOf(whoHas(typed, partial)), [["tegata exec ops -- aws s3 ls"]]);
  });
});

describe("a command that asks for a session", () => {
  const profile = { roleArn: null, setting: "--profile", hasStoredKey: true };
  const call = ["aws", "sts", "get-session-token", "--token-code", "CODE", "--profile", "ops"];

  it("gets the vault's long-lived key, and its code in person", () => {
    const finding = whoHas(profile, "Unable to locate credentials", { command: call });
    assert.deepEqual(commandsOf(finding), [
      ["tegata exec --no-session ops -- aws sts get-session-token --token-code CODE"],
    ]);
    assert.equal(finding?.remedies[0]?.by, "you-in-person");
    assert.match(finding?.remedies[0]?.text.en ?? "", /in place of CODE$/);
  });
});
