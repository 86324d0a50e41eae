/** Which bucket and key a request is about, from its raw target and Host header. */
import { bucketOfHost, splitTarget } from "../authority/routing.ts";
import { s3Errors } from "../wire/errors/s3.ts";
import type { WireRequest } from "../wire/index.ts";
import { s3Limits } from "./limits.ts";

export interface S3Target {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Decoded query parameters; the first of a name counts. */
  readonly query: ReadonlyMap<string, string>;
  /** The raw path, for the `Resource` element of an error document. */
  readonly path: string;
}

/**
 * `virtualHosts`: host names, without port, whose subdomains are buckets.
 * Throws InvalidURI for escapes that are not UTF-8, KeyTooLongError for keys over 1,024 bytes.
 */
export function parseTarget(request: WireRequest, virtualHosts: readonly string[]): S3Target {
  const { path, query: rawQuery } = splitTarget(request.target);
  const query = parseQuery(rawQuery);
  const hosted = bucketOfHost(request.headers.get("host"), virtualHosts);
  if (hosted !== undefined) return { bucket: hosted, key: keyOf(path.slice(1)), query, path };
  const slash = path.indexOf("/", 1);
  const bucket = decodePath(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? undefined : keyOf(path.slice(slash + 1));
  return { bucket: bucket === "" ? undefined : bucket, key, query, path };
}

function keyOf(raw: string): string | undefined {
  if (raw === "") return undefined;
  const key = decodePath(raw);
  checkKey(key);
  return key;
}

/** Throws KeyTooLongError for more than 1,024 bytes of UTF-8. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key, "utf8");
  if (size > s3Limits.maxKeyBytes) throw s3Errors.keyTooLong(size, s3Limits.maxKeyBytes);
}

/** Percent escapes to text; `+` stays. Throws InvalidURI for what is not UTF-8. */
export function decodePath(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw s3Errors.invalidUri(raw);
  }
}

function parseQuery(raw: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeQuery(equals < 0 ? pair : pair.slice(0, equals));
    if (!query.has(name)) query.set(name, decodeQuery(equals < 0 ? "" : pair.slice(equals + 1)));
  }
  return query;
}

function decodeQuery(raw: string): string {
  return decodePath(raw.replaceAll("+", " "));
}
