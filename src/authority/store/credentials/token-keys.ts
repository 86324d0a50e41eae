/** The keys that session tokens are sealed with, wrapped by the master key. */
import type { Selectable } from "kysely";
import type { Reader, TokenKeyTable, Writer } from "../schema.ts";

export type TokenKeyRow = Selectable<TokenKeyTable>;

/** Oldest first. */
export async function listTokenKeys(reader: Reader): Promise<TokenKeyRow[]> {
  return reader.selectFrom("token_key").selectAll().orderBy("key_id").execute();
}

export async function insertTokenKey(tx: Writer, key: TokenKeyRow): Promise<void> {
  await tx.insertInto("token_key").values(key).execute();
}

/** From `at` (milliseconds) on the key seals no more; a time earlier than the planned one stays. */
export async function retireTokenKey(tx: Writer, keyId: number, at: number): Promise<void> {
  await tx
    .updateTable("token_key")
    .set({ retires_at: at })
    .where("key_id", "=", keyId)
    .where("retires_at", ">", at)
    .execute();
}

/** Destroys keys that retired before `time` (milliseconds). */
export async function deleteTokenKeysRetiredBefore(tx: Writer, time: number): Promise<void> {
  await tx.deleteFrom("token_key").where("retires_at", "<", time).execute();
}

export async function deleteTokenKeys(tx: Writer): Promise<void> {
  await tx.deleteFrom("token_key").execute();
}
