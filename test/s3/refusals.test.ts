import assert from "node:assert/strict";
import { test } from "node:test";
import { s3Operations } from "../../src/s3/index.ts";
import { closing } from "../support/closing.ts";
import { openS3 } from "./support.ts";

test("an unsigned request is refused, whatever it asks for", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/key", { body: "text" });
  for (const [method, target] of [
    ["GET", "/"],
    ["GET", "/bucket"],
    ["GET", "/bucket/key"],
    ["PUT", "/bucket/key"],
    ["POST", "/bucket"],
    ["GET", "/bucket?acl"],
    ["PATCH", "/bucket"],
  ] as const) {
    const answer = await s3.call(method, target, { caller: { kind: "anonymous" } });
    assert.deepEqual([answer.status, answer.code], [403, "AccessDenied"], `${method} ${target}`);
  }
});

test("sub-resources that are not here are refused and touch nothing", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/key", { body: "text" });
  const subresources = [
    "acl",
    "tagging",
    "policy",
    "versioning",
    "cors",
    "lifecycle",
    "retention",
    "anything",
  ];
  for (const name of subresources)
    for (const method of ["GET", "PUT", "DELETE", "POST"])
      for (const target of [`/bucket?${name}`, `/bucket/key?${name}`]) {
        const answer = await s3.call(method, target, { body: "<Xml/>" });
        assert.deepEqual([answer.status, answer.code], [400, "NotImplemented"], `${method} ${target}`);
      }
  assert.equal((await s3.call("GET", "/bucket/key")).text, "text");
});

test("headers that promise what is not here are refused", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  for (const [header, value, code] of [
    ["x-amz-acl", "public-read", "AccessControlListNotSupported"],
    ["x-amz-grant-read", 'id="x"', "AccessControlListNotSupported"],
    ["x-amz-server-side-encryption", "AES256", "NotImplemented"],
    ["x-amz-server-side-encryption-customer-algorithm", "AES256", "NotImplemented"],
    ["x-amz-storage-class", "GLACIER", "InvalidStorageClass"],
    ["x-amz-tagging", "a=b", "NotImplemented"],
    ["x-amz-object-lock-mode", "GOVERNANCE", "NotImplemented"],
    ["x-amz-website-redirect-location", "/x", "NotImplemented"],
  ] as const) {
    const answer = await s3.call("PUT", "/bucket/key", { body: "x", headers: { [header]: value } });
    assert.equal(answer.code, code, header);
    const upload = await s3.call("POST", "/bucket/key?uploads", { headers: { [header]: value } });
    assert.equal(upload.code, code, header);
  }
  const harmless = { "x-amz-acl": "bucket-owner-full-control", "x-amz-storage-class": "STANDARD" };
  assert.equal((await s3.call("PUT", "/bucket/key", { body: "x", headers: harmless })).status, 200);
});

test("unknown methods, OPTIONS and versions get S3's answers", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  assert.equal((await s3.call("PATCH", "/bucket")).code, "MethodNotAllowed");
  assert.equal((await s3.call("DELETE", "/")).code, "MethodNotAllowed");
  assert.equal((await s3.call("POST", "/bucket")).code, "MethodNotAllowed");
  assert.equal((await s3.call("OPTIONS", "/bucket")).code, "AccessForbidden");
  assert.equal((await s3.call("GET", "/bucket/key?versionId=1")).status >= 400, true);
  assert.equal((await s3.call("DELETE", "/bucket/key?versionId=1")).code, "InvalidArgument");
});

test("each operation asks for its action on its resource before it acts", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/key", { body: "text" });
  s3.settings.allow = () => false;
  const object = "arn:aws:s3:::bucket/key";
  for (const [method, target, action, resource] of [
    ["GET", "/", "s3:ListAllMyBuckets", "*"],
    ["PUT", "/new-bucket", "s3:CreateBucket", "arn:aws:s3:::new-bucket"],
    ["HEAD", "/bucket", "s3:ListBucket", "arn:aws:s3:::bucket"],
    ["GET", "/bucket", "s3:ListBucket", "arn:aws:s3:::bucket"],
    ["GET", "/bucket?list-type=2", "s3:ListBucket", "arn:aws:s3:::bucket"],
    ["GET", "/bucket?location", "s3:GetBucketLocation", "arn:aws:s3:::bucket"],
    ["GET", "/bucket?uploads", "s3:ListBucketMultipartUploads", "arn:aws:s3:::bucket"],
    ["DELETE", "/bucket", "s3:DeleteBucket", "arn:aws:s3:::bucket"],
    ["GET", "/bucket/key", "s3:GetObject", object],
    ["HEAD", "/bucket/key", "s3:GetObject", object],
    ["PUT", "/bucket/key", "s3:PutObject", object],
    ["DELETE", "/bucket/key", "s3:DeleteObject", object],
    ["POST", "/bucket/key?uploads", "s3:PutObject", object],
    ["PUT", "/bucket/key?partNumber=1&uploadId=u", "s3:PutObject", object],
    ["POST", "/bucket/key?uploadId=u", "s3:PutObject", object],
    ["DELETE", "/bucket/key?uploadId=u", "s3:AbortMultipartUpload", object],
    ["GET", "/bucket/key?uploadId=u", "s3:ListMultipartUploadParts", object],
  ] as const) {
    s3.questions.length = 0;
    const answer = await s3.call(method, target, { body: "x" });
    assert.equal(answer.status, 403, `${method} ${target}`);
    assert.deepEqual(
      s3.questions.map((question) => [question.action, question.resource]),
      [[action, resource]],
      `${method} ${target}`,
    );
  }
  s3.settings.allow = () => true;
  assert.equal((await s3.call("GET", "/bucket/key")).text, "text");
});

test("s3Operations have names of their own, and all but DeleteObjects an action", () => {
  const names = s3Operations.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const asking = s3Operations.filter(({ action }) => action === undefined).map(({ name }) => name);
  assert.deepEqual(asking, ["DeleteObjects"]);
});
