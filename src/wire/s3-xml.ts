/**
 * S3's documents, as far as the authority speaks S3. AWS: Amazon S3 API reference; a prolog, no indent, the namespace of
 * 2006-03-01 (errors have none).
 */
import { formatInstant, type ServiceError } from "../base/index.ts";
import { textElement } from "./xml/write.ts";

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

export interface S3Owner {
  readonly id: string;
  readonly displayName?: string;
}

export interface S3Bucket {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly region?: string;
}

export interface S3ListedObject {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** With its quotes, as the header has it. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  readonly storageClass?: string;
  readonly owner?: S3Owner;
}

interface S3Listing {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter?: string | undefined;
  readonly maxKeys: number;
  /** Keys, prefixes and markers are percent-encoded, which lets them carry any character. */
  readonly encodingType?: "url" | undefined;
  readonly isTruncated: boolean;
  readonly contents: readonly S3ListedObject[];
  readonly commonPrefixes: readonly string[];
}

export interface S3ListingV1 extends S3Listing {
  readonly marker: string;
  readonly nextMarker?: string | undefined;
}

export interface S3ListingV2 extends S3Listing {
  readonly keyCount: number;
  readonly continuationToken?: string | undefined;
  readonly nextContinuationToken?: string | undefined;
  readonly startAfter?: string | undefined;
}

export interface S3DeleteResult {
  readonly deleted: readonly { readonly key: string; readonly versionId?: string | undefined }[];
  readonly errors: readonly { readonly key: string; readonly code: string; readonly message: string }[];
}

/** The answer of ListBuckets. */
export function encodeListBuckets(listing: {
  readonly owner: S3Owner;
  readonly buckets: readonly S3Bucket[];
  readonly prefix?: string | undefined;
  readonly continuationToken?: string | undefined;
}): string {
  const buckets = listing.buckets.map(
    (bucket) =>
      `<Bucket>${textElement("Name", bucket.name)}${instant("CreationDate", bucket.createdAt)}` +
      `${optional("BucketRegion", bucket.region)}</Bucket>`,
  );
  return document(
    "ListAllMyBucketsResult",
    `${owner(listing.owner)}<Buckets>${buckets.join("")}</Buckets>` +
      optional("Prefix", listing.prefix) +
      optional("ContinuationToken", listing.continuationToken),
  );
}

/** The answer of ListObjects (version 1). */
export function encodeListObjects(listing: S3ListingV1): string {
  const coded = coder(listing.encodingType);
  return document(
    "ListBucketResult",
    textElement("Name", listing.bucket) +
      textElement("Prefix", coded(listing.prefix)) +
      textElement("Marker", coded(listing.marker)) +
      optional("NextMarker", listing.nextMarker, coded) +
      listingTail(listing, coded),
  );
}

/** The answer of ListObjectsV2. */
export function encodeListObjectsV2(listing: S3ListingV2): string {
  const coded = coder(listing.encodingType);
  return document(
    "ListBucketResult",
    textElement("Name", listing.bucket) +
      textElement("Prefix", coded(listing.prefix)) +
      optional("StartAfter", listing.startAfter, coded) +
      optional("ContinuationToken", listing.continuationToken) +
      optional("NextContinuationToken", listing.nextContinuationToken) +
      textElement("KeyCount", listing.keyCount) +
      listingTail(listing, coded),
  );
}

/** The answer of GetBucketLocation; us-east-1 is an empty element. */
export function encodeLocationConstraint(region: string): string {
  const text = region === "us-east-1" ? "" : textElement("x", region).slice(3, -4);
  return `${prolog}<LocationConstraint xmlns="${namespace}">${text}</LocationConstraint>`;
}

/** The answer of CopyObject. */
export function encodeCopyObject(result: { readonly etag: string; readonly lastModified: number }): string {
  return document(
    "CopyObjectResult",
    instant("LastModified", result.lastModified) + textElement("ETag", result.etag),
  );
}

/** The answer of DeleteObjects; in quiet mode the caller leaves `deleted` empty. */
export function encodeDeleteResult(result: S3DeleteResult): string {
  const deleted = result.deleted.map(
    ({ key, versionId }) =>
      `<Deleted>${textElement("Key", key)}${optional("VersionId", versionId)}</Deleted>`,
  );
  const errors = result.errors.map(
    ({ key, code, message }) =>
      `<Error>${textElement("Key", key)}${textElement("Code", code)}${textElement("Message", message)}</Error>`,
  );
  return document("DeleteResult", deleted.join("") + errors.join(""));
}

/** S3's error document: code, message, then the refusal's own fields in order, then the ids. */
export function encodeS3Error(error: ServiceError, requestId: string, hostId: string): string {
  const fields = Object.entries(error.fields).map(([name, value]) => textElement(name, value));
  return (
    `${prolog}<Error>${textElement("Code", error.code)}${optional("Message", error.sentence)}` +
    `${fields.join("")}${textElement("RequestId", requestId)}${textElement("HostId", hostId)}</Error>`
  );
}

function listingTail(listing: S3Listing, coded: (text: string) => string): string {
  const contents = listing.contents.map(
    (object) =>
      `<Contents>${textElement("Key", coded(object.key))}${instant("LastModified", object.lastModified)}` +
      `${textElement("ETag", object.etag)}${textElement("Size", object.size)}` +
      `${object.owner === undefined ? "" : owner(object.owner)}` +
      `${textElement("StorageClass", object.storageClass ?? "STANDARD")}</Contents>`,
  );
  const prefixes = listing.commonPrefixes.map(
    (prefix) => `<CommonPrefixes>${textElement("Prefix", coded(prefix))}</CommonPrefixes>`,
  );
  return (
    textElement("MaxKeys", listing.maxKeys) +
    optional("Delimiter", listing.delimiter, coded) +
    optional("EncodingType", listing.encodingType) +
    textElement("IsTruncated", listing.isTruncated) +
    contents.join("") +
    prefixes.join("")
  );
}

export function document(name: string, content: string): string {
  return `${prolog}<${name} xmlns="${namespace}">${content}</${name}>`;
}

export function owner({ id, displayName }: S3Owner): string {
  return `<Owner>${textElement("ID", id)}${optional("DisplayName", displayName)}</Owner>`;
}

export function optional(name: string, text: string | undefined, coded = (plain: string) => plain): string {
  return text === undefined ? "" : textElement(name, coded(text));
}

/** S3 writes milliseconds, always zero in listings of buckets and objects. */
export function instant(name: string, milliseconds: number): string {
  return textElement(name, formatInstant(milliseconds).replace("Z", ".000Z"));
}

export function coder(encodingType: "url" | undefined): (text: string) => string {
  return encodingType === "url" ? percentEncode : (text) => text;
}

/** AWS: letters, digits, `-_.*` and `/` stay, a space becomes `+`, everything else is percent-encoded UTF-8. */
function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
}
