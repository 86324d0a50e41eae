/** CreateMultipartUpload, AbortMultipartUpload and the two listings. */
import {
  countUploads,
  deleteUpload,
  insertUpload,
  listParts,
  listUploads,
} from "../../authority/store/s3/uploads.ts";
import { encodeBase32 } from "../../base/index.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { encodeCreateUpload, encodeListParts, encodeListUploads } from "../../wire/index.ts";
import { emptyAnswer, quoted, xmlAnswer } from "../answer.ts";
import type { BucketOperation, ObjectOperation } from "../exchange.ts";
import { s3Limits } from "../limits.ts";
import { successor } from "../list-keys.ts";
import { readDescription } from "../object-headers.ts";
import { ownerOf } from "../owner.ts";
import { encodingTypeParameter, integerParameter } from "../parameters.ts";
import { refuseHeaders } from "../refused-headers.ts";
import { parseUploadHeaders, readUploadChecksum, requireUpload, type UploadHeaders } from "./upload.ts";

/** Random bytes in an upload's id. */
const uploadIdBytes = 48;

export const createMultipartUploadOperation: ObjectOperation = {
  name: "CreateMultipartUpload",
  level: "object",
  method: "POST",
  requires: ["uploads"],
  action: "s3:PutObject",
  async handle({ kernel, request, caller, now }, bucket, key) {
    refuseHeaders(request.headers);
    const description = readDescription(request.headers);
    const checksum = readUploadChecksum(request.headers);
    const headers: UploadHeaders = { object: description.headers, checksum };
    // Letters and digits: clients take what begins with `-` for an option.
    const uploadId = encodeBase32(kernel.services.random(uploadIdBytes));
    await kernel.services.store.record(async (tx) => {
      if ((await countUploads(tx, caller.accountId)) >= s3Limits.maxUploadsPerAccount)
        throw s3Errors.slowDown().because("too many uploads under way in the account");
      await insertUpload(tx, {
        upload_id: uploadId,
        bucket: bucket.name,
        object_key: key,
        account_id: caller.accountId,
        created_at: now,
        content_type: description.contentType,
        headers: JSON.stringify(headers),
      });
    });
    const about = checksum.chosen
      ? { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type }
      : {};
    return xmlAnswer(encodeCreateUpload({ bucket: bucket.name, key, uploadId }), about);
  },
};

export const abortMultipartUploadOperation: ObjectOperation = {
  name: "AbortMultipartUpload",
  level: "object",
  method: "DELETE",
  requires: ["uploadId"],
  action: "s3:AbortMultipartUpload",
  async handle(exchange, bucket, key) {
    const orphans = await exchange.kernel.services.store.record(async (tx) => {
      const upload = await requireUpload(tx, exchange, bucket, key);
      return deleteUpload(tx, upload.upload_id);
    });
    await exchange.files.remove(orphans);
    return emptyAnswer(204);
  },
};

export const listPartsOperation: ObjectOperation = {
  name: "ListParts",
  level: "object",
  method: "GET",
  requires: ["uploadId"],
  allows: ["max-parts", "part-number-marker", "encoding-type"],
  action: "s3:ListMultipartUploadParts",
  async handle(exchange, bucket, key) {
    const { kernel, target } = exchange;
    const { read } = kernel.services.store;
    const upload = await requireUpload(read, exchange, bucket, key);
    const bounds = { min: 0, max: s3Limits.maxListedKeys, otherwise: s3Limits.maxListedKeys };
    const maxParts = integerParameter(target, "max-parts", bounds);
    const after = integerParameter(target, "part-number-marker", {
      min: 0,
      max: s3Limits.maxPartNumber,
      otherwise: 0,
    });
    const rows = await listParts(read, upload.upload_id, { after, limit: maxParts + 1 });
    const page = rows.slice(0, maxParts);
    const { algorithm, type } = parseUploadHeaders(upload.headers).checksum;
    return xmlAnswer(
      encodeListParts({
        bucket: bucket.name,
        key,
        uploadId: upload.upload_id,
        owner: ownerOf(upload.account_id),
        partNumberMarker: after,
        nextPartNumberMarker: rows.length > maxParts ? page.at(-1)?.part_number : undefined,
        maxParts,
        checksumAlgorithm: algorithm,
        checksumType: type,
        parts: page.map((row) => ({
          partNumber: row.part_number,
          lastModified: row.modified_at,
          etag: quoted(row.etag),
          size: row.size,
          checksum: row.checksum === null ? undefined : { algorithm, value: row.checksum },
        })),
      }),
    );
  },
};

export const listMultipartUploadsOperation: BucketOperation = {
  name: "ListMultipartUploads",
  level: "bucket",
  method: "GET",
  requires: ["uploads"],
  allows: ["prefix", "key-marker", "upload-id-marker", "max-uploads", "encoding-type"],
  action: "s3:ListBucketMultipartUploads",
  async handle({ kernel, target }, bucket) {
    const bounds = { min: 1, max: s3Limits.maxListedKeys, otherwise: s3Limits.maxListedKeys };
    const maxUploads = integerParameter(target, "max-uploads", bounds);
    const prefix = target.query.get("prefix") ?? "";
    const keyMarker = target.query.get("key-marker") ?? "";
    const uploadIdMarker = keyMarker === "" ? "" : (target.query.get("upload-id-marker") ?? "");
    const rows = await listUploads(kernel.services.store.read, {
      bucket: bucket.name,
      from: prefix,
      before: successor(prefix),
      afterKey: keyMarker,
      // AWS: without an upload id everything of the marker's key is behind.
      afterUploadId: uploadIdMarker === "" ? "\u{10ffff}" : uploadIdMarker,
      limit: maxUploads + 1,
    });
    return xmlAnswer(
      encodeListUploads({
        bucket: bucket.name,
        owner: ownerOf(bucket.account_id),
        prefix,
        keyMarker,
        uploadIdMarker,
        maxUploads,
        encodingType: encodingTypeParameter(target),
        isTruncated: rows.length > maxUploads,
        uploads: rows.slice(0, maxUploads).map((row) => ({
          key: row.object_key,
          uploadId: row.upload_id,
          initiatedAt: row.created_at,
        })),
      }),
    );
  },
};
