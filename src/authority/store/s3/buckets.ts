/** S3 buckets. Names are global; each belongs to one account. */
import type { Insertable, Selectable } from "kysely";
import type { BucketTable, Reader, Writer } from "../schema.ts";

export type BucketRow = Selectable<BucketTable>;

export async function findBucket(reader: Reader, name: string): Promise<BucketRow | undefined> {
  return reader.selectFrom("bucket").selectAll().where("name", "=", name).executeTakeFirst();
}

/** Which buckets of an account are wanted, in the order of their names. */
export interface BucketSelection {
  readonly accountId: string;
  readonly prefix: string;
  /** Only names greater than this. */
  readonly after: string | undefined;
  readonly region: string | undefined;
  readonly limit: number;
}

export async function listBuckets(reader: Reader, selection: BucketSelection): Promise<BucketRow[]> {
  let query = reader
    .selectFrom("bucket")
    .selectAll()
    .where("account_id", "=", selection.accountId)
    .where((eb) =>
      eb(eb.fn("substr", ["name", eb.lit(1), eb.val(selection.prefix.length)]), "=", selection.prefix),
    );
  if (selection.after !== undefined) query = query.where("name", ">", selection.after);
  if (selection.region !== undefined) query = query.where("region", "=", selection.region);
  return query.orderBy("name").limit(selection.limit).execute();
}

export async function countBuckets(reader: Reader, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom("bucket")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertBucket(tx: Writer, bucket: Insertable<BucketTable>): Promise<void> {
  await tx.insertInto("bucket").values(bucket).execute();
}

export async function deleteBucket(tx: Writer, name: string): Promise<void> {
  await tx.deleteFrom("bucket").where("name", "=", name).execute();
}
