/** S3 multipart uploads under way, and their parts. */
import type { Insertable, Selectable } from "kysely";
import type { MultipartPartTable, MultipartUploadTable, Reader, Writer } from "../schema.ts";

export type UploadRow = Selectable<MultipartUploadTable>;
export type PartRow = Selectable<MultipartPartTable>;

export async function findUpload(reader: Reader, uploadId: string): Promise<UploadRow | undefined> {
  return reader
    .selectFrom("multipart_upload")
    .selectAll()
    .where("upload_id", "=", uploadId)
    .executeTakeFirst();
}

export async function insertUpload(tx: Writer, upload: Insertable<MultipartUploadTable>): Promise<void> {
  await tx.insertInto("multipart_upload").values(upload).execute();
}

export async function countUploads(reader: Reader, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom("multipart_upload")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Parts in order; only numbers greater than `after`. */
export async function listParts(
  reader: Reader,
  uploadId: string,
  slice: { readonly after: number; readonly limit: number },
): Promise<PartRow[]> {
  return reader
    .selectFrom("multipart_part")
    .selectAll()
    .where("upload_id", "=", uploadId)
    .where("part_number", ">", slice.after)
    .orderBy("part_number")
    .limit(slice.limit)
    .execute();
}

/** Inserts or replaces. Answers the file of the part that was there before; it is nobody's now. */
export async function putPart(tx: Writer, part: Insertable<MultipartPartTable>): Promise<string | undefined> {
  const replaced = await tx
    .selectFrom("multipart_part")
    .select("file")
    .where("upload_id", "=", part.upload_id)
    .where("part_number", "=", part.part_number)
    .executeTakeFirst();
  await tx
    .deleteFrom("multipart_part")
    .where("upload_id", "=", part.upload_id)
    .where("part_number", "=", part.part_number)
    .execute();
  await tx.insertInto("multipart_part").values(part).execute();
  return replaced?.file;
}

/** Forgets an upload and its parts. Answers the parts' files; they are nobody's now. */
export async function deleteUpload(tx: Writer, uploadId: string): Promise<string[]> {
  const parts = await tx
    .selectFrom("multipart_part")
    .select("file")
    .where("upload_id", "=", uploadId)
    .execute();
  await tx.deleteFrom("multipart_part").where("upload_id", "=", uploadId).execute();
  await tx.deleteFrom("multipart_upload").where("upload_id", "=", uploadId).execute();
  return parts.map((part) => part.file);
}

/** Uploads of a bucket, for DeleteBucket. AWS: a bucket with uploads under way can be deleted; they go with it. */
export async function listUploadIds(reader: Reader, bucket: string): Promise<string[]> {
  const rows = await reader
    .selectFrom("multipart_upload")
    .select("upload_id")
    .where("bucket", "=", bucket)
    .execute();
  return rows.map((row) => row.upload_id);
}

/** Uploads of a bucket by key, then id; only those after the two markers. */
export async function listUploads(
  reader: Reader,
  selection: {
    readonly bucket: string;
    readonly from: string;
    readonly before: string | undefined;
    readonly afterKey: string;
    readonly afterUploadId: string;
    readonly limit: number;
  },
): Promise<UploadRow[]> {
  let query = reader
    .selectFrom("multipart_upload")
    .selectAll()
    .where("bucket", "=", selection.bucket)
    .where("object_key", ">=", selection.from)
    .where((eb) =>
      eb.or([
        eb("object_key", ">", selection.afterKey),
        eb.and([eb("object_key", "=", selection.afterKey), eb("upload_id", ">", selection.afterUploadId)]),
      ]),
    );
  if (selection.before !== undefined) query = query.where("object_key", "<", selection.before);
  return query.orderBy("object_key").orderBy("upload_id").limit(selection.limit).execute();
}
