/** What takes credentials out of a shell lets somebody sign afterwards: the profile, or the only other one that can. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf, type Json } from "./vectors.ts";

const unset = "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN";
const variables = { AWS_ACCESS_KEY_ID: "ASIA", AWS_SECRET_ACCESS_KEY: "****", AWS_SESSION_TOKEN: "****" };
const inShell = {
  symptom: {
    by: "service",
    code: "AccessDenied",
    sentence: "Cannot call GetSessionToken with session credentials",
    operation: "GetSessionToken",
    service: "sts",
  },
  environment: { keyId: "ASIAIOSFODNN7EXAMPLE", hasSecret: true, hasToken: true, variables },
  signer: { from: "environment", kind: "session", keyId: "ASIAIOSFODNN7EXAMPLE" },
};
const nobodys = { name: "default", setting: null, exists: false };
const expired = {
  ...inShell.symptom,
  code: "ExpiredToken",
  sentence: "The security token included in the request is expired",
};
const keyOf = (profile: string) => ({
  profile,
  keyId: "AKIAIOSFODNN7EXAMPLE",
  isTemporary: false,
  place: { file: "/home/ann/.aws/credentials", line: 2 },
});

function remedyOf(code: string, over: Json) {
  const finding = judge(factsOf({ ...inShell, ...over })).find((each) => each.code === code);
  return finding?.remedies[0];
}

describe("leaveEnvironment()", () => {
  for (const [code, symptom] of [
    ["session-asks-for-session", inShell.symptom],
    ["expired-in-environment", expired],
  ] as const) {
    it(`chooses the only profile with a key where there is no other: ${code}`, () => {
      const remedy = remedyOf(code, { symptom, profile: nobodys, files: { keys: [keyOf("kiku-prod")] } });
      assert.deepEqual(remedy?.commands, [unset, "export AWS_PROFILE='kiku-prod'"]);
      assert.match(remedy?.text.en ?? "", /"kiku-prod" is the only profile/);
    });

    it(`guesses none of several, and says so: ${code}`, () => {
      const keys = [keyOf("kiku-prod"), keyOf("ran")];
      const remedy = remedyOf(code, { symptom, profile: nobodys, files: { keys } });
      assert.deepEqual(remedy?.commands, [unset]);
      assert.match(remedy?.text.en ?? "", /several profiles have a key/);
    });

    it(`takes the shell's word for its own: ${code}`, () => {
      const shell = code === "expired-in-environment" ? "fish" : "sh";
      const profile = { name: "kiku-prod", setting: "AWS_PROFILE", exists: true };
      const remedy = remedyOf(code, { symptom, shell, profile, files: { keys: [keyOf("kiku-prod")] } });
      assert.ok(remedy?.commands.every((line) => !line.includes("AWS_PROFILE")));
    });
  }

  it("chooses a profile that only the argument names, and not one that all take by themselves", () => {
    const own = (name: string) => ({
      profile: { name, setting: "the argument", exists: true },
      files: { keys: [keyOf(name)] },
    });
    for (const code of ["session-asks-for-session", "environment-shadows-profile"]) {
      assert.deepEqual(remedyOf(code, own("kiku-prod"))?.commands, [unset, "export AWS_PROFILE='kiku-prod'"]);
      assert.deepEqual(remedyOf(code, own("default"))?.commands, [unset]);
    }
    const chosen = { ...inShell.environment, variables: { ...variables, AWS_PROFILE: "ran" } };
    assert.deepEqual(
      remedyOf("session-asks-for-session", { ...own("default"), environment: chosen })?.commands,
      [unset, "export AWS_PROFILE='default'"],
    );
  });

  it("tells the session that IAM refuses, where the profile that the argument names has a key that is taken", () => {
    const facts = factsOf({
      ...inShell,
      symptom: { ...inShell.symptom, code: "InvalidClientTokenId", operation: "ListUsers", service: "iam" },
      profile: { name: "kiku-prod", setting: "the argument", exists: true },
      files: { keys: [keyOf("kiku-prod")] },
      signer: { from: "file", kind: "user-key", keyId: "AKIAIOSFODNN7EXAMPLE", hasMfa: false },
      endpoint: {
        url: "https://sts.us-east-1.amazonaws.com/",
        reach: "reached",
        identity: { arn: "arn:aws:iam::123456789012:user/ann", account: "123456789012" },
      },
    });
    const first = judge(facts).find(({ code }) => code === "environment-shadows-profile");
    assert.equal(first?.certainty, "likely");
    assert.match(JSON.stringify(first?.evidence), /GetSessionToken session made without MFA/);
    assert.deepEqual(first?.remedies[0]?.commands, [unset, "export AWS_PROFILE='kiku-prod'"]);
  });

  it("goes through the vault where it alone has the profile's key", () => {
    const profile = { name: "ran", setting: "AWS_PROFILE", exists: true, hasStoredKey: true };
    const command = ["aws", "sts", "get-session-token"];
    assert.deepEqual(remedyOf("session-asks-for-session", { profile, command })?.commands, [
      unset,
      "tegata exec --no-session ran -- aws sts get-session-token",
    ]);
  });
});

describe("a session that asks for a session, of which the error alone is known", () => {
  it("shows what the call must have, for a person to fill in, and says what is not known", () => {
    const of = (call: string) =>
      judge(
        factsOf({
          symptom: { ...inShell.symptom, sentence: `Cannot call ${call} with session credentials` },
          profile: { name: "ran", setting: "AWS_PROFILE", exists: true },
        }),
      )[0]?.remedies[0];
    assert.deepEqual(of("GetFederationToken")?.commands, [
      "tegata exec --no-session ran -- aws sts get-federation-token --name NAME",
    ]);
    assert.deepEqual(
      ["GetFederationToken", "GetSessionToken", "AssumeRole"].map((call) => of(call)?.by),
      ["you-in-person", "you", "you-in-person"],
    );
    assert.match(of("GetSessionToken")?.text.en ?? "", /type them again/);
  });
});
