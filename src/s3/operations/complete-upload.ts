/** CompleteMultipartUpload: the parts become one object. */
import { createHash } from "node:crypto";
import type { PartRow, UploadRow } from "../../authority/store/s3/uploads.ts";
import { deleteUpload, listParts } from "../../authority/store/s3/uploads.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { encodeCompleteUpload, parseCompleteUpload, type S3CompletedPart } from "../../wire/index.ts";
import { quoted, xmlAnswer } from "../answer.ts";
import { checksumHeaders as givenChecksums } from "../body/expectations.ts";
import { gatherObject, type ObjectChecksum, receiveDocument } from "../body/receive.ts";
import { type ChecksumType, checksumAlgorithms } from "../checksums/algorithms.ts";
import { matchesTag, readWriteCondition } from "../conditions.ts";
import type { Exchange, ObjectOperation } from "../exchange.ts";
import { s3Limits } from "../limits.ts";
import { type ObjectFiles, readStream } from "../object-files.ts";
import { publishObject } from "./put-object.ts";
import { parseUploadHeaders, requireUpload, type UploadChecksum } from "./upload.ts";

export const completeMultipartUploadOperation: ObjectOperation = {
  name: "CompleteMultipartUpload",
  level: "object",
  method: "POST",
  requires: ["uploadId"],
  action: "s3:PutObject",
  async handle(exchange, bucket, key) {
    const { kernel, request, authenticated, files } = exchange;
    const condition = readWriteCondition(request.headers);
    const wanted = parseCompleteUpload(await signedDocument(exchange));
    const upload = await requireUpload(kernel.services.store.read, exchange, bucket, key);
    const headers = parseUploadHeaders(upload.headers);
    const parts = await chooseParts(exchange, upload, wanted, headers.checksum);
    const etag = `${hashOfHashes(
      "md5",
      parts.map((part) => Buffer.from(part.etag, "hex")),
    ).toString("hex")}-${parts.length}`;
    const received = await gatherObject(readParts(files, parts), files, headers.checksum.algorithm);
    let checksum: ObjectChecksum & { readonly type: ChecksumType };
    try {
      checksum = composeChecksum(headers.checksum, parts, received.checksum);
      checkGiven(exchange, checksum);
    } catch (error) {
      await received.file.discard();
      throw error;
    }
    await publishObject(
      exchange,
      {
        bucket: bucket.name,
        key,
        received,
        etag,
        description: { contentType: upload.content_type, headers: headers.object },
        checksum,
        condition,
      },
      async (tx) => {
        // Of two completions at the same time one finds the upload gone.
        await requireUpload(tx, exchange, bucket, key);
        return deleteUpload(tx, upload.upload_id);
      },
    );
    const scheme = authenticated.request.secure ? "https" : "http";
    const location = `${scheme}://${request.headers.get("host") ?? ""}${exchange.target.path}`;
    return xmlAnswer(
      encodeCompleteUpload({
        location,
        bucket: bucket.name,
        key,
        etag: quoted(etag),
        checksum,
        checksumType: checksum.type,
      }),
    );
  },
};

/**
 * The document. Its `x-amz-checksum-*` header is the object's, not the document's, so only the hash that was signed and
 * Content-MD5 are checked here.
 */
function signedDocument({ request, authenticated }: Exchange): Promise<Buffer> {
  return receiveDocument(request, authenticated.payload, "ignore-checksums");
}

/** Throws InvalidPart, InvalidPartOrder, EntityTooSmall, EntityTooLarge, InvalidRequest for another total size. */
async function chooseParts(
  { kernel, request, limits }: Exchange,
  upload: UploadRow,
  wanted: readonly S3CompletedPart[],
  { algorithm, chosen }: UploadChecksum,
): Promise<PartRow[]> {
  const uploadId = upload.upload_id;
  const rows = await listParts(kernel.services.store.read, uploadId, {
    after: 0,
    limit: s3Limits.maxPartNumber,
  });
  const present = new Map(rows.map((row) => [row.part_number, row]));
  const isAscending = wanted.every(
    ({ partNumber }, index) => index === 0 || partNumber > (wanted[index - 1]?.partNumber ?? 0),
  );
  if (!isAscending) throw s3Errors.invalidPartOrder(uploadId);
  const parts = wanted.map(({ partNumber, etag, checksums }) => {
    const part = present.get(partNumber);
    const isSame =
      part !== undefined &&
      matchesTag(etag, part.etag) &&
      checksums.every((given) => (given.algorithm === algorithm ? given.value === part.checksum : !chosen));
    if (!isSame) throw s3Errors.invalidPart({ uploadId, partNumber, etag });
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < limits.minPartBytes);
  if (small !== undefined)
    throw s3Errors.entityTooSmall({
      size: small.size,
      minimum: limits.minPartBytes,
      partNumber: small.part_number,
      etag: small.etag,
    });
  const total = parts.reduce((sum, part) => sum + part.size, 0);
  if (total > limits.maxMultipartObjectBytes)
    throw s3Errors.entityTooLarge(total, limits.maxMultipartObjectBytes);
  const announced = request.headers.get("x-amz-mp-object-size");
  if (announced !== undefined && announced !== String(total))
    throw s3Errors.objectSizeMismatch(announced, total);
  return parts;
}

async function* readParts(
  files: ObjectFiles,
  parts: readonly PartRow[],
): AsyncGenerator<Uint8Array, void, void> {
  for (const part of parts) {
    const handle = await files.open(part.file);
    // A part that is gone was replaced, or the upload ended, while this ran.
    if (handle === undefined) throw s3Errors.noSuchUpload(part.upload_id);
    if (part.size === 0) await handle.close();
    else yield* readStream(handle, 0, part.size);
  }
}

/** AWS: a composite checksum is the checksum of the parts' checksums, and says how many they were. */
function composeChecksum(
  { algorithm, type }: UploadChecksum,
  parts: readonly PartRow[],
  whole: ObjectChecksum,
): ObjectChecksum & { readonly type: ChecksumType } {
  if (type === "FULL_OBJECT") return { ...whole, type };
  const running = checksumAlgorithms[algorithm].start();
  for (const part of parts) running.update(Buffer.from(part.checksum ?? "", "base64"));
  return { algorithm, value: `${running.digest().toString("base64")}-${parts.length}`, type };
}

/** Throws BadDigest when the client expects another checksum of the whole. */
function checkGiven({ request }: Exchange, checksum: ObjectChecksum): void {
  const { header } = checksumAlgorithms[checksum.algorithm];
  const given = request.headers.get(header);
  if (given !== undefined && given.replace(/-\d+$/, "") !== checksum.value.replace(/-\d+$/, ""))
    throw s3Errors.badChecksum(checksum.algorithm);
  const others = givenChecksums(request.headers, "of-parts").filter(
    ({ algorithm }) => algorithm !== checksum.algorithm,
  );
  const [other] = others;
  if (other !== undefined)
    throw s3Errors.checksumAlgorithmMismatch(checksum.algorithm.toLowerCase(), other.algorithm.toLowerCase());
}

function hashOfHashes(name: string, hashes: readonly Buffer[]): Buffer {
  const hash = createHash(name);
  for (const each of hashes) hash.update(each);
  return hash.digest();
}
