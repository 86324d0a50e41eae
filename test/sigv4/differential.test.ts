/** Compared with two signers that others wrote, on random requests. */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import aws4 from "aws4";
import {
  defaultStyle,
  deriveSigningKey,
  formatBasicTime,
  type HeaderLine,
  hashPayload,
  presignRequest,
  readSignature,
  type SignableRequest,
  secretKeyOf,
  signRequest,
  styleOf,
  unsignedPayload,
  verifySignature,
} from "../../src/sigv4/index.ts";
import { fc } from "../support/random.ts";
import { received, receivedFrom } from "./requests.ts";

/** What @smithy/signature-v4 wants for a hash. */
class Sha256 {
  readonly #digest;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#digest = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#digest.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#digest.digest();
  }
  reset(): void {}
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === "string") return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

const word = fc.string({ unit: fc.constantFrom(..."aZ09-._~ +%&=/?#!*'()@:,;é漢😀"), maxLength: 8 });
const credentials = fc.record({
  accessKeyId: fc.constantFrom("AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"),
  secretAccessKey: fc.base64String({ minLength: 4, maxLength: 40 }),
  sessionToken: fc.option(fc.base64String({ minLength: 4, maxLength: 200 }), { nil: undefined }),
});
const samples = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  segments: fc.array(word, { maxLength: 4 }),
  query: fc.array(fc.tuple(word, fc.array(word, { minLength: 1, maxLength: 3 })), { maxLength: 4 }),
  port: fc.constantFrom("", ":80", ":443", ":4600"),
  extra: fc.array(fc.tuple(fc.constantFrom("x-amz-meta-a", "My-Header", "content-type"), word), {
    maxLength: 3,
  }),
  body: fc.oneof(fc.constant(""), fc.string({ maxLength: 60 })),
  credentials,
  region: fc.constantFrom("us-east-1", "eu-central-1", "aws-global"),
  service: fc.constantFrom("sts", "iam", "s3", "execute-api"),
  time: fc.integer({ min: 946684800, max: 4102444799 }).map((seconds) => seconds * 1000),
});
type Sample = typeof samples extends fc.Arbitrary<infer T> ? T : never;

function encode(text: string): string {
  const percent = (byte: string) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, percent);
}

/** Decoded parts, and the target that a client makes of them. */
function describe(sample: Sample) {
  const path = `/${sample.segments.map(encode).join("/")}`;
  const named = new Map(sample.query.filter(([name]) => name !== ""));
  const query: Record<string, string[]> = Object.fromEntries(named);
  const pairs = [...named].flatMap(([name, values]) =>
    values.map((value) => `${encode(name)}=${encode(value)}`),
  );
  const headers: Record<string, string> = { host: `example.amazonaws.com${sample.port}` };
  for (const [name, value] of sample.extra) headers[name.toLowerCase()] = value.trim() || "v";
  const target = pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
  return { path, query, headers, target };
}

function assertVerifies(request: SignableRequest, sample: Sample, payloadHash: string): void {
  const presented = readSignature(request);
  assert.equal(presented.kind, "presented", JSON.stringify(presented));
  if (presented.kind !== "presented") return;
  assert.equal(presented.sessionToken, sample.credentials.sessionToken);
  const key = deriveSigningKey(secretKeyOf(sample.credentials.secretAccessKey), presented.scope);
  const answer = verifySignature(request, presented, key, payloadHash, styleOf(sample.service));
  assert.deepEqual(answer, { verified: true });
}

function withoutUndefined({ credentials: { sessionToken, ...keys } }: Sample) {
  return sessionToken === undefined ? keys : { ...keys, sessionToken };
}

/** It takes S3's path as it is, even where S3 would not: an escaped slash. */
function plainKey(sample: Sample): Sample {
  if (sample.service !== "s3") return sample;
  return { ...sample, segments: sample.segments.map((segment) => segment.replaceAll("/", "")) };
}

function smithyFor(sample: Sample) {
  return new SignatureV4({
    credentials: withoutUndefined(sample),
    region: sample.region,
    service: sample.service,
    sha256: Sha256,
    uriEscapePath: styleOf(sample.service).doubleEncode,
    applyChecksum: sample.service === "s3",
  });
}

test("verifySignature() accepts what @smithy/signature-v4 signed, and signRequest() signs the same", async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (given) => {
      const sample = plainKey(given);
      const { path, query, headers, target } = describe(sample);
      const theirs = await smithyFor(sample).sign(
        { method: sample.method, protocol: "https:", hostname: "", path, query, headers, body: sample.body },
        { signingDate: new Date(sample.time) },
      );
      assertVerifies(
        received(sample.method, target, Object.entries(theirs.headers)),
        sample,
        hashPayload(sample.body),
      );
      const ours = signRequest(
        { method: sample.method, target, headers: Object.entries(headers), body: sample.body },
        sample,
      );
      const authorization = ours.headers.find(([name]) => name === "Authorization")?.[1];
      assert.equal(authorization, theirs.headers.authorization);
    }),
    { numRuns: 300 },
  );
});

test("verifySignature() accepts what @smithy/signature-v4 presigned, and presignRequest() signs the same", async () => {
  await fc.assert(
    fc.asyncProperty(samples, fc.integer({ min: 1, max: 604800 }), async (given, expiresSeconds) => {
      const sample = plainKey(given);
      const { path, query, headers, target } = describe(sample);
      const host = headers.host ?? "";
      const isS3 = sample.service === "s3";
      const theirs = await smithyFor(sample).presign(
        {
          method: sample.method,
          protocol: "https:",
          hostname: "",
          path,
          query,
          // What the SDK's own presigner for S3 does; it ends in the query.
          headers: isS3 ? { host, "X-Amz-Content-Sha256": unsignedPayload } : { host },
        },
        { signingDate: new Date(sample.time), expiresIn: expiresSeconds },
      );
      const presignedQuery = Object.entries(theirs.query ?? {}).flatMap(([name, values]) =>
        [values ?? ""].flat().map((value) => `${encode(name)}=${encode(value)}`),
      );
      const signed = `${path}?${presignedQuery.join("&")}`;
      const payloadHash = isS3 ? unsignedPayload : hashPayload("");
      assertVerifies(received(sample.method, signed, [["Host", host]]), sample, payloadHash);
      const declared = isS3
        ? `${target}${target.includes("?") ? "&" : "?"}X-Amz-Content-Sha256=${unsignedPayload}`
        : target;
      const ours = presignRequest(
        { method: sample.method, target: declared, headers: [["Host", host]] },
        { ...sample, expiresSeconds },
      );
      assertVerifies(receivedFrom(ours), sample, payloadHash);
      assert.equal(ours.signature, theirs.query?.["X-Amz-Signature"]);
    }),
    { numRuns: 300 },
  );
});

test("verifySignature() accepts what aws4 signed, in the header and in the query", () => {
  fc.assert(
    fc.property(samples, fc.boolean(), (sample, signQuery) => {
      const { headers, target } = describe(sample);
      // aws4 takes the first of a repeated parameter for S3, and folds nothing but the path otherwise.
      const path = firstValues(target);
      const signed = aws4.sign(
        {
          host: headers.host ?? "",
          path,
          method: sample.method,
          headers: { ...headers, "X-Amz-Date": formatBasicTime(sample.time) },
          body: signQuery ? "" : sample.body,
          service: sample.service,
          region: sample.region,
          signQuery,
        },
        withoutUndefined(sample),
      );
      const lines = Object.entries(signed.headers ?? {}).map(
        ([name, value]): HeaderLine => [name, String(value)],
      );
      const body = signQuery ? "" : sample.body;
      const payloadHash = signQuery && sample.service === "s3" ? unsignedPayload : hashPayload(body);
      assertVerifies(received(sample.method, signed.path ?? path, lines), sample, payloadHash);
    }),
    { numRuns: 300 },
  );
});

function firstValues(target: string): string {
  const [path = "", query] = target.split("?");
  if (query === undefined) return path;
  const seen = new Map<string, string>();
  for (const pair of query.split("&")) {
    const name = pair.slice(0, pair.indexOf("="));
    if (!seen.has(name)) seen.set(name, pair);
  }
  return `${path}?${[...seen.values()].join("&")}`;
}

test("the signers compared with know both styles", () => {
  assert.equal(styleOf("s3").doubleEncode, false);
  assert.deepEqual(styleOf("sts"), defaultStyle);
});
