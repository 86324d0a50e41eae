/** ListObjects, versions 1 and 2. */
import type { ContextEntries } from "../../authority/operation.ts";
import { listObjects, type ObjectRow } from "../../authority/store/s3/objects.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import {
  encodeListObjects,
  encodeListObjectsV2,
  type S3ListedObject,
  type S3Owner,
} from "../../wire/index.ts";
import { quoted, xmlAnswer } from "../answer.ts";
import type { BucketOperation, Exchange } from "../exchange.ts";
import { type ListingPage, listKeys } from "../list-keys.ts";
import { ownerOf } from "../owner.ts";
import { encodingTypeParameter, maxKeysParameter } from "../parameters.ts";

const sharedParameters = ["prefix", "delimiter", "max-keys", "encoding-type"];

export const listObjectsV2Operation: BucketOperation = {
  name: "ListObjectsV2",
  level: "bucket",
  method: "GET",
  requires: ["list-type"],
  allows: [...sharedParameters, "continuation-token", "start-after", "fetch-owner"],
  action: "s3:ListBucket",
  context: listingContext,
  async handle(exchange, bucket) {
    const { query } = exchange.target;
    const listType = query.get("list-type") ?? "";
    if (listType !== "2")
      throw s3Errors.invalidArgument("Invalid List Type specified in Request", "list-type", listType);
    const token = query.get("continuation-token");
    const startAfter = query.get("start-after");
    const page = await readPage(
      exchange,
      bucket.name,
      token === undefined ? (startAfter ?? "") : openToken(token),
    );
    const owner = query.get("fetch-owner") === "true" ? ownerOf(bucket.account_id) : undefined;
    return xmlAnswer(
      encodeListObjectsV2({
        ...sharedAnswer(exchange, bucket.name, page, owner),
        keyCount: page.objects.length + page.commonPrefixes.length,
        continuationToken: token,
        nextContinuationToken: page.next === undefined ? undefined : makeToken(page.next),
        startAfter,
      }),
    );
  },
};

export const listObjectsOperation: BucketOperation = {
  name: "ListObjects",
  level: "bucket",
  method: "GET",
  allows: [...sharedParameters, "marker"],
  action: "s3:ListBucket",
  context: listingContext,
  async handle(exchange, bucket) {
    const { query } = exchange.target;
    const marker = query.get("marker") ?? "";
    const page = await readPage(exchange, bucket.name, marker);
    return xmlAnswer(
      encodeListObjects({
        ...sharedAnswer(exchange, bucket.name, page, ownerOf(bucket.account_id)),
        marker,
        // AWS: without a delimiter the last key is the next marker, and is not repeated.
        nextMarker: query.get("delimiter") ? page.next : undefined,
      }),
    );
  },
};

function listingContext({ target }: Exchange): ContextEntries {
  return {
    "s3:prefix": target.query.get("prefix"),
    "s3:delimiter": target.query.get("delimiter"),
    "s3:max-keys": target.query.get("max-keys"),
  };
}

function readPage({ kernel, target }: Exchange, bucket: string, after: string): Promise<ListingPage> {
  const { read } = kernel.services.store;
  const question = {
    bucket,
    prefix: target.query.get("prefix") ?? "",
    delimiter: target.query.get("delimiter") ?? "",
    after,
    maxKeys: maxKeysParameter(target),
  };
  return listKeys(question, (range) => listObjects(read, range));
}

function sharedAnswer({ target }: Exchange, bucket: string, page: ListingPage, owner: S3Owner | undefined) {
  return {
    bucket,
    prefix: target.query.get("prefix") ?? "",
    delimiter: target.query.get("delimiter") || undefined,
    maxKeys: maxKeysParameter(target),
    encodingType: encodingTypeParameter(target),
    isTruncated: page.next !== undefined,
    contents: page.objects.map((row) => listed(row, owner)),
    commonPrefixes: page.commonPrefixes,
  };
}

function listed(row: ObjectRow, owner: S3Owner | undefined): S3ListedObject {
  const object = {
    key: row.object_key,
    lastModified: row.modified_at,
    etag: quoted(row.etag),
    size: row.size,
  };
  return owner === undefined ? object : { ...object, owner };
}

/** Clients hand tokens back as they got them; what is in them is only where the next page begins. */
function makeToken(next: string): string {
  return Buffer.from(next, "utf8").toString("base64url");
}

/** Throws InvalidArgument for what we did not make. */
function openToken(token: string): string {
  const bytes = Buffer.from(token, "base64url");
  const next = bytes.toString("utf8");
  if (token === "" || makeToken(next) !== token)
    throw s3Errors.invalidArgument(
      "The continuation token provided is incorrect",
      "continuation-token",
      token,
    );
  return next;
}
