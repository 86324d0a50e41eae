import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deriveSigningKey,
  type HeaderLine,
  maxSignedHeaders,
  presignRequest,
  readSignature,
  secretKeyOf,
  styleOf,
  verifySignature,
} from "../../src/sigv4/index.ts";
import { fc } from "../support/random.ts";
import { exampleCredentials, exampleTime, received, receivedFrom } from "./requests.ts";

const date: HeaderLine = ["X-Amz-Date", "20150830T123600Z"];
const host: HeaderLine = ["Host", "example.amazonaws.com"];
const credential = "AKIDEXAMPLE/20150830/us-east-1/sts/aws4_request";
const good = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${"a".repeat(64)}`;

function readHeader(authorization: string, ...lines: readonly HeaderLine[]) {
  const headers: HeaderLine[] = [
    ["Authorization", authorization],
    ...(lines.length === 0 ? [host, date] : lines),
  ];
  return readSignature(received("POST", "/", headers));
}

function problems(read: ReturnType<typeof readSignature>) {
  assert.equal(read.kind, "malformed", JSON.stringify(read));
  return read.kind === "malformed" ? read.problems : [];
}

test("readSignature() finds none in a request without a signature", () => {
  assert.deepEqual(readSignature(received("GET", "/", [host, date])), { kind: "none" });
  assert.deepEqual(readSignature(received("GET", "/?prefix=X-Amz-Signature", [host])), { kind: "none" });
});

test("readSignature() reads the header, with or without spaces and in any order", () => {
  const expected = {
    kind: "presented",
    via: "header",
    accessKeyId: "AKIDEXAMPLE",
    scope: { date: "20150830", region: "us-east-1", service: "sts", terminator: "aws4_request" },
    signedHeaders: ["host", "x-amz-date"],
    signedHeadersText: "host;x-amz-date",
    signature: "a".repeat(64),
    time: exampleTime,
    timeText: "20150830T123600Z",
    sessionToken: "token",
    expiresSeconds: undefined,
    payloadHash: "UNSIGNED-PAYLOAD",
  };
  const token: HeaderLine = ["X-Amz-Security-Token", "token"];
  const payload: HeaderLine = ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"];
  assert.deepEqual(readHeader(good, host, date, token, payload), expected);
  assert.deepEqual(readHeader(good.replaceAll(", ", ","), host, date, token, payload), expected);
  const turned = `AWS4-HMAC-SHA256 Signature=${"a".repeat(64)}, Extra=1, SignedHeaders=host;x-amz-date , Credential=${credential}`;
  assert.deepEqual(readHeader(turned, host, date, token, payload), expected);
});

test("readSignature() takes the time from X-Amz-Date before Date, and Date in either form", () => {
  const http: HeaderLine = ["Date", "Sun, 30 Aug 2015 12:36:00 GMT"];
  for (const lines of [
    [http],
    [["Date", "20150830T123600Z"] as const],
    [["Date", "nonsense"] as const, date],
  ]) {
    const read = readHeader(good, host, ...lines);
    assert.equal(read.kind, "presented");
    if (read.kind !== "presented") return;
    assert.equal(read.time, exampleTime);
    assert.equal(read.timeText, "20150830T123600Z");
  }
});

test("readSignature() names each part that is missing", () => {
  assert.deepEqual(problems(readHeader("AWS4-HMAC-SHA256", host)), [
    { code: "missing-credential" },
    { code: "missing-signature" },
    { code: "missing-signed-headers" },
    { code: "missing-date" },
  ]);
  assert.deepEqual(problems(readHeader("AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=")), [
    { code: "missing-credential" },
    { code: "missing-signature" },
  ]);
});

test("readSignature() names the algorithm that it does not know", () => {
  for (const other of ["AWS", "Basic", "Bearer", "AWS4-ECDSA-P256-SHA256", "aws4-hmac-sha256"])
    assert.deepEqual(problems(readHeader(`${other} x`)), [
      { code: "unsupported-algorithm", algorithm: other },
    ]);
  assert.deepEqual(problems(readHeader("")), [{ code: "unsupported-algorithm", algorithm: "" }]);
});

test("readSignature() refuses dates that are not in the basic format", () => {
  const wrong = [
    "",
    "2015-08-30T12:36:00Z",
    "20150230T000000Z",
    "20150830T246000Z",
    "20150830T123600",
    "1440938160",
  ];
  for (const text of [...wrong, "Sun, 30 Aug 2015 12:36:00 GMT", "00000000T000000Z", "20150830T12360xZ"])
    assert.deepEqual(
      problems(readHeader(good, host, ["X-Amz-Date", text])),
      [{ code: "bad-date", text }],
      text,
    );
});

test("readSignature() refuses a credential that has not five parts", () => {
  for (const text of ["AKIDEXAMPLE", "a/b/c/d", "a/b/c/d/e/f", "/"]) {
    const header = `AWS4-HMAC-SHA256 Credential=${text}, SignedHeaders=host, Signature=1`;
    assert.deepEqual(problems(readHeader(header)), [{ code: "bad-credential", credential: text }]);
  }
});

test("readSignature() refuses signed headers that are not sorted, in lower case and each there once", () => {
  const many = Array.from(
    { length: maxSignedHeaders + 1 },
    (_, at) => `h${String(at).padStart(4, "0")}`,
  ).join(";");
  for (const text of ["x-amz-date;host", "Host", "host;host", "host;;x", ";host", "host;", many]) {
    const header = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${text}, Signature=1`;
    assert.deepEqual(problems(readHeader(header)), [
      { code: "signed-headers-not-canonical", signedHeaders: text },
    ]);
  }
});

test("readSignature() refuses what could be read in two ways", () => {
  const twice = (line: HeaderLine) => problems(readHeader(good, host, date, line, line));
  for (const name of ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"])
    assert.deepEqual(twice([name, "v"]), [{ code: "repeated", name }]);
  assert.deepEqual(problems(readHeader(`${good}, Signature=b`)), [{ code: "repeated", name: "Signature" }]);
  const both = received("GET", "/?X-Amz-Signature=a", [["Authorization", good], host, date]);
  assert.deepEqual(problems(readSignature(both)), [{ code: "both-presented" }]);
});

const presigned = presignRequest(
  { method: "GET", target: "/?Action=GetCallerIdentity", headers: [host] },
  {
    credentials: { ...exampleCredentials, sessionToken: "token/+=" },
    region: "us-east-1",
    service: "sts",
    time: exampleTime,
    expiresSeconds: 60,
  },
);

function readQuery(target: string, ...lines: readonly HeaderLine[]) {
  return readSignature(received("GET", target, [host, ...lines]));
}

test("readSignature() reads a presigned request", () => {
  const read = readSignature(receivedFrom(presigned));
  assert.equal(read.kind, "presented");
  if (read.kind !== "presented") return;
  assert.equal(read.via, "query");
  assert.equal(read.sessionToken, "token/+=");
  assert.equal(read.expiresSeconds, 60);
  assert.equal(read.signature, presigned.signature);
});

test("readSignature() refuses presigned requests that are incomplete, doubled or live too long", () => {
  const { target } = presigned;
  const without = (name: string) => target.replace(new RegExp(`&?${name}=[^&]*`), "");
  const cases: [string, object][] = [
    [without("X-Amz-Credential"), { code: "missing-credential" }],
    [without("X-Amz-Signature"), { code: "missing-signature" }],
    [without("X-Amz-SignedHeaders"), { code: "missing-signed-headers" }],
    [without("X-Amz-Date"), { code: "missing-date" }],
    [without("X-Amz-Algorithm"), { code: "unsupported-algorithm", algorithm: "" }],
    [target.replace("T123600Z", "T123600"), { code: "bad-date", text: "20150830T123600" }],
    [`${target}&X-Amz-Signature=b`, { code: "repeated", name: "X-Amz-Signature" }],
    [`${target}&%58-Amz-Signature=b`, { code: "repeated", name: "X-Amz-Signature" }],
  ];
  for (const [text, reason] of [
    ["0", "too-short"],
    ["-1", "negative"],
    ["604801", "too-long"],
    ["1e3", "not-a-number"],
    ["", "not-a-number"],
  ])
    cases.push([target.replace("Expires=60", `Expires=${text}`), { code: "bad-expires", text, reason }]);
  for (const [changed, problem] of cases) assert.deepEqual(problems(readQuery(changed)), [problem], changed);
  const secondToken = readQuery(target, ["x-amz-security-token", "other"]);
  assert.deepEqual(problems(secondToken), [{ code: "repeated", name: "x-amz-security-token" }]);
});

const texts = fc.string({
  unit: fc.constantFrom(..."aZ09/=,;: %&?+-._\u00e9\u0000\n".split("")),
  maxLength: 30,
});
const pieces = fc.constantFrom(
  "AWS4-HMAC-SHA256",
  " ",
  ", ",
  "Credential=",
  credential,
  "SignedHeaders=",
  "host",
  "Signature=",
  "a".repeat(64),
);
const mixed = fc.array(fc.oneof(pieces, texts), { maxLength: 12 }).map((parts) => parts.join(""));

test("readSignature() and verifySignature() never throw for what a client sends", () => {
  const names = fc.constantFrom("host", "x-amz-date", "date", "x-amz-security-token", "x-amz-meta", "");
  const lines = fc.array(fc.tuple(names, fc.oneof(fc.constant("20150830T123600Z"), texts)), { maxLength: 6 });
  const queries = fc.array(
    fc.tuple(
      fc.constantFrom(
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Expires",
        "a",
      ),
      mixed,
    ),
    { maxLength: 8 },
  );
  const key = deriveSigningKey(secretKeyOf("secret"), {
    date: "20150830",
    region: "us-east-1",
    service: "sts",
  });
  fc.assert(
    fc.property(
      mixed,
      lines,
      queries,
      texts,
      fc.boolean(),
      (authorization, others, query, path, inHeader) => {
        const target = `/${path}?${query.map(([name, value]) => `${name}=${value}`).join("&")}`;
        const signed: HeaderLine[] = inHeader ? [["authorization", authorization]] : [];
        const request = received("GET", target, [...signed, ...others]);
        const read = readSignature(request);
        if (read.kind === "malformed") assert.ok(read.problems.length > 0);
        if (read.kind !== "presented") return;
        for (const service of ["s3", "sts"]) {
          const answer = verifySignature(request, read, key, "hash", styleOf(service));
          assert.equal(answer.verified, false);
          if (!answer.verified && answer.reason === "mismatch") answer.explain();
        }
      },
    ),
    { numRuns: 2000 },
  );
});
