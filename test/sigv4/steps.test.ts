/** The smaller steps: scope, time, freshness, keys, payload words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  checkScope,
  deriveSigningKey,
  emptyPayloadHash,
  formatBasicTime,
  formatScope,
  hashPayload,
  judgeFreshness,
  judgePresignedFreshness,
  maxPresignSeconds,
  parseBasicTime,
  parseCredential,
  presignRequest,
  queryFreshnessWindowMs,
  readPayloadDeclaration,
  SigningKeyCache,
  s3FreshnessWindowMs,
  secretKeyOf,
} from "../../src/sigv4/index.ts";
import { fc } from "../support/random.ts";
import { exampleCredentials, exampleTime } from "./requests.ts";

const scope = { date: "20150830", region: "us-east-1", service: "iam", terminator: "aws4_request" };
const timeText = "20150830T123600Z";
const minute = 60_000;
const second = 1000;

test("checkScope() finds nothing wrong with a scope that fits", () => {
  const presented = { scope, timeText };
  assert.deepEqual(checkScope(presented, { service: "iam" }), []);
  assert.deepEqual(checkScope(presented, { service: "iam", region: "us-east-1" }), []);
});

test("checkScope() tells every fact that does not fit, in AWS's order", () => {
  const wrong = { date: "20150831", region: "", service: "s3", terminator: "aws4" };
  assert.deepEqual(checkScope({ scope: wrong, timeText }, { service: "iam" }), [
    { code: "wrong-region", region: "" },
    { code: "wrong-service", service: "s3", expected: "iam" },
    { code: "wrong-terminator", terminator: "aws4" },
    { code: "wrong-date", scopeDate: "20150831", requestDate: "20150830", timeText },
  ]);
  const elsewhere = checkScope({ scope, timeText }, { service: "iam", region: "eu-west-1" });
  assert.deepEqual(elsewhere, [{ code: "wrong-region", region: "us-east-1" }]);
  for (const date of ["", "2015083", "20150830T", "20150829"])
    assert.equal(checkScope({ scope: { ...scope, date }, timeText }, { service: "iam" }).length, 1, date);
});

test("parseCredential() and formatScope() undo each other", () => {
  const part = fc.string({ unit: fc.constantFrom(..."aZ0-_"), maxLength: 8 });
  fc.assert(
    fc.property(part, part, part, part, part, (accessKeyId, date, region, service, terminator) => {
      const expected = { accessKeyId, scope: { date, region, service, terminator } };
      assert.deepEqual(parseCredential(`${accessKeyId}/${formatScope(expected.scope)}`), expected);
    }),
    { numRuns: 100 },
  );
});

test("parseBasicTime() and formatBasicTime() undo each other", () => {
  const seconds = fc.integer({ min: Date.UTC(1000, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
  fc.assert(
    fc.property(seconds, (at) => assert.equal(parseBasicTime(formatBasicTime(at * 1000)), at * 1000)),
    { numRuns: 500 },
  );
  assert.equal(parseBasicTime("20160229T000000Z"), Date.UTC(2016, 1, 29));
  for (const text of [
    "20150229T000000Z",
    "21000229T000000Z",
    "20150431T000000Z",
    "20151301T000000Z",
    "20150830 123600Z",
  ])
    assert.equal(parseBasicTime(text), undefined, text);
});

for (const [name, windowMs, inside, outside] of [
  ["STS and IAM", queryFreshnessWindowMs, 4 * minute + 50 * second, 5 * minute + 10 * second],
  ["S3", s3FreshnessWindowMs, 14 * minute + 50 * second, 15 * minute + 10 * second],
] as const) {
  test(`judgeFreshness() B2: ${name} accept a request within the window, early or late, and refuse it outside`, () => {
    const now = exampleTime;
    for (const offset of [0, inside, -inside, windowMs, -windowMs])
      assert.deepEqual(judgeFreshness(now + offset, now, windowMs), { verdict: "fresh" });
    assert.deepEqual(judgeFreshness(now - outside, now, windowMs), {
      verdict: "late",
      timeMs: now - outside,
      nowMs: now,
      limitMs: now - windowMs,
      windowMs,
    });
    assert.deepEqual(judgeFreshness(now + outside, now, windowMs), {
      verdict: "early",
      timeMs: now + outside,
      nowMs: now,
      limitMs: now + windowMs,
      windowMs,
    });
  });
}

test("judgePresignedFreshness() lets a link live as long as it says, and not before its time", () => {
  const judge = (nowMs: number) =>
    judgePresignedFreshness(exampleTime, 3600, nowMs, s3FreshnessWindowMs).verdict;
  assert.equal(judge(exampleTime), "fresh");
  assert.equal(judge(exampleTime + 3600 * second), "fresh");
  assert.equal(judge(exampleTime + 3601 * second), "late");
  assert.equal(judge(exampleTime - s3FreshnessWindowMs), "fresh");
  assert.equal(judge(exampleTime - s3FreshnessWindowMs - second), "early");
});

test("presignRequest() makes no link that lives too long or not at all", () => {
  const options = { credentials: exampleCredentials, region: "us-east-1", service: "s3", time: exampleTime };
  const request = { method: "GET", target: "/", headers: [["host", "a"]] as const };
  for (const expiresSeconds of [0, -1, 1.5, Number.NaN, maxPresignSeconds + 1])
    assert.throws(() => presignRequest(request, { ...options, expiresSeconds }), RangeError);
});

test("readPayloadDeclaration() knows a closed list of words", () => {
  const sha256 = hashPayload("body");
  assert.deepEqual(readPayloadDeclaration("UNSIGNED-PAYLOAD"), { kind: "unsigned" });
  assert.deepEqual(readPayloadDeclaration(sha256.toUpperCase()), { kind: "hash", sha256 });
  const payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  assert.deepEqual(readPayloadDeclaration(payload), { kind: "streaming", payload });
  for (const text of [
    "",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
    "constructor",
    "__proto__",
    `${sha256}0`,
  ])
    assert.deepEqual(readPayloadDeclaration(text), { kind: "invalid", text });
  assert.equal(hashPayload(""), emptyPayloadHash);
});

test("deriveSigningKey() gives the documented key, as something that does not print", () => {
  // AWS: IAM user guide, "Deriving a signing key", example.
  const key = deriveSigningKey(secretKeyOf(exampleCredentials.secretAccessKey), scope);
  const documented = "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9";
  assert.equal(key.export().toString("hex"), documented);
  assert.doesNotMatch(
    inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key),
    /c4afb1cc|196, 175/,
  );
});

test("SigningKeyCache derives once for each owner and scope, and stays within its bounds", () => {
  const cache = new SigningKeyCache(2);
  let asked = 0;
  const secret = () => {
    asked += 1;
    return secretKeyOf("secret");
  };
  const first = cache.derive("a", scope, secret);
  assert.equal(cache.derive("a", { ...scope }, secret), first);
  assert.equal(asked, 1);
  for (const other of [{ date: "20150831" }, { region: "eu-west-1" }, { service: "sts" }])
    assert.notEqual(cache.derive("a", { ...scope, ...other }, secret), first);
  assert.notEqual(cache.derive("b", scope, secret), first);
  assert.equal(asked, 5);
  cache.derive("c", scope, secret);
  assert.equal(cache.size, 2);
  assert.notEqual(cache.derive("a", scope, secret), first);
  assert.equal(asked, 7);
  for (let day = 0; day < 40; day += 1) cache.derive("a", { ...scope, date: `${day}` }, secret);
  cache.delete("a");
  cache.clear();
  assert.equal(cache.size, 0);
});
