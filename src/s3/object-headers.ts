/** What a client says about an object when it puts it, kept beside the bytes and given back with them. */

import type { ObjectRow } from "../authority/store/s3/objects.ts";
import { s3Errors } from "../wire/errors/s3.ts";
import type { WireHeaders } from "../wire/index.ts";
import { httpDate, quoted } from "./answer.ts";
import type { ObjectChecksum } from "./body/receive.ts";
import { type ChecksumType, checksumAlgorithms } from "./checksums/algorithms.ts";
import { s3Limits } from "./limits.ts";

/** The `headers` column of an object. */
export interface ObjectHeaders {
  /** `cache-control` and its like, by lower-case name. */
  readonly system: Readonly<Record<string, string>>;
  /** `x-amz-meta-*` without the prefix, by lower-case name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum & { readonly type: ChecksumType };
}

/** What a put may say. */
export interface Description {
  readonly contentType: string;
  readonly headers: Omit<ObjectHeaders, "checksum">;
}

const defaultContentType = "binary/octet-stream";
const systemNames = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
] as const;
const metadataPrefix = "x-amz-meta-";

/** Throws MetadataTooLarge when `x-amz-meta-*` are more than 2 KB together. */
export function readDescription(headers: WireHeaders): Description {
  const system: Record<string, string> = {};
  for (const name of systemNames) {
    const value = name === "content-encoding" ? contentEncoding(headers) : headers.get(name);
    if (value !== undefined && value !== "") system[name] = value;
  }
  const contentType = headers.get("content-type");
  return {
    contentType: contentType === undefined || contentType === "" ? defaultContentType : contentType,
    headers: { system, metadata: readMetadata(headers) },
  };
}

/** AWS: `aws-chunked` tells how the body travels and is not kept. */
function contentEncoding(headers: WireHeaders): string | undefined {
  const codings = headers
    .all("content-encoding")
    .flatMap((line) => line.split(","))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding.toLowerCase() !== "aws-chunked");
  return codings.length === 0 ? undefined : codings.join(",");
}

function readMetadata(headers: WireHeaders): Record<string, string> {
  const metadata = new Map<string, string>();
  let size = 0;
  headers.names.forEach((header, index) => {
    if (!header.startsWith(metadataPrefix)) return;
    const name = header.slice(metadataPrefix.length);
    const value = headers.values[index] ?? "";
    const before = metadata.get(name);
    metadata.set(name, before === undefined ? value : `${before},${value}`);
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
  });
  if (size > s3Limits.maxMetadataBytes) throw s3Errors.metadataTooLarge(size, s3Limits.maxMetadataBytes);
  return Object.fromEntries(metadata);
}

export function parseObjectHeaders(text: string): ObjectHeaders {
  return JSON.parse(text) as ObjectHeaders;
}

export interface ObjectAnswerOptions {
  /** Whether the client asked for the checksum with `x-amz-checksum-mode: ENABLED`. */
  readonly withChecksum: boolean;
  /** `response-*` parameters, by header name. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Headers of GetObject and HeadObject, but for those about the length. */
export function objectAnswerHeaders(row: ObjectRow, options: ObjectAnswerOptions): Record<string, string> {
  const { system, metadata, checksum } = parseObjectHeaders(row.headers);
  const answer: Record<string, string> = {
    "content-type": row.content_type,
    etag: quoted(row.etag),
    "last-modified": httpDate(row.modified_at),
    "accept-ranges": "bytes",
    ...system,
    ...options.overrides,
  };
  for (const [name, value] of Object.entries(answer)) answer[name] = byteString(value);
  for (const [name, value] of Object.entries(metadata)) answer[metadataPrefix + name] = encodedWord(value);
  if (options.withChecksum && checksum !== undefined) {
    answer[checksumAlgorithms[checksum.algorithm].header] = checksum.value;
    answer["x-amz-checksum-type"] = checksum.type;
  }
  return answer;
}

/** UTF-8 as the byte string that HTTP libraries send as it is. */
function byteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** AWS: metadata outside US-ASCII comes back as RFC 2047 says. */
function encodedWord(text: string): string {
  return isAscii(text) ? text : `=?UTF-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text, "utf8") === text.length;
}
