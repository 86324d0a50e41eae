/** UploadPart and UploadPartCopy. */
import type { BucketRow } from "../../authority/store/s3/buckets.ts";
import { putPart, type UploadRow } from "../../authority/store/s3/uploads.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { encodeCopyPart } from "../../wire/index.ts";
import { emptyAnswer, quoted, xmlAnswer } from "../answer.ts";
import { gatherObject, type ReceivedObject, receiveObject } from "../body/receive.ts";
import { checksumAlgorithms } from "../checksums/algorithms.ts";
import type { Exchange, ObjectOperation } from "../exchange.ts";
import { s3Limits } from "../limits.ts";
import { publish } from "../publish.ts";
import { type ByteRange, parseRange } from "../range.ts";
import { refuseHeaders } from "../refused-headers.ts";
import type { S3Target } from "../target.ts";
import { openCopySource, readCopySource } from "./copy-source.ts";
import { parseUploadHeaders, requireUpload } from "./upload.ts";

export const uploadPartOperation: ObjectOperation = {
  name: "UploadPart",
  level: "object",
  method: "PUT",
  requires: ["uploadId", "partNumber"],
  action: "s3:PutObject",
  async handle(exchange, bucket, key) {
    const { kernel, request, authenticated, files, limits, target } = exchange;
    refuseHeaders(request.headers);
    const partNumber = readPartNumber(target);
    const upload = await requireUpload(kernel.services.store.read, exchange, bucket, key);
    const { algorithm, chosen } = parseUploadHeaders(upload.headers).checksum;
    const received = await receiveObject({
      request,
      payload: authenticated.payload,
      files,
      maxBytes: limits.maxObjectBytes,
      defaultAlgorithm: algorithm,
      acceptAlgorithm: (given) => {
        if (chosen && given !== undefined && given !== algorithm)
          throw s3Errors.checksumAlgorithmMismatch(algorithm.toLowerCase(), given.toLowerCase());
      },
    });
    await publishPart(exchange, bucket, upload, partNumber, received);
    const { header } = checksumAlgorithms[received.checksum.algorithm];
    return emptyAnswer(200, { etag: quoted(received.md5), [header]: received.checksum.value });
  },
};

export const uploadPartCopyOperation: ObjectOperation = {
  name: "UploadPartCopy",
  level: "object",
  method: "PUT",
  requires: ["uploadId", "partNumber"],
  requiresHeader: "x-amz-copy-source",
  action: "s3:PutObject",
  async handle(exchange, bucket, key) {
    const { kernel, request, files, limits, target, now } = exchange;
    refuseHeaders(request.headers);
    const partNumber = readPartNumber(target);
    const upload = await requireUpload(kernel.services.store.read, exchange, bucket, key);
    const { object } = await openCopySource(exchange);
    const range = readCopyRange(request.headers.get("x-amz-copy-source-range"), object.size);
    if (range.end - range.start > limits.maxObjectBytes)
      throw s3Errors.copySourceTooLarge(limits.maxObjectBytes);
    const { algorithm } = parseUploadHeaders(upload.headers).checksum;
    const received = await gatherObject(await readCopySource(exchange, object, range), files, algorithm);
    await publishPart(exchange, bucket, upload, partNumber, received);
    return xmlAnswer(
      encodeCopyPart({ etag: quoted(received.md5), lastModified: now, checksum: received.checksum }),
    );
  },
};

/** Throws InvalidArgument outside 1 … 10,000. */
function readPartNumber({ query }: S3Target): number {
  const text = query.get("partNumber") ?? "";
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= s3Limits.maxPartNumber) return number;
  throw s3Errors.invalidArgument(
    `Part number must be an integer between 1 and ${s3Limits.maxPartNumber}, inclusive`,
    "partNumber",
    text,
  );
}

/** Throws InvalidArgument for what is no range, InvalidRange for what is not there. */
function readCopyRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  const range = match === null ? undefined : parseRange(header, size);
  if (range === undefined || match === null)
    throw s3Errors.invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  if (Number(match[2]) >= size) throw s3Errors.invalidRange(header, size);
  return range;
}

async function publishPart(
  exchange: Exchange,
  bucket: BucketRow,
  upload: UploadRow,
  partNumber: number,
  received: ReceivedObject,
): Promise<void> {
  const { algorithm } = parseUploadHeaders(upload.headers).checksum;
  await publish(exchange.kernel.services.store, exchange.files, received.file, async (tx) => {
    // The upload may have been completed or aborted while the part was on its way.
    await requireUpload(tx, exchange, bucket, upload.object_key);
    const replaced = await putPart(tx, {
      upload_id: upload.upload_id,
      part_number: partNumber,
      file: received.file.name,
      size: received.sizeBytes,
      etag: received.md5,
      checksum: received.checksum.algorithm === algorithm ? received.checksum.value : null,
      modified_at: exchange.now,
    });
    return replaced === undefined ? [] : [replaced];
  });
}
