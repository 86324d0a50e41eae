import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../../src/base/index.ts";
import {
  encodeCopyObject,
  encodeDeleteResult,
  encodeListBuckets,
  encodeListObjects,
  encodeListObjectsV2,
  encodeLocationConstraint,
  encodeS3Error,
  maxDeletedKeys,
  maxXmlBytes,
  parseCreateBucket,
  parseDelete,
  s3Errors,
} from "../../src/wire/index.ts";
import { parseXml, XmlFailure } from "../../src/wire/xml/read.ts";
import { fc } from "../support/random.ts";

const s3 = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
const malformed = { code: "MalformedXML", status: 400 };
const at = Date.UTC(2026, 10, 21, 3, 4, 5);
const object = { key: "a b/手&\u0001", lastModified: at, etag: '"e"', size: 3 };

test("encodeListBuckets() writes owner and buckets", () => {
  assert.equal(
    encodeListBuckets({ owner: { id: "o", displayName: "d" }, buckets: [{ name: "b", createdAt: at }] }),
    `${prolog}<ListAllMyBucketsResult ${s3}><Owner><ID>o</ID><DisplayName>d</DisplayName></Owner><Buckets><Bucket><Name>b</Name><CreationDate>2026-11-21T03:04:05.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`,
  );
});

test("encodeListObjectsV2() writes tokens, counts, contents and common prefixes", () => {
  const listing = { bucket: "b", prefix: "p/", delimiter: "/", maxKeys: 1, isTruncated: true, keyCount: 2 };
  assert.equal(
    encodeListObjectsV2({
      ...listing,
      nextContinuationToken: "n",
      contents: [object],
      commonPrefixes: ["p/q/"],
    }),
    `${prolog}<ListBucketResult ${s3}><Name>b</Name><Prefix>p/</Prefix><NextContinuationToken>n</NextContinuationToken><KeyCount>2</KeyCount><MaxKeys>1</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated><Contents><Key>a b/手&amp;\ufffd</Key><LastModified>2026-11-21T03:04:05.000Z</LastModified><ETag>"e"</ETag><Size>3</Size><StorageClass>STANDARD</StorageClass></Contents><CommonPrefixes><Prefix>p/q/</Prefix></CommonPrefixes></ListBucketResult>`,
  );
});

test("encodeListObjects() percent-encodes keys and prefixes when asked to", () => {
  const xml = encodeListObjects({
    bucket: "b",
    prefix: "a b",
    marker: "é*",
    nextMarker: "(~)",
    maxKeys: 1000,
    encodingType: "url",
    isTruncated: false,
    contents: [object],
    commonPrefixes: ["x y/"],
  });
  for (const part of [
    "<Prefix>a+b</Prefix><Marker>%C3%A9*</Marker><NextMarker>%28%7E%29</NextMarker>",
    "<EncodingType>url</EncodingType>",
    "<Key>a+b/%E6%89%8B%26%01</Key>",
    "<CommonPrefixes><Prefix>x+y/</Prefix></CommonPrefixes>",
  ])
    assert.ok(xml.includes(part), part);
});

test("encodeLocationConstraint() leaves us-east-1 empty", () => {
  assert.equal(
    encodeLocationConstraint("us-east-1"),
    `${prolog}<LocationConstraint ${s3}></LocationConstraint>`,
  );
  assert.equal(
    encodeLocationConstraint("eu-west-1"),
    `${prolog}<LocationConstraint ${s3}>eu-west-1</LocationConstraint>`,
  );
});

test("encodeCopyObject() and encodeDeleteResult() write their results", () => {
  assert.match(
    encodeCopyObject({ etag: '"e"', lastModified: at }),
    /<LastModified>2026-11-21T03:04:05.000Z<\/LastModified><ETag>"e"<\/ETag>/,
  );
  assert.match(
    encodeDeleteResult({
      deleted: [{ key: "a" }],
      errors: [{ key: "b", code: "AccessDenied", message: "Access Denied" }],
    }),
    /<Deleted><Key>a<\/Key><\/Deleted><Error><Key>b<\/Key><Code>AccessDenied<\/Code><Message>Access Denied<\/Message><\/Error>/,
  );
});

test("encodeS3Error() writes the refusal's own fields between message and ids", () => {
  const error = new ServiceError({
    code: "NoSuchBucket",
    status: 404,
    fault: "Sender",
    sentence: "no",
    fields: { BucketName: "<b>" },
  });
  assert.equal(
    encodeS3Error(error, "r", "h"),
    `${prolog}<Error><Code>NoSuchBucket</Code><Message>no</Message><BucketName>&lt;b&gt;</BucketName><RequestId>r</RequestId><HostId>h</HostId></Error>`,
  );
  assert.ok(encodeS3Error(s3Errors.malformedXml(), "r", "h").includes("<Code>MalformedXML</Code>"));
});

test("parseCreateBucket() reads the region, with and without namespace, and takes an empty body", () => {
  const body = (xmlns: string, region: string): Buffer =>
    Buffer.from(
      `<CreateBucketConfiguration ${xmlns}><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
    );
  assert.equal(parseCreateBucket(body(s3, "eu-west-1")), "eu-west-1");
  assert.equal(parseCreateBucket(body("", "eu-west-1")), "eu-west-1");
  assert.equal(parseCreateBucket(body("", "")), undefined);
  assert.equal(parseCreateBucket(new Uint8Array()), undefined);
  assert.throws(() => parseCreateBucket(body('xmlns="urn:other"', "eu-west-1")), malformed);
  assert.throws(() => parseCreateBucket(Buffer.from("<Delete/>")), malformed);
});

test("parseDelete() reads keys as they are, versions and quiet mode", () => {
  const xml = `<Delete ${s3}><Object><Key> a&amp;b </Key></Object><Object><Key>c</Key><VersionId>v</VersionId></Object><Quiet>true</Quiet></Delete>`;
  assert.deepEqual(parseDelete(Buffer.from(xml)), {
    quiet: true,
    objects: [{ key: " a&b " }, { key: "c", versionId: "v" }],
  });
});

test("parseDelete() takes maxDeletedKeys of the longest keys and refuses one more", () => {
  const objects = (count: number): Buffer =>
    Buffer.from(`<Delete>${`<Object><Key>${"&quot;".repeat(1024)}</Key></Object>`.repeat(count)}</Delete>`);
  assert.equal(parseDelete(objects(maxDeletedKeys)).objects.length, maxDeletedKeys);
  assert.throws(() => parseDelete(objects(maxDeletedKeys + 1)), malformed);
});

for (const [title, body] of [
  ["an empty body", ""],
  ["no XML", "hello"],
  ["an open element", "<Delete><Object>"],
  ["two roots", "<Delete/><Delete/>"],
  ["no objects", "<Delete/>"],
  ["an object without key", "<Delete><Object/></Delete>"],
  ["a key twice", "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>"],
  ["a strange Quiet", "<Delete><Quiet>maybe</Quiet><Object><Key>a</Key></Object></Delete>"],
  ["a DTD", "<!DOCTYPE Delete><Delete><Object><Key>a</Key></Object></Delete>"],
  ["an entity", '<!DOCTYPE Delete [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>'],
  ["an unknown entity", "<Delete><Object><Key>&nbsp;</Key></Object></Delete>"],
  ["an unbound prefix", "<x:Delete><Object><Key>a</Key></Object></x:Delete>"],
  ["deep nesting", `${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`],
  ["too many elements", `<Delete>${"<a/>".repeat(30_000)}</Delete>`],
  ["a control character", "<Delete><Object><Key>\u0001</Key></Object></Delete>"],
] as const)
  test(`parseDelete() answers ${title} with MalformedXML`, () => {
    assert.throws(() => parseDelete(Buffer.from(body)), malformed);
  });

test("parseXml() refuses what is too long or not UTF-8", () => {
  assert.throws(() => parseXml(new Uint8Array(maxXmlBytes + 1)), XmlFailure);
  assert.throws(() => parseXml(Uint8Array.of(0x3c, 0x61, 0xff, 0x2f, 0x3e)), XmlFailure);
});

test("parseXml() answers random text with an element or an XmlFailure", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "/",
    "a",
    "<a>",
    "</a>",
    "&amp;",
    "&",
    ";",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x?>",
    "<!DOCTYPE a>",
    '"',
    "=",
    " ",
    "\u0000",
    "xmlns:x",
    ":",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((pieces) => Buffer.from(pieces.join(""))),
        fc.uint8Array(),
      ),
      (bytes) => {
        try {
          parseXml(bytes);
        } catch (error) {
          assert.ok(error instanceof XmlFailure, String(error));
        }
      },
    ),
    { numRuns: 3_000 },
  );
});
