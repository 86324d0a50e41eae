/** The management account, and which unit each account is in. */
import type { Reader, Writer } from "../schema.ts";

/** undefined before the first run has founded it. */
export async function findManagementAccountId(reader: Reader): Promise<string | undefined> {
  const row = await reader
    .selectFrom("account")
    .select("account_id")
    .where("is_management", "=", 1)
    .executeTakeFirst();
  return row?.account_id;
}

/** Account → unit, without the accounts that hang on the root. */
export async function listUnits(reader: Reader, managementId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await reader
    .selectFrom("organization_member")
    .select(["member_id", "unit"])
    .where("account_id", "=", managementId)
    .orderBy("member_id")
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.unit]));
}

/** undefined: under the root. */
export async function setUnit(
  tx: Writer,
  managementId: string,
  memberId: string,
  unit: string | undefined,
): Promise<void> {
  await tx.deleteFrom("organization_member").where("member_id", "=", memberId).execute();
  if (unit === undefined) return;
  await tx
    .insertInto("organization_member")
    .values({ account_id: managementId, member_id: memberId, unit })
    .execute();
}
