/** The AWS SDK for JavaScript against a started server: streams, every checksum, pages, parts. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import {
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { type RunningServer, startServer } from "../support/server.ts";

const algorithms: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];
const mebibyte = 1024 * 1024;

describe("the AWS SDK for JavaScript's S3 client", () => {
  let server: RunningServer;
  let client: S3Client;

  before(async () => {
    server = await startServer();
    client = new S3Client({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: {
        accessKeyId: server.admin.accessKeyId,
        secretAccessKey: server.admin.secretAccessKey,
      },
      forcePathStyle: true,
      maxAttempts: 1,
    });
    await client.send(new CreateBucketCommand({ Bucket: "sdk-tests" }));
  });
  after(async () => {
    client.destroy();
    await server.stop();
  });

  const put = (Key: string, Body: Buffer | Readable | string, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: "sdk-tests", Key, Body, ...more }));
  const get = async (Key: string, more: object = {}) => {
    const answer = await client.send(new GetObjectCommand({ Bucket: "sdk-tests", Key, ...more }));
    return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  };

  test("buffers and streams of unknown hash go up and come back, with their checksums verified", async () => {
    const bytes = randomBytes(3 * mebibyte + 7);
    await put("buffer", bytes);
    assert.deepEqual(await get("buffer"), bytes);
    const pieces = Array.from({ length: 13 }, (_, index) =>
      bytes.subarray(index * 250_000, (index + 1) * 250_000),
    );
    await put("stream", Readable.from(pieces), { ContentLength: bytes.length });
    assert.deepEqual(await get("stream"), bytes);
    assert.deepEqual(await get("stream", { Range: "bytes=100-199" }), bytes.subarray(100, 200));
  });

  for (const algorithm of algorithms)
    test(`${algorithm} goes up with the object and comes back with it, at once and in parts`, async () => {
      const put1 = await put(`sum-${algorithm}`, "text", { ChecksumAlgorithm: algorithm });
      const name = `Checksum${algorithm}` as const;
      const head = await client.send(
        new HeadObjectCommand({ Bucket: "sdk-tests", Key: `sum-${algorithm}`, ChecksumMode: "ENABLED" }),
      );
      assert.ok(put1[name]);
      assert.equal(head[name], put1[name]);
      assert.equal((await get(`sum-${algorithm}`, { ChecksumMode: "ENABLED" })).toString(), "text");

      const parts = [Buffer.alloc(5 * mebibyte, "a"), Buffer.from("end")];
      const target = { Bucket: "sdk-tests", Key: `parts-${algorithm}` };
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: algorithm }),
      );
      const done = [];
      for (const [index, Body] of parts.entries()) {
        const part = { ...target, UploadId, PartNumber: index + 1 };
        const answer = await client.send(
          new UploadPartCommand({ ...part, Body, ChecksumAlgorithm: algorithm }),
        );
        done.push({ PartNumber: index + 1, ETag: answer.ETag, [name]: answer[name] });
      }
      const listed = await client.send(new ListPartsCommand({ ...target, UploadId }));
      assert.deepEqual(
        listed.Parts?.map((part) => part[name]),
        done.map((part) => part[name]),
      );
      const completed = await client.send(
        new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: done } }),
      );
      assert.ok(completed[name]);
      assert.deepEqual(await get(target.Key), Buffer.concat(parts));
    });

  test("listings page through everything, uploads under way are listed, many objects go at once", async () => {
    await client.send(new CreateBucketCommand({ Bucket: "sdk-pages" }));
    const keys = Array.from({ length: 25 }, (_, index) => `folder ${index % 3}/é+${index}`).sort();
    await Promise.all(
      keys.map((Key) => client.send(new PutObjectCommand({ Bucket: "sdk-pages", Key, Body: Key }))),
    );
    const seen: string[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize: 4 }, { Bucket: "sdk-pages" }))
      seen.push(...(page.Contents ?? []).map((object) => object.Key ?? ""));
    assert.deepEqual(seen, keys);
    await client.send(new CreateMultipartUploadCommand({ Bucket: "sdk-pages", Key: "up" }));
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: "sdk-pages" }));
    assert.equal(uploads.Uploads?.[0]?.Key, "up");
    await assert.rejects(client.send(new DeleteBucketCommand({ Bucket: "sdk-pages" })), {
      name: "BucketNotEmpty",
    });
    const deleted = await client.send(
      new DeleteObjectsCommand({ Bucket: "sdk-pages", Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );
    assert.equal(deleted.Deleted?.length, 25);
    await client.send(new DeleteBucketCommand({ Bucket: "sdk-pages" }));
    await assert.rejects(client.send(new HeadBucketCommand({ Bucket: "sdk-pages" })), { name: "NotFound" });
  });

  test("metadata, copies and conditions behave, and refusals are the SDK's own errors", async () => {
    await put("kept", "text", {
      Metadata: { colour: "blue" },
      ContentType: "text/plain",
      CacheControl: "no-store",
    });
    await client.send(
      new CopyObjectCommand({ Bucket: "sdk-tests", Key: "copied", CopySource: "sdk-tests/kept" }),
    );
    const head = await client.send(new HeadObjectCommand({ Bucket: "sdk-tests", Key: "copied" }));
    assert.deepEqual(
      [head.Metadata, head.ContentType, head.CacheControl],
      [{ colour: "blue" }, "text/plain", "no-store"],
    );
    await assert.rejects(put("kept", "x", { IfNoneMatch: "*" }), { name: "PreconditionFailed" });
    await assert.rejects(get("absent"), { name: "NoSuchKey" });
    await assert.rejects(put("wrong", "x", { ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }), {
      name: "BadDigest",
    });
    await assert.rejects(put("wrong", "x", { ChecksumSHA256: Buffer.alloc(32).toString("base64") }), {
      name: "BadDigest",
    });
    await assert.rejects(put("wrong", "x", { ServerSideEncryption: "AES256" }), { name: "NotImplemented" });
    await assert.rejects(get("wrong"), { name: "NoSuchKey" });
  });
});
