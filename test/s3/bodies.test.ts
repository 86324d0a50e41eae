import assert from "node:assert/strict";
import { createHash, createSecretKey } from "node:crypto";
import { test } from "node:test";
import { checksumAlgorithmNames, checksumAlgorithms } from "../../src/s3/checksums/algorithms.ts";
import type { S3Payload } from "../../src/s3/index.ts";
import type { StreamingPayload } from "../../src/sigv4/index.ts";
import { encodeChunks } from "../sigv4/chunk-encoder.ts";
import { closing } from "../support/closing.ts";
import { type CallOptions, openS3, pieces, type TestS3 } from "./support.ts";

const text = "the quick brown fox";
const sha256 = createHash("sha256").update(text).digest("hex");
const md5 = createHash("md5").update(text).digest("base64");
const wrong = { sha256: createHash("sha256").update("x").digest("hex"), md5: "1B2M2Y8AsgTpgAmY7PhCfg==" };

const signing = {
  signingKey: createSecretKey(Buffer.alloc(32, 7)),
  scope: { date: "20260102", region: "us-east-1", service: "s3", terminator: "aws4_request" },
  timeText: "20260102T030405Z",
};
const seedSignature = "5".repeat(64);

function checksumOf(algorithm: keyof typeof checksumAlgorithms, bytes: Uint8Array): string {
  const running = checksumAlgorithms[algorithm].start();
  running.update(bytes);
  return running.digest().toString("base64");
}

/** Puts, and says what came of it: the refusal's code, having made sure that nothing appeared. */
async function put(s3: TestS3, options: CallOptions): Promise<string | number> {
  const answer = await s3.call("PUT", "/bucket/key", options);
  if (answer.status === 200) {
    assert.equal((await s3.call("GET", "/bucket/key")).text, text);
    await s3.call("DELETE", "/bucket/key");
  } else {
    assert.equal((await s3.call("GET", "/bucket/key")).code, "NoSuchKey");
  }
  assert.deepEqual(await s3.files(), { kept: [], incoming: [] });
  return answer.code ?? answer.status;
}

function streamed(
  payload: StreamingPayload,
  change: { trailer?: string; bytes?: (bytes: Buffer) => Buffer; length?: number } = {},
): CallOptions {
  const hasTrailer = payload.endsWith("TRAILER");
  const trailers = new Map(
    hasTrailer ? [["x-amz-checksum-crc32", change.trailer ?? checksumOf("CRC32", Buffer.from(text))]] : [],
  );
  const { bytes } = encodeChunks(payload, [Buffer.from(text)], trailers, signing, seedSignature);
  return {
    body: change.bytes === undefined ? bytes : change.bytes(bytes),
    payload: { kind: "streaming", payload, seedSignature, signing } satisfies S3Payload,
    headers: {
      "x-amz-content-sha256": payload,
      "x-amz-decoded-content-length": String(change.length ?? text.length),
      ...(hasTrailer ? { "x-amz-trailer": "x-amz-checksum-crc32" } : {}),
    },
  };
}

test("PutObject takes a body whose hash, MD5 and checksum are right, and nothing of one whose are not", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const ask = (headers: Record<string, string>) => put(s3, { body: text, headers });
  assert.equal(await ask({ "x-amz-content-sha256": sha256 }), 200);
  assert.equal(await ask({ "x-amz-content-sha256": wrong.sha256 }), "XAmzContentSHA256Mismatch");
  assert.equal(await ask({ "content-md5": md5 }), 200);
  assert.equal(await ask({ "content-md5": wrong.md5 }), "BadDigest");
  assert.equal(await ask({ "content-md5": "nonsense" }), "InvalidDigest");
  for (const name of checksumAlgorithmNames) {
    const { header, sizeBytes } = checksumAlgorithms[name];
    assert.equal(await ask({ [header]: checksumOf(name, Buffer.from(text)) }), 200, name);
    assert.equal(await ask({ [header]: Buffer.alloc(sizeBytes).toString("base64") }), "BadDigest", name);
    assert.equal(await ask({ [header]: "AAAA" }), "InvalidRequest", name);
  }
  assert.equal(await ask({ "x-amz-checksum-md5": md5 }), "InvalidRequest");
  const crc32 = checksumOf("CRC32", Buffer.from(text));
  const crc32c = checksumOf("CRC32C", Buffer.from(text));
  assert.equal(
    await ask({ "x-amz-checksum-crc32": crc32, "x-amz-checksum-crc32c": crc32c }),
    "InvalidRequest",
  );
  assert.equal(await ask({ "x-amz-sdk-checksum-algorithm": "CRC32" }), "InvalidRequest");
  assert.equal(
    await ask({ "x-amz-sdk-checksum-algorithm": "SHA1", "x-amz-checksum-crc32": crc32 }),
    "InvalidRequest",
  );
});

test("PutObject answers with the checksum it verified, and gives it back when asked", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const value = checksumOf("CRC32C", Buffer.from(text));
  const put = await s3.call("PUT", "/bucket/a", { body: text, headers: { "x-amz-checksum-crc32c": value } });
  assert.equal(put.headers["x-amz-checksum-crc32c"], value);
  assert.equal(put.headers["x-amz-checksum-type"], "FULL_OBJECT");
  const plain = await s3.call("GET", "/bucket/a");
  assert.equal(plain.headers["x-amz-checksum-crc32c"], undefined);
  const asked = await s3.call("GET", "/bucket/a", { headers: { "x-amz-checksum-mode": "ENABLED" } });
  assert.equal(asked.headers["x-amz-checksum-crc32c"], value);
  const part = await s3.call("GET", "/bucket/a", {
    headers: { "x-amz-checksum-mode": "ENABLED", range: "bytes=0-3" },
  });
  assert.equal(part.headers["x-amz-checksum-crc32c"], undefined);
});

test("PutObject leaves nothing of a body that breaks off, is too long, too short or too large", async () => {
  const s3 = closing(await openS3({ limits: { maxObjectBytes: 1000 } }));
  await s3.call("PUT", "/bucket");
  const ask = (body: CallOptions["body"], length?: number) =>
    put(s3, {
      ...(body === undefined ? {} : { body }),
      headers: length === undefined ? {} : { "content-length": String(length) },
    });
  assert.equal(await ask(pieces("the quick ", "brown fox"), text.length), 200);
  assert.equal(await ask(pieces("the quick ", new Error("aborted")), text.length), "IncompleteBody");
  assert.equal(await ask(pieces("the quick "), text.length), "IncompleteBody");
  assert.equal(await ask(pieces(text, "!"), text.length), "IncompleteBody");
  assert.equal(await ask(pieces(text)), "MissingContentLength");
  assert.equal(await ask(pieces(text), 1001), "EntityTooLarge");
  assert.equal(await ask(pieces(text), Number.NaN), "MissingContentLength");
});

test("PutObject takes aws-chunked bodies, signed and unsigned, with and without trailer", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  for (const payload of [
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  ] as const) {
    assert.equal(await put(s3, streamed(payload)), 200, payload);
    const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length - 2);
    assert.equal(await put(s3, streamed(payload, { bytes: cut })), "IncompleteBody", payload);
    assert.equal(await put(s3, streamed(payload, { length: 3 })), "IncompleteBody", payload);
    const extra = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")]);
    assert.equal(await put(s3, streamed(payload, { bytes: extra })), "InvalidRequest", payload);
  }
});

test("PutObject refuses altered chunks and trailers", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const alter = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replace("quick", "quiet"), "latin1");
  const signed = streamed("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { bytes: alter });
  assert.equal(await put(s3, signed), "SignatureDoesNotMatch");
  const unsigned = streamed("STREAMING-UNSIGNED-PAYLOAD-TRAILER", { bytes: alter });
  assert.equal(await put(s3, unsigned), "BadDigest");
  const lying = streamed("STREAMING-UNSIGNED-PAYLOAD-TRAILER", { trailer: "AAAAAA==" });
  assert.equal(await put(s3, lying), "BadDigest");
  const nonsense = streamed("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { trailer: "nonsense" });
  assert.equal(await put(s3, nonsense), "MalformedTrailerError");
});

test("a started server removes what a crash left, and keeps what has a row", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/kept", { body: "kept" });
  const { writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { createS3 } = await import("../../src/s3/index.ts");
  await writeFile(join(s3.objectsFolder, "incoming", "f".repeat(32)), "half");
  await writeFile(join(s3.objectsFolder, "e".repeat(32)), "whole, but without a row");
  const again = await createS3({ objectsFolder: s3.objectsFolder, services: s3.services });
  await again.close();
  const { kept, incoming } = await s3.files();
  assert.deepEqual([kept.length, incoming], [1, []]);
  assert.equal((await s3.call("GET", "/bucket/kept")).text, "kept");
});
