/** Step 1: the request in its canonical form. AWS: IAM user guide, "Create a canonical request". */
import { hash } from "node:crypto";
import { canonicalHeaders } from "./canonical/headers.ts";
import { canonicalPath } from "./canonical/path.ts";
import { canonicalQuery, readQueryPairs } from "./canonical/query.ts";
import type { SignableRequest, SigningStyle } from "./request.ts";

export interface CanonicalizeOptions {
  readonly style: SigningStyle;
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[];
  /** The same, joined with `;`. */
  readonly signedHeadersText: string;
  /** What the canonical request ends with: a hexadecimal SHA-256, or one of S3's words. */
  readonly payloadHash: string;
  /** Query parameters that are not part of it, as UriEncode writes their names. */
  readonly leaveOut?: readonly string[];
}

/** Undefined when a header that is said to be signed is not in the request. */
export function buildCanonicalRequest(
  request: SignableRequest,
  options: CanonicalizeOptions,
): string | undefined {
  const headers = canonicalHeaders(request.headers, options.signedHeaders);
  if (headers === undefined) return undefined;
  const { target } = request;
  const mark = target.indexOf("?");
  const path = canonicalPath(mark < 0 ? target : target.slice(0, mark), options.style);
  const query = mark < 0 ? "" : canonicalQuery(readQueryPairs(target.slice(mark + 1)), options.leaveOut);
  return `${request.method}\n${path}\n${query}\n${headers}\n${options.signedHeadersText}\n${options.payloadHash}`;
}

/** Hexadecimal SHA-256 of a canonical request (a byte string). */
export function hashCanonicalRequest(canonicalRequest: string): string {
  const isAscii = Buffer.byteLength(canonicalRequest) === canonicalRequest.length;
  return hash("sha256", isAscii ? canonicalRequest : Buffer.from(canonicalRequest, "latin1"), "hex");
}
