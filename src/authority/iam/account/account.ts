/** The account a call belongs to. */
import { type AccountRow, findAccount } from "../../store/principals/accounts.ts";
import type { Reader } from "../../store/schema.ts";

/** INVARIANT (callers-have-accounts): whoever was authenticated belongs to an account that exists; accounts are never deleted. */
export async function demandAccount(reader: Reader, accountId: string): Promise<AccountRow> {
  const account = await findAccount(reader, accountId);
  if (account === undefined) throw new Error("the caller's account is not in the store");
  return account;
}
