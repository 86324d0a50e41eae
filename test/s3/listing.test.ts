import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeyRange, ObjectRow } from "../../src/authority/store/s3/objects.ts";
import { type ListingQuestion, listKeys, successor } from "../../src/s3/list-keys.ts";
import { closing } from "../support/closing.ts";
import { fc } from "../support/random.ts";
import { elements, openS3, pathOf } from "./support.ts";

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** A bucket in memory that answers stretches as the store does. */
function bucketOf(keys: readonly string[]) {
  const sorted = [...new Set(keys)].sort(compare);
  let reads = 0;
  return {
    sorted,
    reads: () => reads,
    read: async ({ from, after, before, limit }: KeyRange) => {
      reads += 1;
      return sorted
        .filter((key) => compare(key, from) >= 0)
        .filter((key) => after === undefined || compare(key, after) > 0)
        .filter((key) => before === undefined || compare(key, before) < 0)
        .slice(0, limit)
        .map((object_key) => ({ object_key }) as ObjectRow);
    },
  };
}

/** What a listing without pages would hold, in order: keys and common prefixes. */
function model(keys: readonly string[], { prefix, delimiter }: ListingQuestion): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return at < 0 ? key : key.slice(0, at + delimiter.length);
    });
  return [...new Set(entries)].sort(compare);
}

const keyText = fc.string({
  unit: fc.constantFrom("a", "b", "/", "é", "\ud7ff", "\uffff", "😀", "\u{10ffff}"),
  minLength: 1,
  maxLength: 6,
});

test("listKeys() gives every key and common prefix once, in UTF-8 order, whatever the page size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(keyText, { maxLength: 60 }),
      fc.oneof(fc.constant(""), keyText),
      fc.constantFrom("", "/", "a", "//"),
      fc.integer({ min: 1, max: 7 }),
      async (keys, prefix, delimiter, maxKeys) => {
        const bucket = bucketOf(keys);
        const question = { bucket: "b", prefix, delimiter, maxKeys };
        const seen: string[] = [];
        let after = "";
        for (;;) {
          const page = await listKeys({ ...question, after }, bucket.read);
          const entries = [...page.objects.map((row) => row.object_key), ...page.commonPrefixes].sort(
            compare,
          );
          assert.ok(entries.length <= maxKeys);
          seen.push(...entries);
          if (page.next === undefined) break;
          assert.equal(entries.length, maxKeys);
          assert.equal(page.next, entries.at(-1));
          after = page.next;
        }
        assert.deepEqual(seen, model(bucket.sorted, { ...question, after: "" }));
      },
    ),
    { numRuns: 400 },
  );
});

test("listKeys() skips what is below a common prefix instead of reading it", async () => {
  const keys = Array.from({ length: 5 }, (_, folder) =>
    Array.from({ length: 2000 }, (_, file) => `folder-${folder}/${file}`),
  ).flat();
  const bucket = bucketOf(keys);
  const page = await listKeys(
    { bucket: "b", prefix: "", delimiter: "/", after: "", maxKeys: 1000 },
    bucket.read,
  );
  assert.equal(page.commonPrefixes.length, 5);
  assert.ok(bucket.reads() <= 6, `${bucket.reads()} reads`);
});

test("successor() is the least text behind everything with the prefix", () => {
  fc.assert(
    fc.property(keyText, keyText, (prefix, rest) => {
      const behind = successor(prefix);
      if (behind === undefined) return assert.match(prefix, /^\u{10ffff}+$/u);
      assert.ok(compare(prefix + rest, behind) < 0);
      assert.ok(!behind.startsWith(prefix));
    }),
  );
});

test("ListObjectsV2 pages with tokens and start-after, ListObjects with markers", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  for (const key of ["a/1", "a/2", "b", "c/1", "d e"])
    await s3.call("PUT", pathOf("bucket", key), { body: "" });
  const first = await s3.call("GET", "/bucket?list-type=2&delimiter=%2F&max-keys=2");
  assert.deepEqual(elements(first.text, "Prefix"), ["", "a/"]);
  assert.deepEqual(elements(first.text, "Key"), ["b"]);
  assert.deepEqual(elements(first.text, "KeyCount"), ["2"]);
  const [token] = elements(first.text, "NextContinuationToken");
  const second = await s3.call("GET", `/bucket?list-type=2&delimiter=%2F&continuation-token=${token}`);
  assert.deepEqual(elements(second.text, "Key"), ["d e"]);
  assert.deepEqual(elements(second.text, "IsTruncated"), ["false"]);
  const after = await s3.call("GET", "/bucket?list-type=2&start-after=a%2F1&encoding-type=url");
  assert.deepEqual(elements(after.text, "Key"), ["a/2", "b", "c/1", "d+e"]);
  const old = await s3.call("GET", "/bucket?delimiter=/&marker=a/&max-keys=1");
  assert.deepEqual([elements(old.text, "Key"), elements(old.text, "NextMarker")], [["b"], ["b"]]);
  const none = await s3.call("GET", "/bucket?list-type=2&max-keys=0");
  assert.deepEqual([elements(none.text, "Key"), elements(none.text, "IsTruncated")], [[], ["false"]]);
});

test("listings refuse parameters that cannot be", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  for (const query of [
    "list-type=3",
    "max-keys=-1",
    "max-keys=many",
    "encoding-type=base64",
    "list-type=2&continuation-token=%00",
  ])
    assert.equal((await s3.call("GET", `/bucket?${query}`)).code, "InvalidArgument", query);
});

test("listings ask for s3:ListBucket with prefix, delimiter and max-keys", async () => {
  const s3 = closing(await openS3());
  await s3.call("PUT", "/bucket");
  await s3.call("GET", "/bucket?list-type=2&prefix=home%2F&delimiter=%2F&max-keys=10");
  const question = s3.questions.at(-1);
  assert.deepEqual([question?.action, question?.resource], ["s3:ListBucket", "arn:aws:s3:::bucket"]);
  assert.equal(question?.context["s3:prefix"], "home/");
  assert.equal(question?.context["s3:delimiter"], "/");
  assert.equal(question?.context["s3:max-keys"], "10");
  assert.equal(question?.context["aws:resourceaccount"], s3.accountId);
});
