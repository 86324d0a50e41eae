/** S3 objects. A row is what makes a file of the objects folder an object; keys are ordered by their UTF-8 bytes. */
import type { Insertable, Selectable } from "kysely";
import type { ObjectTable, Reader, Writer } from "../schema.ts";

export type ObjectRow = Selectable<ObjectTable>;

export async function findObject(
  reader: Reader,
  bucket: string,
  key: string,
): Promise<ObjectRow | undefined> {
  return reader
    .selectFrom("s3_object")
    .selectAll()
    .where("bucket", "=", bucket)
    .where("object_key", "=", key)
    .executeTakeFirst();
}

/** A stretch of a bucket's keys. */
export interface KeyRange {
  readonly bucket: string;
  /** The first key that may be there. */
  readonly from: string;
  /** Only keys greater than this; undefined: `from` alone counts. */
  readonly after: string | undefined;
  /** The first key that may not be there; undefined: to the end. */
  readonly before: string | undefined;
  readonly limit: number;
}

export async function listObjects(reader: Reader, range: KeyRange): Promise<ObjectRow[]> {
  let query = reader
    .selectFrom("s3_object")
    .selectAll()
    .where("bucket", "=", range.bucket)
    .where("object_key", ">=", range.from);
  if (range.after !== undefined) query = query.where("object_key", ">", range.after);
  if (range.before !== undefined) query = query.where("object_key", "<", range.before);
  return query.orderBy("object_key").limit(range.limit).execute();
}

export async function hasObjects(reader: Reader, bucket: string): Promise<boolean> {
  const row = await reader
    .selectFrom("s3_object")
    .select("object_key")
    .where("bucket", "=", bucket)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts or replaces. Answers the file of the object that was there before; it is nobody's now. */
export async function putObject(tx: Writer, object: Insertable<ObjectTable>): Promise<string | undefined> {
  const replaced = await deleteObject(tx, object.bucket, object.object_key);
  await tx.insertInto("s3_object").values(object).execute();
  return replaced;
}

/** Answers the file that is nobody's now; undefined when there was no such object. */
export async function deleteObject(tx: Writer, bucket: string, key: string): Promise<string | undefined> {
  const row = await findObject(tx, bucket, key);
  if (row === undefined) return undefined;
  await tx.deleteFrom("s3_object").where("bucket", "=", bucket).where("object_key", "=", key).execute();
  return row.file;
}

/** Which of these files an object or a part of an upload owns. */
export async function ownedFiles(reader: Reader, files: readonly string[]): Promise<ReadonlySet<string>> {
  const objects = await reader.selectFrom("s3_object").select("file").where("file", "in", files).execute();
  const parts = await reader.selectFrom("multipart_part").select("file").where("file", "in", files).execute();
  return new Set([...objects, ...parts].map((row) => row.file));
}
