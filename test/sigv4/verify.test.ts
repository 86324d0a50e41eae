import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deriveSigningKey,
  type HeaderLine,
  hashPayload,
  presignRequest,
  readSignature,
  type SignableRequest,
  type SignedRequest,
  type SigningOptions,
  secretKeyOf,
  signRequest,
  styleOf,
  toByteString,
  type Verification,
  verifySignature,
} from "../../src/sigv4/index.ts";
import { fc } from "../support/random.ts";
import { exampleCredentials, exampleTime, received, receivedFrom } from "./requests.ts";

const headers: HeaderLine[] = [
  ["Host", "example.amazonaws.com"],
  ["Content-Type", "text/plain"],
  ["My-Header", "one two"],
  ["My-Header", "three"],
];
const request = { method: "POST", target: "/a%20b/c?x=1&y=%2F&x=2", headers, body: "Action=ListUsers" };

function optionsFor(service: string): SigningOptions {
  const credentials = { ...exampleCredentials, sessionToken: "TOKEN/+=" };
  return { credentials, region: "us-east-1", service, time: exampleTime };
}

function verify(given: SignableRequest, body: string, service: string): Verification | undefined {
  const read = readSignature(given);
  if (read.kind !== "presented") return undefined;
  // The key id itself is not signed: it says whose secret is looked up.
  if (read.accessKeyId !== exampleCredentials.accessKeyId) return undefined;
  const key = deriveSigningKey(secretKeyOf(exampleCredentials.secretAccessKey), read.scope);
  const payloadHash = read.payloadHash === "UNSIGNED-PAYLOAD" ? read.payloadHash : hashPayload(body);
  return verifySignature(given, read, key, payloadHash, styleOf(service));
}

const signers: readonly [string, (service: string) => SignedRequest][] = [
  ["signed", (service) => signRequest(request, { ...optionsFor(service), signBodyHeader: true })],
  [
    "presigned",
    (service) =>
      presignRequest(request, {
        ...optionsFor(service),
        expiresSeconds: 60,
        payloadHash: hashPayload(request.body),
      }),
  ],
];

/** Every place of a request that a signature covers. */
interface Texts {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly headers: readonly HeaderLine[];
}

function places(texts: Texts): [text: string, put: (changed: string) => Texts][] {
  return [
    [texts.method, (method) => ({ ...texts, method })],
    [texts.target, (target) => ({ ...texts, target })],
    [texts.body, (body) => ({ ...texts, body })],
    ...texts.headers.map(([name, value], at): [string, (changed: string) => Texts] => [
      value,
      (changed) => ({ ...texts, headers: texts.headers.with(at, [name, changed]) }),
    ]),
  ];
}

/** Texts that mean the same to whoever reads the request, and therefore have one signature. */
function meaning(texts: Texts, service: string): string {
  const mark = texts.target.indexOf("?");
  const path = texts.target.slice(0, mark);
  const query = [...new URLSearchParams(texts.target.slice(mark + 1))].sort().join("\n");
  const signed = texts.headers.filter(([name]) => name !== "Authorization");
  const values = signed.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, " ")}`);
  const read = JSON.stringify(readSignature(received(texts.method, texts.target, texts.headers)));
  const walked = service === "s3" ? path : path.replace(/\/+/g, "/");
  return [texts.method, walked, query, texts.body, ...values, read].join("\n\n");
}

for (const service of ["sts", "s3"]) {
  for (const [kind, sign] of signers) {
    const signed = sign(service);
    const original: Texts = { ...signed, body: request.body };

    test(`verifySignature() accepts a ${kind} ${service} request`, () => {
      assert.deepEqual(verify(receivedFrom(signed), request.body, service), { verified: true });
    });

    test(`verifySignature() accepts no ${kind} ${service} request of which a character was changed`, () => {
      const all = places(original);
      const mutation = fc.record({
        place: fc.nat(all.length - 1),
        at: fc.nat(),
        by: fc.constantFrom("replace", "insert", "remove", "case"),
        character: fc.constantFrom(..."aA0/=&;,%+-~\u0000\u00e9"),
      });
      fc.assert(
        fc.property(mutation, ({ place, at, by, character }) => {
          const [text, put] = all[place] ?? ["", () => original];
          const changed = put(mutate(text, at % (text.length + 1), by, character));
          if (meaning(changed, service) === meaning(original, service)) return;
          const answer = verify(
            received(changed.method, changed.target, changed.headers),
            changed.body,
            service,
          );
          assert.notEqual(answer?.verified, true, JSON.stringify(changed));
        }),
        { numRuns: 700 },
      );
    });

    test(`verifySignature() accepts no ${kind} ${service} request that lost, gained or reordered a header`, () => {
      const lines = signed.headers;
      for (const [at, [name]] of lines.entries()) {
        const fewer = received(signed.method, signed.target, lines.toSpliced(at, 1));
        assert.notEqual(verify(fewer, request.body, service)?.verified, true, name);
        const more = received(signed.method, signed.target, lines.toSpliced(at, 0, [name, "more"]));
        assert.notEqual(verify(more, request.body, service)?.verified, true, name);
      }
      const turned = [...lines].reverse();
      assert.equal(
        verify(received(signed.method, signed.target, turned), request.body, service)?.verified,
        false,
      );
    });
  }
}

function mutate(text: string, at: number, by: string, character: string): string {
  if (by === "insert") return text.slice(0, at) + character + text.slice(at);
  if (by === "remove") return text.slice(0, at) + text.slice(at + 1);
  if (by === "replace") return text.slice(0, at) + character + text.slice(at + 1);
  const old = text.charAt(at);
  const turned = old === old.toLowerCase() ? old.toUpperCase() : old.toLowerCase();
  return text.slice(0, at) + turned + text.slice(at + 1);
}

test("verifySignature() accepts headers that a proxy added, if they are no x-amz- ones", () => {
  const signed = signRequest(request, optionsFor("sts"));
  const through = (line: HeaderLine) =>
    verify(received(signed.method, signed.target, [...signed.headers, line]), request.body, "sts");
  assert.deepEqual(through(["X-Forwarded-For", "10.0.0.1"]), { verified: true });
  assert.deepEqual(through(["X-Amzn-Trace-Id", "Root=1"]), { verified: true });
  assert.deepEqual(through(["x-amz-meta-a", "b"]), {
    verified: false,
    reason: "headers-not-signed",
    names: ["x-amz-meta-a"],
  });
});

test("verifySignature() wants the host signed", () => {
  const signed = signRequest({ ...request, headers: [["My-Header", "a"]] }, optionsFor("sts"));
  const there = received(signed.method, signed.target, [
    ...signed.headers,
    ["Host", "example.amazonaws.com"],
  ]);
  assert.deepEqual(verify(there, request.body, "sts"), {
    verified: false,
    reason: "headers-not-signed",
    names: ["host"],
  });
});

test("verifySignature() accepts a session token that was added after signing, for every service but S3", () => {
  const later = { omitSessionToken: true, expiresSeconds: 60, payloadHash: hashPayload(request.body) };
  for (const [service, verified] of [
    ["iotdevicegateway", true],
    ["sts", true],
    ["s3", false],
  ] as const) {
    const options = { ...optionsFor(service), ...later };
    for (const signed of [signRequest(request, options), presignRequest(request, options)])
      assert.equal(verify(receivedFrom(signed), request.body, service)?.verified, verified, service);
  }
});

test("verifySignature() accepts no signature of another length, case or script", () => {
  const signed = signRequest(request, optionsFor("sts"));
  const forge = (signature: string) => {
    const lines = signed.headers.map(
      ([name, value]): HeaderLine => [name, value.replace(signed.signature, signature)],
    );
    const read = { method: signed.method, target: signed.target, lines };
    return verify(received(read.method, read.target, lines), request.body, "sts");
  };
  assert.equal(forge(signed.signature)?.verified, true);
  const wrong = [
    "0".repeat(64),
    signed.signature.slice(1),
    `${signed.signature}0`,
    signed.signature.toUpperCase(),
  ];
  for (const text of [...wrong, toByteString("é".repeat(32)), "\u0161".repeat(64)])
    assert.equal(forge(text)?.verified, false, text);
});

test("verifySignature() explains what it calculated, without a key or a signature", () => {
  const signed = signRequest(request, optionsFor("sts"));
  const answer = verify(receivedFrom(signed), "another body", "sts");
  assert.ok(answer !== undefined && !answer.verified && answer.reason === "mismatch");
  if (answer === undefined || answer.verified || answer.reason !== "mismatch") return;
  const { canonicalRequest, stringToSign } = answer.explain();
  assert.equal(
    canonicalRequest,
    signed.canonicalRequest.replace(hashPayload(request.body), hashPayload("another body")),
  );
  assert.match(
    stringToSign,
    /^AWS4-HMAC-SHA256\n20150830T123600Z\n20150830\/us-east-1\/sts\/aws4_request\n[0-9a-f]{64}$/,
  );
  assert.doesNotMatch(canonicalRequest + stringToSign, new RegExp(signed.signature));
});

test("verifySignature() reads header bytes beyond ASCII as the client wrote them", () => {
  const signed = signRequest(
    { ...request, headers: [...headers, ["x-amz-meta-a", "名 前"]] },
    optionsFor("s3"),
  );
  assert.deepEqual(verify(receivedFrom(signed), request.body, "s3"), { verified: true });
});
