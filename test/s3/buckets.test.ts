import assert from "node:assert/strict";
import { test } from "node:test";
import type { UserCaller } from "../../src/authority/caller.ts";
import { closing } from "../support/closing.ts";
import { elements, openS3, type TestS3 } from "./support.ts";

const stranger: UserCaller = {
  kind: "user",
  accountId: "210987654321" as UserCaller["accountId"],
  accessKeyId: "AKIASTRANGERSTRANGER",
  userId: "AIDASTRANGER",
  userName: "stranger",
  path: "/",
};

function locationXml(region: string): string {
  return `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}

async function codeOf(s3: TestS3, method: string, target: string, body?: string, region = "us-east-1") {
  const answer = await s3.call(method, target, body === undefined ? { region } : { body, region });
  return answer.code ?? answer.status;
}

test("CreateBucket makes a bucket that ListBuckets, HeadBucket and GetBucketLocation show", async () => {
  const s3 = closing(await openS3());
  const made = await s3.call("PUT", "/photos");
  assert.equal(made.status, 200);
  assert.equal(made.headers.location, "/photos");
  assert.equal((await s3.call("PUT", "/tokyo", { body: locationXml("ap-northeast-1") })).status, 200);

  const list = await s3.call("GET", "/");
  assert.deepEqual(elements(list.text, "Name"), ["photos", "tokyo"]);
  assert.equal((await s3.call("HEAD", "/tokyo")).headers["x-amz-bucket-region"], "ap-northeast-1");
  assert.match((await s3.call("GET", "/tokyo?location")).text, />ap-northeast-1<\/LocationConstraint>$/);
  assert.match(
    (await s3.call("GET", "/photos?location")).text,
    /<LocationConstraint xmlns="[^"]+"><\/LocationConstraint>$/,
  );
});

test("ListBuckets pages and filters", async () => {
  const s3 = closing(await openS3());
  for (const name of ["alpha", "beta-1", "beta-2", "beta-3"]) await s3.call("PUT", `/${name}`);
  const first = await s3.call("GET", "/?prefix=beta&max-buckets=2");
  assert.deepEqual(elements(first.text, "Name"), ["beta-1", "beta-2"]);
  const [token] = elements(first.text, "ContinuationToken");
  const second = await s3.call("GET", `/?prefix=beta&max-buckets=2&continuation-token=${token}`);
  assert.deepEqual(elements(second.text, "Name"), ["beta-3"]);
  assert.deepEqual(elements(second.text, "ContinuationToken"), []);
});

test("CreateBucket answers as AWS when the name is taken", async () => {
  const s3 = closing(await openS3());
  await s3.addAccount(stranger.accountId);
  assert.equal(await codeOf(s3, "PUT", "/taken"), 200);
  assert.equal(await codeOf(s3, "PUT", "/taken"), 200, "us-east-1 takes it for done");
  assert.equal(await codeOf(s3, "PUT", "/taken", locationXml("eu-west-1")), "BucketAlreadyOwnedByYou");
  assert.equal((await s3.call("PUT", "/taken", { caller: stranger })).code, "BucketAlreadyExists");
});

test("CreateBucket refuses names that no bucket may have, the authority's own paths among them", async () => {
  const s3 = closing(await openS3());
  const names = ["ab", "Abc", "a..b", "-abc", "abc-", "192.168.1.1", "xn--abc", "a_b", "a".repeat(64)];
  for (const name of [...names, "federation", "healthz", "readyz", "metrics", "console", "_tegata"]) {
    const answer = await s3.call("PUT", `/${name}`);
    assert.equal(answer.code, "InvalidBucketName", name);
    assert.deepEqual(elements(answer.text, "BucketName"), [name]);
  }
});

test("CreateBucket takes a region only where AWS would", async () => {
  const s3 = closing(await openS3());
  assert.equal(await codeOf(s3, "PUT", "/b-1", locationXml("us-east-1")), "InvalidLocationConstraint");
  assert.equal(await codeOf(s3, "PUT", "/b-1", locationXml("nowhere")), "InvalidLocationConstraint");
  assert.equal(await codeOf(s3, "PUT", "/b-1", undefined, "eu-west-1"), "IllegalLocationConstraintException");
  assert.equal(
    await codeOf(s3, "PUT", "/b-1", locationXml("eu-west-2"), "eu-west-1"),
    "IllegalLocationConstraintException",
  );
  assert.equal(await codeOf(s3, "PUT", "/b-1", locationXml("eu-west-1"), "eu-west-1"), 200);
  assert.equal(await codeOf(s3, "PUT", "/b-2", "<not-xml"), "MalformedXML");
});

test("DeleteBucket refuses a bucket with objects and ends uploads under way", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/shelf");
  await s3.call("PUT", "/shelf/book", { body: "text" });
  assert.equal(await codeOf(s3, "DELETE", "/shelf"), "BucketNotEmpty");
  await s3.call("DELETE", "/shelf/book");
  const [uploadId] = elements((await s3.call("POST", "/shelf/book?uploads")).text, "UploadId");
  await s3.call("PUT", `/shelf/book?partNumber=1&uploadId=${uploadId}`, { body: "part" });
  assert.equal(await codeOf(s3, "DELETE", "/shelf"), 204);
  assert.equal(await codeOf(s3, "GET", "/shelf"), "NoSuchBucket");
  assert.deepEqual(await s3.files(), { kept: [], incoming: [] });
});

test("no operation on a bucket lets another account in, whatever its policies allow", async () => {
  const s3 = closing(await openS3());
  await s3.addAccount(stranger.accountId);
  await s3.call("PUT", "/mine");
  await s3.call("PUT", "/mine/key", { body: "secret" });
  const calls = [
    ["GET", "/mine"],
    ["GET", "/mine?location"],
    ["GET", "/mine?list-type=2"],
    ["DELETE", "/mine"],
    ["GET", "/mine/key"],
    ["PUT", "/mine/key"],
    ["DELETE", "/mine/key"],
    ["POST", "/mine/key?uploads"],
  ] as const;
  for (const [method, target] of calls) {
    const answer = await s3.call(method, target, { caller: stranger });
    assert.deepEqual([answer.status, answer.code], [403, "AccessDenied"], `${method} ${target}`);
  }
  assert.equal((await s3.call("HEAD", "/mine/key", { caller: stranger })).status, 403);
  await s3.call("PUT", "/theirs", { caller: stranger });
  const copy = await s3.call("PUT", "/theirs/copy", {
    caller: stranger,
    headers: { "x-amz-copy-source": "/mine/key" },
  });
  assert.equal(copy.code, "AccessDenied");
  assert.deepEqual(elements((await s3.call("GET", "/", { caller: stranger })).text, "Name"), ["theirs"]);
});

test("a bucket in the Host header is the same bucket", async () => {
  const s3 = closing(await openS3());
  const headers = { host: "album.s3.localhost:4600" };
  assert.equal((await s3.call("PUT", "/", { headers })).status, 200);
  assert.equal((await s3.call("PUT", "/a/b", { headers, body: "x" })).status, 200);
  assert.equal((await s3.call("GET", "/album/a/b")).text, "x");
});

test("x-amz-expected-bucket-owner is honoured", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/mine");
  const right = await s3.call("GET", "/mine", { headers: { "x-amz-expected-bucket-owner": s3.accountId } });
  const wrong = await s3.call("GET", "/mine", { headers: { "x-amz-expected-bucket-owner": "210987654321" } });
  assert.deepEqual([right.status, wrong.code], [200, "AccessDenied"]);
});
