/** What is told apart by name within an account, and lies on a path: users, groups, roles and instance profiles alike. */
import type { Selectable } from "kysely";
import type { Reader, Schema } from "../schema.ts";
import type { Slice } from "../slice.ts";

type NamedTable = "iam_user" | "iam_group" | "iam_role" | "instance_profile";
type Row<T extends NamedTable> = Selectable<Schema[T]>;

/** Stands for whichever table it is: all of them have the columns that are asked for here. */
type AnyNamed = "iam_user";

/** By name, in any case: `name_key` ignores it. */
export async function findNamed<T extends NamedTable>(
  reader: Reader,
  table: T,
  accountId: string,
  name: string,
): Promise<Row<T> | undefined> {
  const row = await reader
    .selectFrom(table as AnyNamed)
    .selectAll()
    .where("account_id", "=", accountId)
    .where("name_key", "=", name.toLowerCase())
    .executeTakeFirst();
  return row as Row<T> | undefined;
}

/** Those of the account whose path begins with `pathPrefix`, by name key. */
export async function listNamed<T extends NamedTable>(
  reader: Reader,
  table: T,
  accountId: string,
  pathPrefix: string,
  slice: Slice,
): Promise<Row<T>[]> {
  const rows = await reader
    .selectFrom(table as AnyNamed)
    .selectAll()
    .where("account_id", "=", accountId)
    .where((eb) => eb(eb.fn("substr", ["path", eb.lit(1), eb.val(pathPrefix.length)]), "=", pathPrefix))
    .where("name_key", ">", slice.after ?? "")
    .orderBy("name_key")
    .limit(slice.limit)
    .execute();
  return rows as Row<NamedTable>[] as Row<T>[];
}

/** How many the account has. */
export async function countNamed(reader: Reader, table: NamedTable, accountId: string): Promise<number> {
  const row = await reader
    .selectFrom(table as AnyNamed)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
