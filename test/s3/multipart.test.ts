import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { checksumAlgorithms } from "../../src/s3/checksums/algorithms.ts";
import { closing } from "../support/closing.ts";
import { elements, openS3, type TestS3 } from "./support.ts";

const limits = { minPartBytes: 10, maxObjectBytes: 100, maxMultipartObjectBytes: 150 };
const parts = ["0123456789", "abcdefghij", "xyz"];

async function begin(s3: TestS3, headers: Record<string, string> = {}): Promise<string> {
  const answer = await s3.call("POST", "/bucket/big?uploads", { headers });
  assert.equal(answer.status, 200, answer.text);
  return elements(answer.text, "UploadId")[0] ?? "";
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function completion(numbers: readonly number[], bodies: readonly string[]): string {
  const listed = numbers.map(
    (number, index) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>"${md5(bodies[index] ?? "")}"</ETag></Part>`,
  );
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${listed.join("")}</CompleteMultipartUpload>`;
}

async function putParts(s3: TestS3, uploadId: string, bodies: readonly string[]): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    const answer = await s3.call("PUT", `/bucket/big?partNumber=${index + 1}&uploadId=${uploadId}`, { body });
    assert.equal(answer.status, 200, answer.text);
  }
}

test("a multipart upload becomes one object, with AWS's entity tag, and leaves no parts", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const uploadId = await begin(s3, { "content-type": "text/plain", "x-amz-meta-a": "1" });
  assert.match(uploadId, /^[A-Z2-7]+$/, "clients take what begins with - for an option");
  await putParts(s3, uploadId, ["replaced!!", ...parts.slice(1)]);
  await putParts(s3, uploadId, parts.slice(0, 1));
  assert.equal((await s3.call("GET", "/bucket/big")).code, "NoSuchKey", "nothing is there before the end");

  const listed = await s3.call("GET", `/bucket/big?uploadId=${uploadId}&max-parts=2`);
  assert.deepEqual(elements(listed.text, "PartNumber"), ["1", "2"]);
  assert.deepEqual(elements(listed.text, "NextPartNumberMarker"), ["2"]);
  const uploads = await s3.call("GET", "/bucket?uploads");
  assert.deepEqual(elements(uploads.text, "UploadId"), [uploadId]);

  const done = await s3.call("POST", `/bucket/big?uploadId=${uploadId}`, {
    body: completion([1, 2, 3], parts),
  });
  const hash = createHash("md5");
  for (const part of parts) hash.update(Buffer.from(md5(part), "hex"));
  assert.deepEqual(elements(done.text, "ETag"), [`"${hash.digest("hex")}-3"`]);
  const got = await s3.call("GET", "/bucket/big");
  assert.equal(got.text, parts.join(""));
  assert.deepEqual([got.headers["content-type"], got.headers["x-amz-meta-a"]], ["text/plain", "1"]);
  assert.equal((await s3.files()).kept.length, 1);
  const again = await s3.call("POST", `/bucket/big?uploadId=${uploadId}`, {
    body: completion([1, 2, 3], parts),
  });
  assert.equal(again.code, "NoSuchUpload");
});

test("checksums of an upload are composite or of the whole, and both are checked", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const of = (text: string | Buffer) => {
    const running = checksumAlgorithms.CRC32.start();
    running.update(Buffer.from(text));
    return running.digest();
  };
  const composite = await begin(s3, { "x-amz-checksum-algorithm": "CRC32" });
  await putParts(s3, composite, parts);
  const other = await s3.call("PUT", `/bucket/big?partNumber=1&uploadId=${composite}`, {
    body: "x",
    headers: { "x-amz-checksum-sha1": createHash("sha1").update("x").digest("base64") },
  });
  assert.equal(other.code, "InvalidRequest");
  const done = await s3.call("POST", `/bucket/big?uploadId=${composite}`, {
    body: completion([1, 2, 3], parts),
  });
  const expected = `${of(Buffer.concat(parts.map(of))).toString("base64")}-3`;
  assert.deepEqual(elements(done.text, "ChecksumCRC32"), [expected]);
  assert.deepEqual(elements(done.text, "ChecksumType"), ["COMPOSITE"]);

  const whole = await begin(s3, {
    "x-amz-checksum-algorithm": "CRC32",
    "x-amz-checksum-type": "FULL_OBJECT",
  });
  await putParts(s3, whole, parts);
  const end = (value: string) =>
    s3.call("POST", `/bucket/big?uploadId=${whole}`, {
      body: completion([1, 2, 3], parts),
      headers: { "x-amz-checksum-crc32": value, "x-amz-checksum-type": "FULL_OBJECT" },
    });
  assert.equal((await end("AAAAAA==")).code, "BadDigest");
  assert.equal((await end(of(parts.join("")).toString("base64"))).status, 200);
  const sha1 = { "x-amz-checksum-algorithm": "SHA1", "x-amz-checksum-type": "FULL_OBJECT" };
  assert.equal((await s3.call("POST", "/bucket/big?uploads", { headers: sha1 })).code, "InvalidRequest");
  assert.deepEqual((await s3.files()).incoming, []);
});

test("CompleteMultipartUpload refuses lists that do not fit, and the upload stays", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const uploadId = await begin(s3);
  await putParts(s3, uploadId, parts);
  const end = async (body: string, headers: Record<string, string> = {}) =>
    (await s3.call("POST", `/bucket/big?uploadId=${uploadId}`, { body, headers })).code;
  assert.equal(await end(completion([2, 1], parts)), "InvalidPartOrder");
  assert.equal(await end(completion([1, 1], parts)), "InvalidPartOrder");
  assert.equal(await end(completion([1, 2], ["other", "other"])), "InvalidPart");
  assert.equal(await end(completion([1, 9], parts)), "InvalidPart");
  assert.equal(await end(completion([3, 4], ["xyz", ""])), "InvalidPart");
  assert.equal(await end(completion([], [])), "MalformedXML");
  assert.equal(await end("<CompleteMultipartUpload>"), "MalformedXML");
  assert.equal(await end(completion([1, 2, 3], parts), { "x-amz-mp-object-size": "1" }), "InvalidRequest");
  await s3.call("PUT", `/bucket/big?partNumber=2&uploadId=${uploadId}`, { body: "small" });
  assert.equal(await end(completion([1, 2, 3], ["0123456789", "small", "xyz"])), "EntityTooSmall");
  assert.equal((await s3.call("GET", "/bucket/big")).code, "NoSuchKey");
  assert.equal(await end(completion([1], parts)), undefined);
});

test("AbortMultipartUpload leaves nothing, and later calls find no upload", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const uploadId = await begin(s3);
  await putParts(s3, uploadId, parts);
  assert.equal((await s3.call("DELETE", `/bucket/big?uploadId=${uploadId}`)).status, 204);
  assert.deepEqual(await s3.files(), { kept: [], incoming: [] });
  for (const [method, query] of [
    ["DELETE", `uploadId=${uploadId}`],
    ["GET", `uploadId=${uploadId}`],
    ["PUT", `partNumber=1&uploadId=${uploadId}`],
  ] as const)
    assert.equal((await s3.call(method, `/bucket/big?${query}`)).code, "NoSuchUpload", method);
  const elsewhere = await begin(s3);
  const wrongKey = await s3.call("PUT", `/bucket/other?partNumber=1&uploadId=${elsewhere}`, { body: "x" });
  assert.equal(wrongKey.code, "NoSuchUpload");
});

test("UploadPart refuses part numbers outside 1 to 10,000", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const uploadId = await begin(s3);
  for (const number of ["0", "10001", "-1", "x", ""]) {
    const answer = await s3.call("PUT", `/bucket/big?partNumber=${number}&uploadId=${uploadId}`, {
      body: "x",
    });
    assert.equal(answer.code, "InvalidArgument", number);
  }
});

test("UploadPartCopy takes a range of an object that the caller may read", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/source", { body: "0123456789" });
  const uploadId = await begin(s3);
  const copy = (range: string) =>
    s3.call("PUT", `/bucket/big?partNumber=1&uploadId=${uploadId}`, {
      headers: { "x-amz-copy-source": "bucket/source", "x-amz-copy-source-range": range },
    });
  assert.equal((await copy("bytes=2-99")).code, "InvalidRange");
  assert.equal((await copy("bytes=2-")).code, "InvalidArgument");
  assert.deepEqual(elements((await copy("bytes=2-5")).text, "ETag"), [`"${md5("2345")}"`]);
  await s3.call("POST", `/bucket/big?uploadId=${uploadId}`, { body: completion([1], ["2345"]) });
  assert.equal((await s3.call("GET", "/bucket/big")).text, "2345");
});

test("of completions at the same time one wins", async () => {
  const s3 = closing(await openS3({ limits }));
  await s3.call("PUT", "/bucket");
  const uploadId = await begin(s3);
  await putParts(s3, uploadId, parts);
  const body = completion([1, 2, 3], parts);
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => s3.call("POST", `/bucket/big?uploadId=${uploadId}`, { body })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.ok(answers.every(({ status, code }) => status === 200 || code === "NoSuchUpload"));
  assert.equal((await s3.files()).kept.length, 1);
});
