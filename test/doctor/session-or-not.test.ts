/** What IAM refuses with one sentence: a session made without MFA, and what is no session at all. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const symptom = {
  by: "service",
  code: "InvalidClientTokenId",
  sentence: "The security token included in the request is invalid",
  operation: "ListUsers",
  service: "iam",
};
const keyId = "ASIAIOSFODNN7EXAMPLE";
const facts = {
  symptom,
  environment: { keyId, hasSecret: true, hasToken: true },
  signer: { from: "environment", kind: "session", keyId },
  profile: { name: "deploy", setting: null, exists: false },
};

const endpointOf = (answer: object) => ({ url: "https://sts.amazonaws.com/", reach: "reached", ...answer });
const answers = (arn: string) => endpointOf({ identity: { arn, account: "123456789012" } });
const refuses = endpointOf({ refusal: { code: symptom.code, sentence: symptom.sentence } });

function told(more: object) {
  return judge(factsOf({ ...facts, ...more }))
    .filter(({ concern }) => concern === "failure")
    .map(({ code, certainty }) => [code, certainty]);
}

describe("a session in the shell that IAM refuses", () => {
  it("was made without MFA where STS takes it for the user's, with the key and the answer as evidence", () => {
    const seen = { ...facts, endpoint: answers("arn:aws:iam::123456789012:user/ann") };
    const [first] = judge(factsOf(seen));
    assert.deepEqual([first?.code, first?.certainty], ["session-without-mfa", "certain"]);
    assert.deepEqual(
      first?.evidence.map(({ text, setting }) => [text.en, setting]),
      [
        [`InvalidClientTokenId (ListUsers): ${symptom.sentence}`, undefined],
        [`signed with ${keyId} (a session)`, "AWS_ACCESS_KEY_ID"],
        ["STS takes it: GetCallerIdentity answers arn:aws:iam::123456789012:user/ann", undefined],
      ],
    );
  });

  it("may be one where nobody was asked, and is a role's where STS says so", () => {
    assert.deepEqual(told({})[0], ["session-without-mfa", "likely"]);
    assert.deepEqual(told({ endpoint: answers("arn:aws:sts::123456789012:assumed-role/reader/me") }), []);
  });

  it("is none where STS refuses it too: it is taken out, or made anew", () => {
    assert.deepEqual(told({ endpoint: refuses })[0], ["key-unknown", "certain"]);
    const [first] = judge(factsOf({ ...facts, endpoint: refuses }));
    assert.match(first?.what.en ?? "", /^the session ASIA\w+ is not known at .* its token was cut/);
    assert.equal(first?.remedies[0]?.by, "you");
    assert.match(first?.remedies[0]?.commands[0] ?? "", /^unset AWS_ACCESS_KEY_ID /);
  });

  it("is a long-lived key with another's token before anything else", () => {
    const long = "AKIAIOSFODNN7EXAMPLE";
    const mixed = {
      environment: { keyId: long, hasSecret: true, hasToken: true },
      signer: { ...facts.signer, keyId: long },
      endpoint: refuses,
    };
    assert.deepEqual(told(mixed)[0], ["token-of-another-key", "certain"]);
  });
});

describe("a profile that gives sessions without MFA", () => {
  const plan = {
    steps: [
      { kind: "stored-key", profile: "deploy" },
      { kind: "session-token", profile: "deploy", reason: {} },
    ],
    warnings: [{ code: "session-without-mfa" }],
  };
  const before = { profile: facts.profile, plan, hasError: false };

  it("is told of before anything fails, with both remedies, as what exec says when it makes one", () => {
    const [first] = judge(factsOf(before));
    assert.deepEqual([first?.code, first?.concern], ["session-without-mfa", "hygiene"]);
    assert.deepEqual(
      first?.remedies.map(({ commands }) => commands[0]),
      ["tegata mfa add deploy", "aws configure set role_arn arn:aws:iam::ACCOUNT:role/ROLE --profile deploy"],
    );
  });

  it("is not told of where it says that it is meant, nor beside another failure", () => {
    assert.deepEqual(judge(factsOf({ ...before, plan: { ...plan, warnings: [] } })), []);
    assert.ok(
      judge(factsOf({ ...before, hasError: true })).every(({ code }) => code !== "session-without-mfa"),
    );
  });
});
