/** Preconditions of reads, writes and copies. AWS: S3 user guide, "Conditional requests"; RFC 9110, section 13. */
import type { ObjectRow } from "../authority/store/s3/objects.ts";
import { s3Errors } from "../wire/errors/s3.ts";
import type { WireHeaders } from "../wire/index.ts";

/** What conditions look at. */
export type Version = Pick<ObjectRow, "etag" | "modified_at">;

/** How a read's conditions are called: `""` for GetObject, `x-amz-copy-source-` for the source of a copy. */
type ConditionPrefix = "" | "x-amz-copy-source-";

/**
 * Whether the object may be read; "not-modified" answers 304 (a copy answers 412).
 * If-Match outweighs If-Unmodified-Since, If-None-Match outweighs If-Modified-Since.
 * Throws PreconditionFailed.
 */
export function judgeRead(
  headers: WireHeaders,
  version: Version,
  prefix: ConditionPrefix = "",
): "read" | "not-modified" {
  const ifMatch = headers.get(`${prefix}if-match`);
  const ifUnmodified = readDate(headers.get(`${prefix}if-unmodified-since`));
  if (ifMatch !== undefined) {
    if (!matchesTag(ifMatch, version.etag)) throw s3Errors.preconditionFailed("If-Match");
  } else if (ifUnmodified !== undefined && wholeSeconds(version.modified_at) > ifUnmodified) {
    throw s3Errors.preconditionFailed("If-Unmodified-Since");
  }
  const ifNoneMatch = headers.get(`${prefix}if-none-match`);
  const ifModified = readDate(headers.get(`${prefix}if-modified-since`));
  if (ifNoneMatch !== undefined) return matchesTag(ifNoneMatch, version.etag) ? "not-modified" : "read";
  return ifModified !== undefined && wholeSeconds(version.modified_at) <= ifModified
    ? "not-modified"
    : "read";
}

/** A copy has no 304. Throws PreconditionFailed. */
export function judgeCopySource(headers: WireHeaders, version: Version): void {
  if (judgeRead(headers, version, "x-amz-copy-source-") === "not-modified")
    throw s3Errors.preconditionFailed("x-amz-copy-source-If-None-Match");
}

/** The condition of a write or a deletion, read before its body is. */
export interface WriteCondition {
  /** An entity tag or `*`. */
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: boolean;
}

/** Throws NotImplemented for an If-None-Match other than `*`, as AWS does. */
export function readWriteCondition(headers: WireHeaders): WriteCondition {
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== "*") throw s3Errors.notImplemented("If-None-Match");
  return { ifMatch: headers.get("if-match"), ifNoneMatch: ifNoneMatch !== undefined };
}

/**
 * Judged inside the transaction that writes, so that of two racing writers one is refused.
 * Throws PreconditionFailed, or NoSuchKey for an If-Match on nothing.
 */
export function judgeWrite(condition: WriteCondition, key: string, present: Version | undefined): void {
  if (condition.ifNoneMatch && present !== undefined) throw s3Errors.preconditionFailed("If-None-Match");
  if (condition.ifMatch === undefined) return;
  if (present === undefined) throw s3Errors.noSuchKey(key);
  if (!matchesTag(condition.ifMatch, present.etag)) throw s3Errors.preconditionFailed("If-Match");
}

/** `"a", "b"`, `*`, weak tags and bare ones, as clients send them. */
export function matchesTag(list: string, etag: string): boolean {
  return list.split(",").some((item) => {
    const tag = item
      .trim()
      .replace(/^W\//, "")
      .replace(/^"(.*)"$/, "$1");
    return tag === "*" || tag === etag;
  });
}

/** Milliseconds; undefined for what is no date, which RFC 9110 says to ignore. */
function readDate(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
