/** Requests to S3: buckets, objects, listings and XML bodies, whole and damaged. */
import type { HeaderLine } from "../../src/sigv4/index.ts";
import type { RawRequest } from "./request.ts";
import type { Rng } from "./rng.ts";
import { hostileText, mutateBytes, mutateText } from "./texts.ts";
import { names, type World } from "./world.ts";

const subresources = [
  "location",
  "versioning",
  "acl",
  "policy",
  "uploads",
  "delete",
  "tagging",
  "cors",
  "partNumber=1&uploadId=x",
  "list-type=2",
  "list-type=2&prefix=b/&delimiter=/",
  "list-type=2&max-keys=1",
  "list-type=3",
  "prefix=&marker=a&max-keys=0",
  "encoding-type=url",
  "max-keys=-1",
  "max-keys=99999999999",
  "continuation-token=x",
  "versionId=null",
  "response-content-type=text/html",
] as const;

const extraHeaders: readonly HeaderLine[] = [
  ["range", "bytes=0-1"],
  ["range", "bytes=5-1,2-"],
  ["if-match", "*"],
  ["if-none-match", "*"],
  ["if-modified-since", "yesterday"],
  ["content-md5", "AAAA"],
  ["x-amz-checksum-crc32", "AAAAAA=="],
  ["x-amz-sdk-checksum-algorithm", "CRC32"],
  ["x-amz-meta-a", "b"],
  ["x-amz-acl", "public-read"],
  ["x-amz-copy-source", "/bucket-1/a"],
  ["x-amz-copy-source", "%zz"],
  ["x-amz-storage-class", "GLACIER"],
  ["x-amz-server-side-encryption", "AES256"],
  ["x-amz-decoded-content-length", "5"],
  ["content-encoding", "aws-chunked"],
  ["x-amz-trailer", "x-amz-checksum-crc32"],
  ["x-amz-tagging", "a=b"],
  ["content-type", "text/xml"],
  ["expect", "100-continue"],
];

export function draftS3(rng: Rng, world: World, damage: number): RawRequest {
  const method = rng.pick(["GET", "GET", "PUT", "PUT", "HEAD", "DELETE", "POST"]);
  const bucket = rng.chance(0.9)
    ? rng.pick(names.buckets)
    : rng.pick(["", "ab", "A", "x..y", "federation", "192.168.0.1"]);
  const isDeletion = method === "POST" && rng.chance(0.9);
  const hasKey = !isDeletion && rng.chance(0.6);
  const key = hasKey ? encodeKey(rng.chance(0.9) ? rng.pick(names.keys) : hostileText(rng)) : "";
  const query = isDeletion
    ? "?delete"
    : rng.chance(method === "GET" ? 0.4 : 0.1)
      ? `?${rng.pick(subresources)}`
      : "";
  let target = `/${bucket}${key === "" ? "" : `/${key}`}${query}`;
  let body: Uint8Array = bodyFor(rng, method, key !== "");
  const headers: HeaderLine[] = [["host", world.host]];
  for (let count = damage; count > 0; count -= 1) {
    const part = rng.pick(["header", "header", "target", "body"]);
    if (part === "header") headers.push(rng.pick(extraHeaders));
    else if (part === "target") target = asciiTarget(mutateText(rng, target));
    else body = mutateBytes(rng, body);
  }
  headers.push(["content-length", String(body.length)]);
  return { method, target, headers, body };
}

/** Something that can stand on a request line. */
export function asciiTarget(text: string): string {
  const clean = text.slice(0, 6_000).replace(/[^\x21-\x7e]|#/g, "%20");
  return clean.startsWith("/") ? clean : `/${clean}`;
}

function encodeKey(key: string): string {
  return encodeURIComponent(key.toWellFormed().slice(0, 1_100)).replaceAll("%2F", "/");
}

function bodyFor(rng: Rng, method: string, hasKey: boolean): Uint8Array {
  if (method === "POST") return Buffer.from(deleteXml(rng));
  if (method !== "PUT") return new Uint8Array();
  if (hasKey) return rng.bytes(rng.chance(0.99) ? rng.below(200) : rng.below(50_000));
  return rng.chance(0.7)
    ? new Uint8Array()
    : Buffer.from(
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
      );
}

function deleteXml(rng: Rng): string {
  const count = rng.chance(0.98) ? rng.between(0, 3) : rng.between(900, 1_100);
  const objects = Array.from(
    { length: count },
    () => `<Object><Key>${rng.pick(["a", "b/c", "&amp;", ""])}</Key></Object>`,
  );
  const xml = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects.join("")}</Delete>`;
  if (rng.chance(0.7)) return xml;
  return rng.pick([
    mutateText(rng, xml),
    `<!DOCTYPE a [<!ENTITY e "${"e".repeat(50)}">]>${xml}`,
    "<a>".repeat(2_000),
    hostileText(rng),
  ]);
}
