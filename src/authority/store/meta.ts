/** Single facts about a store, by name. */
import type { Reader, Writer } from "./schema.ts";

export async function readMeta(reader: Reader, name: string): Promise<string | undefined> {
  const row = await reader.selectFrom("meta").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

/** Adds the fact or replaces it. */
export async function writeMeta(tx: Writer, name: string, value: string): Promise<void> {
  await tx
    .insertInto("meta")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}
