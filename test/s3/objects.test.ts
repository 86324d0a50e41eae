import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { closing } from "../support/closing.ts";
import { fc } from "../support/random.ts";
import { elements, openS3, pathOf } from "./support.ts";

test("PutObject and GetObject round-trip arbitrary keys and bytes, and list them as they are", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const key = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter((text) => Buffer.byteLength(text) <= 1024 && text.isWellFormed());
  await fc.assert(
    fc.asyncProperty(key, fc.uint8Array({ maxLength: 2000 }), async (name, bytes) => {
      const put = await s3.call("PUT", `/bucket/${encodeURIComponent(name)}`, { body: bytes });
      assert.equal(put.status, 200);
      const got = await s3.call("GET", `/bucket/${encodeURIComponent(name)}`);
      assert.equal(got.status, 200);
      assert.deepEqual(got.bytes, Buffer.from(bytes));
      assert.equal(got.headers.etag, `"${createHash("md5").update(bytes).digest("hex")}"`);
      assert.equal(got.headers["content-length"], String(bytes.length));
      const prefix = encodeURIComponent(name);
      const list = await s3.call("GET", `/bucket?list-type=2&encoding-type=url&prefix=${prefix}&max-keys=1`);
      const [listed] = elements(list.text, "Key");
      assert.equal(decodeURIComponent((listed ?? "").replaceAll("+", " ")), name);
      assert.equal((await s3.call("DELETE", `/bucket/${encodeURIComponent(name)}`)).status, 204);
      assert.equal((await s3.call("GET", `/bucket/${encodeURIComponent(name)}`)).code, "NoSuchKey");
    }),
    { numRuns: 60 },
  );
  assert.deepEqual(await s3.files(), { kept: [], incoming: [] });
});

test("keys are not paths: dots, slashes and escapes name different objects and no file outside", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const keys = ["../../etc/passwd", "..", ".", "a//b", "a/b", "/a", "a/", "%2e%2e", "a+b", "a b", "a%20b"];
  for (const key of keys) await s3.call("PUT", pathOf("bucket", key), { body: key });
  for (const key of keys) assert.equal((await s3.call("GET", pathOf("bucket", key))).text, key);
  const list = await s3.call("GET", "/bucket?encoding-type=url");
  assert.equal(elements(list.text, "Key").length, keys.length);
  const { kept } = await s3.files();
  assert.ok(kept.every((name) => /^[0-9a-f]{32}$/.test(name)));
});

test("PutObject refuses keys over 1,024 bytes and targets that are not UTF-8", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  assert.equal((await s3.call("PUT", `/bucket/${"k".repeat(1024)}`, { body: "" })).status, 200);
  assert.equal((await s3.call("PUT", `/bucket/${"k".repeat(1025)}`, { body: "" })).code, "KeyTooLongError");
  assert.equal((await s3.call("GET", "/bucket/%ff")).code, "InvalidURI");
  assert.equal((await s3.call("GET", "/bucket/a%2")).code, "InvalidURI");
});

test("GetObject gives back what PutObject said about the object", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/page", {
    body: "<h1>",
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-encoding": "aws-chunked,gzip",
      "cache-control": "max-age=60",
      "content-disposition": 'attachment; filename="x"',
      "x-amz-meta-Colour": "blue",
      "x-amz-meta-place": "京都",
    },
  });
  const { headers } = await s3.call("HEAD", "/bucket/page");
  assert.equal(headers["content-type"], "text/html; charset=utf-8");
  assert.equal(headers["content-encoding"], "gzip");
  assert.equal(headers["cache-control"], "max-age=60");
  assert.equal(headers["x-amz-meta-colour"], "blue");
  assert.equal(headers["x-amz-meta-place"], "=?UTF-8?B?5Lqs6YO9?=");
  assert.equal(headers["last-modified"], "Fri, 02 Jan 2026 03:04:05 GMT");
  assert.equal(headers["accept-ranges"], "bytes");
  const over = await s3.call("PUT", "/bucket/page", {
    body: "",
    headers: { "x-amz-meta-a": "v".repeat(2048) },
  });
  assert.equal(over.code, "MetadataTooLarge");
});

test("every answer is sandboxed, refusals too", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/page.html", { body: "<script>", headers: { "content-type": "text/html" } });
  for (const target of ["/", "/bucket", "/bucket/page.html", "/bucket/absent", "/absent"]) {
    const { headers } = await s3.call("GET", target);
    assert.equal(headers["content-security-policy"], "sandbox", target);
    assert.equal(headers["x-content-type-options"], "nosniff", target);
    assert.ok(headers["x-amz-request-id"] && headers["x-amz-id-2"]);
  }
});

test("GetObject takes response-* parameters, but no line ends in them", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/a", { body: "x" });
  const answer = await s3.call("GET", "/bucket/a?response-content-type=text%2Fcsv&x-id=GetObject");
  assert.equal(answer.headers["content-type"], "text/csv");
  const split = await s3.call("GET", "/bucket/a?response-content-type=a%0D%0Aset-cookie:b");
  assert.equal(split.code, "InvalidArgument");
});

test("GetObject answers ranges", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/a", { body: "0123456789" });
  await s3.call("PUT", "/bucket/empty", { body: "" });
  const ask = (range: string, key = "a") => s3.call("GET", `/bucket/${key}`, { headers: { range } });
  for (const [range, text, contentRange] of [
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
    ["bytes=-99", "0123456789", "bytes 0-9/10"],
  ] as const) {
    const answer = await ask(range);
    assert.deepEqual([answer.status, answer.text], [206, text], range);
    assert.equal(answer.headers["content-range"], contentRange);
    assert.equal(answer.headers["content-length"], String(text.length));
  }
  for (const range of ["bytes=4-2", "bytes=a-b", "chars=0-1", "bytes=0-1,3-4"])
    assert.deepEqual([(await ask(range)).status, (await ask(range)).text], [200, "0123456789"], range);
  for (const [range, key] of [
    ["bytes=10-", "a"],
    ["bytes=-0", "a"],
    ["bytes=0-", "empty"],
  ] as const) {
    const answer = await ask(range, key);
    assert.deepEqual([answer.status, answer.code], [416, "InvalidRange"], range);
  }
});

test("GetObject judges conditions as RFC 9110 orders them", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const etag = (await s3.call("PUT", "/bucket/a", { body: "text" })).headers.etag ?? "";
  const before = "Thu, 01 Jan 2026 00:00:00 GMT";
  const after = "Sat, 03 Jan 2026 00:00:00 GMT";
  const ask = async (headers: Record<string, string>) => {
    const answer = await s3.call("GET", "/bucket/a", { headers });
    return answer.code ?? answer.status;
  };
  assert.equal(await ask({ "if-match": etag }), 200);
  assert.equal(await ask({ "if-match": "*" }), 200);
  assert.equal(await ask({ "if-match": '"other"' }), "PreconditionFailed");
  assert.equal(await ask({ "if-match": etag, "if-unmodified-since": before }), 200);
  assert.equal(await ask({ "if-unmodified-since": before }), "PreconditionFailed");
  assert.equal(await ask({ "if-none-match": etag }), 304);
  assert.equal(await ask({ "if-none-match": '"other"', "if-modified-since": after }), 200);
  assert.equal(await ask({ "if-modified-since": after }), 304);
  assert.equal(await ask({ "if-modified-since": before }), 200);
  assert.equal(await ask({ "if-modified-since": "no date" }), 200);
  const unchanged = await s3.call("GET", "/bucket/a", { headers: { "if-none-match": etag } });
  assert.deepEqual([unchanged.text, unchanged.headers.etag], ["", etag]);
});

test("PutObject with If-None-Match lets one of many writers win", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  const put = (body: string, headers: Record<string, string>) =>
    s3.call("PUT", "/bucket/a", { body, headers });
  const answers = await Promise.all([..."abcdefgh"].map((body) => put(body, { "if-none-match": "*" })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ code }) => code === "PreconditionFailed").length, 7);
  const etag = (await s3.call("HEAD", "/bucket/a")).headers.etag ?? "";
  assert.equal((await put("new", { "if-match": '"other"' })).code, "PreconditionFailed");
  assert.equal((await put("new", { "if-match": etag })).status, 200);
  assert.equal((await put("new", { "if-none-match": etag })).code, "NotImplemented");
  const absent = await s3.call("PUT", "/bucket/b", { body: "", headers: { "if-match": etag } });
  assert.equal(absent.code, "NoSuchKey");
  assert.equal((await s3.files()).kept.length, 1);
});

test("an object that is replaced while it is read is read to its end", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/a", { body: Buffer.alloc(600_000, "a") });
  const [read] = await Promise.all([
    s3.call("GET", "/bucket/a"),
    s3.call("PUT", "/bucket/a", { body: Buffer.alloc(600_000, "b") }),
    s3.call("DELETE", "/bucket/a"),
  ]);
  if (read.status === 200) assert.equal(new Set(read.bytes).size, 1);
  else assert.equal(read.code, "NoSuchKey");
});

test("a missing key is told only to those who may list the bucket", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  assert.equal((await s3.call("GET", "/bucket/absent")).code, "NoSuchKey");
  assert.equal((await s3.call("HEAD", "/bucket/absent")).status, 404);
  s3.settings.allow = ({ action }) => action !== "s3:ListBucket";
  assert.equal((await s3.call("GET", "/bucket/absent")).code, "AccessDenied");
  assert.equal((await s3.call("HEAD", "/bucket/absent")).status, 403);
});

test("answers to HEAD have no body, refusals neither", async () => {
  const s3 = closing(await openS3());
  for (const target of ["/absent", "/absent/key"])
    assert.deepEqual(await s3.call("HEAD", target).then(({ status, text }) => [status, text]), [404, ""]);
});

test("DeleteObjects deletes what it may and tells of the rest", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  for (const key of ["a", "b", "c&d"]) await s3.call("PUT", pathOf("bucket", key), { body: key });
  s3.settings.allow = ({ resource }) => resource !== "arn:aws:s3:::bucket/b";
  const xml =
    "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object><Object><Key>c&amp;d</Key></Object><Object><Key>absent</Key></Object></Delete>";
  const md5 = createHash("md5").update(xml).digest("base64");
  const answer = await s3.call("POST", "/bucket?delete", { body: xml, headers: { "content-md5": md5 } });
  assert.equal(answer.status, 200);
  assert.match(answer.text, /<Deleted><Key>a<\/Key><\/Deleted>/);
  assert.match(answer.text, /<Error><Key>b<\/Key><Code>AccessDenied<\/Code>/);
  const list = await s3.call("GET", "/bucket");
  assert.deepEqual(elements(list.text, "Key"), ["b"]);
  assert.equal((await s3.files()).kept.length, 1);
  const unchecked = await s3.call("POST", "/bucket?delete", { body: xml });
  assert.equal(unchecked.code, "InvalidRequest");
  const broken = await s3.call("POST", "/bucket?delete", {
    body: `${xml} `,
    headers: { "content-md5": md5 },
  });
  assert.equal(broken.code, "BadDigest");
});

test("CopyObject copies bytes and description, or replaces the description", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("PUT", "/bucket/käse", {
    body: "cheese",
    headers: { "content-type": "text/plain", "x-amz-meta-a": "1" },
  });
  const source = "/bucket/k%C3%A4se";
  const copy = (target: string, headers: Record<string, string> = {}) =>
    s3.call("PUT", target, { headers: { "x-amz-copy-source": source, ...headers } });
  assert.equal((await copy("/bucket/copy")).status, 200);
  const copied = await s3.call("GET", "/bucket/copy");
  assert.deepEqual(
    [copied.text, copied.headers["content-type"], copied.headers["x-amz-meta-a"]],
    ["cheese", "text/plain", "1"],
  );
  await copy("/bucket/new", { "x-amz-metadata-directive": "REPLACE", "x-amz-meta-b": "2" });
  const replaced = await s3.call("HEAD", "/bucket/new");
  assert.equal(replaced.headers["x-amz-meta-a"], undefined);
  assert.equal(replaced.headers["x-amz-meta-b"], "2");
  assert.equal((await copy(source)).code, "InvalidRequest");
  assert.equal((await copy(source, { "x-amz-metadata-directive": "REPLACE" })).status, 200);
  const stale = { "x-amz-copy-source-if-match": '"other"' };
  assert.equal((await copy("/bucket/copy", stale)).code, "PreconditionFailed");
  for (const bad of ["bucket", "/bucket/", "arn:aws:s3:::bucket/key", ""]) {
    const answer = await s3.call("PUT", "/bucket/x", { headers: { "x-amz-copy-source": bad } });
    assert.equal(answer.code, "InvalidArgument", bad);
  }
  s3.settings.allow = ({ action, resource }) =>
    !(action === "s3:GetObject" && resource === "arn:aws:s3:::bucket/käse");
  assert.equal((await copy("/bucket/copy")).code, "AccessDenied");
});
