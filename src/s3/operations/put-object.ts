import { findBucket } from "../../authority/store/s3/buckets.ts";
import { findObject, putObject } from "../../authority/store/s3/objects.ts";
import type { Writer } from "../../authority/store/schema.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { emptyAnswer, quoted } from "../answer.ts";
import { type ObjectChecksum, type ReceivedObject, receiveObject } from "../body/receive.ts";
import { type ChecksumType, checksumAlgorithms } from "../checksums/algorithms.ts";
import { judgeWrite, readWriteCondition, type WriteCondition } from "../conditions.ts";
import type { Exchange, ObjectOperation } from "../exchange.ts";
import { type Description, readDescription } from "../object-headers.ts";
import { publish } from "../publish.ts";
import { refuseHeaders } from "../refused-headers.ts";

/** AWS: what S3 computes for clients that send no checksum. */
export const defaultChecksumAlgorithm = "CRC64NVME";

export const putObjectOperation: ObjectOperation = {
  name: "PutObject",
  level: "object",
  method: "PUT",
  action: "s3:PutObject",
  async handle(exchange, bucket, key) {
    const { request, authenticated, files, limits } = exchange;
    refuseHeaders(request.headers);
    const description = readDescription(request.headers);
    const condition = readWriteCondition(request.headers);
    const received = await receiveObject({
      request,
      payload: authenticated.payload,
      files,
      maxBytes: limits.maxObjectBytes,
      defaultAlgorithm: defaultChecksumAlgorithm,
    });
    await publishObject(exchange, {
      bucket: bucket.name,
      key,
      received,
      etag: received.md5,
      description,
      checksum: { ...received.checksum, type: "FULL_OBJECT" },
      condition,
    });
    return emptyAnswer(200, {
      etag: quoted(received.md5),
      ...checksumHeaders({ ...received.checksum, type: "FULL_OBJECT" }),
    });
  },
};

/** A checksum as the headers of an answer. */
export function checksumHeaders(
  checksum: ObjectChecksum & { readonly type: ChecksumType },
): Record<string, string> {
  return {
    [checksumAlgorithms[checksum.algorithm].header]: checksum.value,
    "x-amz-checksum-type": checksum.type,
  };
}

export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly received: Pick<ReceivedObject, "file" | "sizeBytes">;
  readonly etag: string;
  readonly description: Description;
  readonly checksum: ObjectChecksum & { readonly type: ChecksumType };
  readonly condition: WriteCondition;
}

/**
 * Makes received bytes the object of that key; `also` runs first in the same transaction and answers further files
 * that nobody owns any more. Throws NoSuchBucket when the bucket went meanwhile, PreconditionFailed.
 */
export async function publishObject(
  { kernel, files, caller, now }: Exchange,
  object: NewObject,
  also: (tx: Writer) => Promise<readonly string[]> = async () => [],
): Promise<void> {
  const { bucket, key, received, description, checksum } = object;
  await publish(kernel.services.store, files, received.file, async (tx) => {
    const orphans = await also(tx);
    const owner = (await findBucket(tx, bucket))?.account_id;
    if (owner !== caller.accountId) throw s3Errors.noSuchBucket(bucket);
    judgeWrite(object.condition, key, await findObject(tx, bucket, key));
    const replaced = await putObject(tx, {
      bucket,
      object_key: key,
      file: received.file.name,
      size: received.sizeBytes,
      etag: object.etag,
      modified_at: now,
      content_type: description.contentType,
      headers: JSON.stringify({ ...description.headers, checksum }),
    });
    return replaced === undefined ? orphans : [...orphans, replaced];
  });
}
