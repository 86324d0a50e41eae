import assert from "node:assert/strict";
import { test } from "node:test";
import { commonErrors, encodeError } from "../../src/wire/index.ts";

const now = Date.UTC(2026, 10, 21, 3, 10, 0);

test("commonErrors.signatureExpired() names both times and the window that was applied", () => {
  const signedAt = now - 310_000;
  assert.equal(
    commonErrors.signatureExpired({ signedAt, now, windowMs: 300_000 }).sentence,
    "Signature expired: 20261121T030450Z is now earlier than 20261121T030500Z (20261121T031000Z - 5 min.)",
  );
  assert.match(
    commonErrors.signatureExpired({ signedAt, now, windowMs: 90_500 }).sentence ?? "",
    /\(20261121T031000Z - 91 sec\.\)$/,
  );
});

test("commonErrors.signatureNotYetCurrent() names both times and the window that was applied", () => {
  assert.equal(
    commonErrors.signatureNotYetCurrent({ signedAt: now + 960_000, now, windowMs: 900_000 }).sentence,
    "Signature not yet current: 20261121T032600Z is still later than 20261121T032500Z (20261121T031000Z + 15 min.)",
  );
});

test("commonErrors.scopeMismatch() tells all that is wrong, joined with spaces", () => {
  const error = commonErrors.scopeMismatch([
    { part: "region", region: "mars" },
    { part: "service", expected: "sts" },
    { part: "terminator", terminator: "aws5" },
    { part: "date", scopeDate: "20261120", requestTime: "20261121T031000Z" },
  ]);
  assert.equal(
    error.sentence,
    "Credential should be scoped to a valid region, not 'mars'. Credential should be scoped to correct service: 'sts'. " +
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. " +
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261120' != '20261121', from '20261121T031000Z'.",
  );
});

test("commonErrors.incompleteSignature() tells what is missing and never echoes a signature or a password", () => {
  const header = "AWS4-HMAC-SHA256 Credential=AKIA/20261121/us-east-1/sts/aws4_request, Signature=deadbeef";
  assert.equal(
    commonErrors.incompleteSignature(["SignedHeaders", "date"], header).sentence,
    "Authorization header requires 'SignedHeaders' parameter. " +
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " +
      "Authorization=AWS4-HMAC-SHA256 Credential=AKIA/20261121/us-east-1/sts/aws4_request",
  );
  const basic = commonErrors.incompleteSignature(["Credential"], "Basic dXNlcjpwYXNz");
  assert.doesNotMatch(basic.sentence ?? "", /dXNlcjpwYXNz/);
  const long = commonErrors.incompleteSignature(["Signature"], `A Credential=${"x".repeat(100_000)}`);
  assert.ok((long.sentence ?? "").length < 1_000);
});

test("commonErrors.validation() counts in AWS's words", () => {
  assert.equal(commonErrors.validation(["a"]).sentence, "1 validation error detected: a");
  assert.equal(commonErrors.validation(["a", "b"]).sentence, "2 validation errors detected: a; b");
  assert.equal(commonErrors.validation(["a", "b"], 9).sentence, "9 validation errors detected: a; b");
});

test("commonErrors tell only the authority's own failures as 5xx and as Receiver's", () => {
  const own = [commonErrors.internalFailure(), commonErrors.serviceUnavailable()];
  assert.deepEqual(
    own.map(({ status, fault }) => [status, fault]),
    [
      [500, "Receiver"],
      [503, "Receiver"],
    ],
  );
  assert.match(
    encodeError("iam", commonErrors.operationNotImplemented("CreateSAMLProvider"), "id"),
    /<Code>UnsupportedOperation<\/Code>\s+<Message>The operation CreateSAMLProvider is not implemented by this authority</,
  );
});
