/** The accounts of one authority. */
import type { Selectable } from "kysely";
import { randomDigits } from "../../../crypto/index.ts";
import type { AccountTable, Reader, Writer } from "../schema.ts";

export type AccountRow = Selectable<AccountTable>;

export interface NewAccount {
  readonly accountId: string;
  readonly name: string;
  /** The first account, whose principals may be operators. */
  readonly isManagement: boolean;
  /** Milliseconds. */
  readonly createdAt: number;
}

const accountIdDigits = 12;

/** Twelve random digits that do not begin with 0: programs that take it for a number then lose nothing. */
export function randomAccountId(): string {
  for (;;) {
    const id = randomDigits(accountIdDigits);
    if (!id.startsWith("0")) return id;
  }
}

/** Call it in `store.write(accountId, …)`. Throws a unique violation when the account is there. */
export async function insertAccount(tx: Writer, account: NewAccount): Promise<void> {
  await tx
    .insertInto("account")
    .values({
      account_id: account.accountId,
      name: account.name,
      alias: null,
      is_management: account.isManagement ? 1 : 0,
      created_at: account.createdAt,
      version: 0,
      password_policy: null,
    })
    .execute();
}

/** The management account first, the others in the order they were made. */
export async function listAccounts(reader: Reader): Promise<AccountRow[]> {
  return reader
    .selectFrom("account")
    .selectAll()
    .orderBy("is_management", "desc")
    .orderBy("created_at")
    .orderBy("account_id")
    .execute();
}

export async function findAccount(reader: Reader, accountId: string): Promise<AccountRow | undefined> {
  return reader.selectFrom("account").selectAll().where("account_id", "=", accountId).executeTakeFirst();
}

/** Aliases are unique among all accounts. */
export async function findAccountByAlias(reader: Reader, alias: string): Promise<AccountRow | undefined> {
  return reader.selectFrom("account").selectAll().where("alias", "=", alias).executeTakeFirst();
}

/** null removes it. Throws a unique violation when another account has the alias. */
export async function setAccountAlias(tx: Writer, accountId: string, alias: string | null): Promise<void> {
  await tx.updateTable("account").set({ alias }).where("account_id", "=", accountId).execute();
}

/** The settings as JSON; null returns to the default policy. */
export async function setPasswordPolicy(
  tx: Writer,
  accountId: string,
  settings: string | null,
): Promise<void> {
  await tx
    .updateTable("account")
    .set({ password_policy: settings })
    .where("account_id", "=", accountId)
    .execute();
}
