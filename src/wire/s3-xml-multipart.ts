/** S3's documents of multipart uploads, in and out. AWS: Amazon S3 API reference. */
import { coder, document, instant, optional, owner, type S3Owner } from "./s3-xml.ts";
import { childOf, malformed, parseRoot } from "./s3-xml-requests.ts";
import { textElement } from "./xml/write.ts";

/** AWS: an upload has at most this many parts. */
export const maxUploadParts = 10_000;

/** One checksum as an element: `ChecksumCRC32`. */
export interface S3ChecksumElement {
  /** `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1` or `SHA256`. */
  readonly algorithm: string;
  /** Base64. */
  readonly value: string;
}

export interface S3CompletedPart {
  readonly partNumber: number;
  /** As given, with or without quotes. */
  readonly etag: string;
  readonly checksums: readonly S3ChecksumElement[];
}

export interface S3UploadName {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

export interface S3ListedPart {
  readonly partNumber: number;
  readonly lastModified: number;
  readonly etag: string;
  readonly size: number;
  readonly checksum?: S3ChecksumElement | undefined;
}

export interface S3ListedUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiatedAt: number;
}

const algorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/** The parts that CompleteMultipartUpload names, from 1 to maxUploadParts, in the order given. Throws MalformedXML. */
export function parseCompleteUpload(body: Uint8Array): S3CompletedPart[] {
  const root = parseRoot(body, "CompleteMultipartUpload");
  const parts = root.children.filter(({ name }) => name === "Part");
  if (parts.length === 0 || parts.length > maxUploadParts) throw malformed("no parts, or too many");
  return parts.map((part) => {
    const number = childOf(part, "PartNumber")?.text.trim() ?? "";
    const etag = childOf(part, "ETag")?.text.trim();
    if (!/^\d{1,9}$/.test(number) || etag === undefined) throw malformed("a part without number or ETag");
    const checksums = algorithms.flatMap((algorithm) => {
      const value = childOf(part, `Checksum${algorithm}`)?.text.trim();
      return value === undefined ? [] : [{ algorithm, value }];
    });
    return { partNumber: Number(number), etag, checksums };
  });
}

/** The answer of CreateMultipartUpload. */
export function encodeCreateUpload({ bucket, key, uploadId }: S3UploadName): string {
  return document(
    "InitiateMultipartUploadResult",
    textElement("Bucket", bucket) + textElement("Key", key) + textElement("UploadId", uploadId),
  );
}

/** The answer of CompleteMultipartUpload. `location`: the object's URL. */
export function encodeCompleteUpload(result: {
  readonly location: string;
  readonly bucket: string;
  readonly key: string;
  /** With its quotes. */
  readonly etag: string;
  readonly checksum: S3ChecksumElement;
  readonly checksumType: string;
}): string {
  return document(
    "CompleteMultipartUploadResult",
    textElement("Location", result.location) +
      textElement("Bucket", result.bucket) +
      textElement("Key", result.key) +
      textElement("ETag", result.etag) +
      checksumElement(result.checksum) +
      textElement("ChecksumType", result.checksumType),
  );
}

/** The answer of UploadPartCopy. */
export function encodeCopyPart(result: {
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: S3ChecksumElement;
}): string {
  return document(
    "CopyPartResult",
    instant("LastModified", result.lastModified) +
      textElement("ETag", result.etag) +
      checksumElement(result.checksum),
  );
}

/** The answer of ListParts. */
export function encodeListParts(
  listing: S3UploadName & {
    readonly owner: S3Owner;
    readonly partNumberMarker: number;
    readonly nextPartNumberMarker: number | undefined;
    readonly maxParts: number;
    readonly parts: readonly S3ListedPart[];
    readonly checksumAlgorithm: string;
    readonly checksumType: string;
  },
): string {
  const parts = listing.parts.map(
    (part) =>
      `<Part>${textElement("PartNumber", part.partNumber)}${instant("LastModified", part.lastModified)}` +
      `${textElement("ETag", part.etag)}${textElement("Size", part.size)}` +
      `${part.checksum === undefined ? "" : checksumElement(part.checksum)}</Part>`,
  );
  return document(
    "ListPartsResult",
    textElement("Bucket", listing.bucket) +
      textElement("Key", listing.key) +
      textElement("UploadId", listing.uploadId) +
      textElement("PartNumberMarker", listing.partNumberMarker) +
      optional("NextPartNumberMarker", listing.nextPartNumberMarker?.toString()) +
      textElement("MaxParts", listing.maxParts) +
      textElement("IsTruncated", listing.nextPartNumberMarker !== undefined) +
      parts.join("") +
      initiator(listing.owner) +
      owner(listing.owner) +
      textElement("StorageClass", "STANDARD") +
      textElement("ChecksumAlgorithm", listing.checksumAlgorithm) +
      textElement("ChecksumType", listing.checksumType),
  );
}

/** The answer of ListMultipartUploads. */
export function encodeListUploads(listing: {
  readonly bucket: string;
  readonly owner: S3Owner;
  readonly prefix: string;
  readonly keyMarker: string;
  readonly uploadIdMarker: string;
  readonly maxUploads: number;
  readonly encodingType: "url" | undefined;
  readonly isTruncated: boolean;
  readonly uploads: readonly S3ListedUpload[];
}): string {
  const coded = coder(listing.encodingType);
  const last = listing.isTruncated ? listing.uploads.at(-1) : undefined;
  const uploads = listing.uploads.map(
    (upload) =>
      `<Upload>${textElement("Key", coded(upload.key))}${textElement("UploadId", upload.uploadId)}` +
      `${initiator(listing.owner)}${owner(listing.owner)}${textElement("StorageClass", "STANDARD")}` +
      `${instant("Initiated", upload.initiatedAt)}</Upload>`,
  );
  return document(
    "ListMultipartUploadsResult",
    textElement("Bucket", listing.bucket) +
      textElement("KeyMarker", coded(listing.keyMarker)) +
      textElement("UploadIdMarker", listing.uploadIdMarker) +
      optional("NextKeyMarker", last?.key, coded) +
      optional("NextUploadIdMarker", last?.uploadId) +
      textElement("Prefix", coded(listing.prefix)) +
      optional("EncodingType", listing.encodingType) +
      textElement("MaxUploads", listing.maxUploads) +
      textElement("IsTruncated", listing.isTruncated) +
      uploads.join(""),
  );
}

function checksumElement({ algorithm, value }: S3ChecksumElement): string {
  return textElement(`Checksum${algorithm}`, value);
}

function initiator({ id, displayName }: S3Owner): string {
  return `<Initiator>${textElement("ID", id)}${optional("DisplayName", displayName)}</Initiator>`;
}
