/**
 * Marker and MaxItems. A marker holds the sort key of the last item shown, so a list that changes between two pages
 * neither skips nor repeats what stayed in it.
 */
import { createHash } from "node:crypto";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Slice } from "../../store/slice.ts";

/** AWS: items on a page when MaxItems is absent. The model bounds MaxItems to 1 … 1000. */
export const defaultPageItems = 100;
/** UTF-8 bytes of a sort key that fit into a Marker of 320 characters, as the model bounds it. */
export const maxSortKeyBytes = 234;

const markerPrefix = "1:";
const hashedKeyPrefixBytes = 150;

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** What a repository needs; `limit` is one more than the page holds: the extra row tells whether the list goes on. */
export type PageRequest = Slice;

/** The members every paged answer ends with. */
export interface PageEnd {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly end: PageEnd;
}

/** Reads Marker and MaxItems. Throws ValidationError when the marker is none of ours. */
export function parsePage(input: PageInput): PageRequest {
  return {
    after: input.Marker === undefined ? undefined : parseMarker(input.Marker),
    limit: (input.MaxItems ?? defaultPageItems) + 1,
  };
}

/** Rows as a repository answered a `PageRequest` → the page. `sortKeyOf` is what the rows were ordered by. */
export function buildPage<T>(
  rows: readonly T[],
  request: PageRequest,
  sortKeyOf: (row: T) => string,
): Page<T> {
  const items = rows.slice(0, request.limit - 1);
  const last = items.at(-1);
  if (rows.length < request.limit || last === undefined) return { items, end: { IsTruncated: false } };
  return { items, end: { IsTruncated: true, Marker: buildMarker(sortKeyOf(last)) } };
}

/** One page of a list that is in memory as a whole (tags, attached policies): sorts by key, then cuts. */
export function pageOf<T>(all: readonly T[], input: PageInput, keyOf: (item: T) => string): Page<T> {
  const request = parsePage(input);
  const keyed = all.map((item) => ({ item, key: boundedKey(keyOf(item)) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  const { after } = request;
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after);
  const page = buildPage(rest.slice(0, request.limit), request, ({ key }) => key);
  return { items: page.items.map(({ item }) => item), end: page.end };
}

/** A key that fits into a marker: long ones keep their beginning, and a digest keeps them apart. */
function boundedKey(key: string): string {
  const bytes = Buffer.from(key);
  if (bytes.length <= maxSortKeyBytes) return key;
  const digest = createHash("sha256").update(bytes).digest("hex");
  return (
    bytes
      .subarray(0, hashedKeyPrefixBytes)
      .toString("latin1")
      .replace(/[^ -~]/g, "~") + digest
  );
}

function buildMarker(sortKey: string): string {
  return Buffer.from(markerPrefix + sortKey).toString("base64url");
}

function parseMarker(marker: string): string {
  const text = Buffer.from(marker, "base64url").toString();
  if (!text.startsWith(markerPrefix) || buildMarker(text.slice(markerPrefix.length)) !== marker)
    throw iamErrors.invalidMarker();
  return text.slice(markerPrefix.length);
}
