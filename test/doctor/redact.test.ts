import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { hidden, redact, redactWords } from "../../src/doctor/redact.ts";
import { processorMs } from "../support/processor-time.ts";

const secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const token = `FwoGZXIvYXdzEBYaD${"Hq3xZk/9".repeat(20)}==`;

describe("redact()", () => {
  it("hides what has the form of a secret, and leaves what stands around", () => {
    for (const [text, left] of [
      [`x ${secretKey} y`, `x ${hidden} y`],
      [`x ${token} y`, `x ${hidden} y`],
      [`aws_secret_access_key = ${secretKey}`, `aws_secret_access_key = ${hidden}`],
      ["export AWS_SESSION_TOKEN=FwoGZXIvYXdz", `export AWS_SESSION_TOKEN=${hidden}`],
      [`{"SessionToken": "${token}"}`, `{"SessionToken": "${hidden}"}`],
      [
        "https://x/?X-Amz-Security-Token=abc%2F1&X-Amz-Date=1",
        `https://x/?X-Amz-Security-Token=${hidden}&X-Amz-Date=1`,
      ],
      ["aws sts x --token-code 123456", `aws sts x --token-code ${hidden}`],
      ["aws sts x --token-code=123456", `aws sts x --token-code=${hidden}`],
      ["password: hunter2", `password: ${hidden}`],
      ["proxy http://ann:pw@proxy:3128/", `proxy http://ann:${hidden}@proxy:3128/`],
      [`AWS_SECRET_ACCESS_KEY=\u001b[31m${secretKey}\u001b[0m`, `AWS_SECRET_ACCESS_KEY=${hidden}`],
      ["b'X-Amz-Security-Token': b'IQoJb3JpZ2luX2Vj'", `b'X-Amz-Security-Token': b'${hidden}'`],
      [`Signature:\n${"5d672d79".repeat(8)}\n`, `Signature:\n${hidden}\n`],
      ["Authorization: Bearer abc.def-123", `Authorization: Bearer ${hidden}`],
      ["'authorization': 'Basic YW5uOmh1bnRlcjI='", `'authorization': 'Basic ${hidden}'`],
      ["token eyJhbGciOi.eyJzdWIi.sig-1 was refused", `token ${hidden} was refused`],
      ["aws sts x --web-identity-token abc.d", `aws sts x --web-identity-token ${hidden}`],
      ["aws sts x --session-token abc/d", `aws sts x --session-token ${hidden}`],
      ["curl -u ann:hunter2 https://x", `curl -u ann:${hidden} https://x`],
      ["docker login -u AWS -p hunter2 x", `docker login -u AWS -p ${hidden} x`],
      [
        "Enter MFA code for arn:aws:iam::123456789012:mfa/ann: 123456",
        `Enter MFA code for arn:aws:iam::123456789012:mfa/ann: ${hidden}`,
      ],
      [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        `-----BEGIN RSA PRIVATE KEY-----${hidden}-----END RSA PRIVATE KEY-----`,
      ],
    ] as const)
      assert.equal(redact(text), left);
  });

  it("hides values that are known to be secret, whatever their form", () => {
    assert.equal(redact("it is correct horse, and so", ["correct horse"]), `it is ${hidden}, and so`);
    assert.equal(redact("an a is an a", ["a"]), "an a is an a");
  });

  it("leaves what AWS says", () => {
    for (const text of [
      "An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid",
      "ExpiredToken: リクエストに含まれているセキュリティトークンが失効しています",
      "api error InvalidToken: The provided token is malformed or otherwise invalid.",
      "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)",
      "'5f52c9c583acfd120a607977e4f21fe86b7fa42d'",
      "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/token/v1",
      `Encoded authorization failure message: ${"aB1-".repeat(60)}`,
      `arn:aws:iam::123456789012:role/${"aB1".repeat(20)}`,
    ])
      assert.equal(redact(text), text);
    const { cases }: { cases: readonly { readonly sentence: string }[] } = JSON.parse(
      readFileSync(new URL("../../vectors/doctor-sentences.json", import.meta.url), "utf8"),
    );
    assert.ok(cases.length > 0);
    for (const { sentence } of cases) assert.equal(redact(sentence), sentence);
  });

  it("leaves what people write about passwords", () => {
    for (const text of [
      "Check your AWS Secret Access Key and signing method.",
      "psql: error: password authentication failed",
      "wrong passphrase for the key",
    ])
      assert.equal(redact(text), text);
  });

  it("needs little time for 32 KiB of anything", () => {
    for (const unit of [
      "token",
      "token-",
      "aB1",
      "aB1/",
      "secret=",
      "://a:",
      "://",
      "password ",
      "--",
      "Token: ",
      " -u ",
      "docker login ",
      "docker login -p",
      "Enter MFA code for a:",
      "-----BEGIN PRIVATE KEY-----",
      "eyJabcdef",
      "eyJabcdef.",
      "authorization: basic ",
    ]) {
      const text = unit.repeat(Math.ceil((32 * 1024) / unit.length));
      const spent = processorMs(() => redact(text));
      assert.ok(spent < 1_000, `${unit}: ${spent} ms`);
    }
  });
});

describe("redactWords()", () => {
  it("hides the word behind a flag that takes a secret", () => {
    assert.deepEqual(
      redactWords(["aws", "--token-code", "123456", "--profile", "x", "sh", "-c", "A_TOKEN=abcdef1 y"]),
      [...["aws", "--token-code", "CODE", "--profile", "x", "sh", "-c", `A_TOKEN=${hidden} y`]],
    );
  });
});
