/** The account's alias: one, unique across the authority. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { findAccountByAlias, setAccountAlias } from "../../store/principals/accounts.ts";
import { demandAccount } from "./account.ts";

const createAccountAlias = iamOperation("CreateAccountAlias", {
  access: "policy",
  async handle(input, call) {
    // AWS: a second alias takes the place of the first; only a name that somebody holds is refused.
    await call.services.store.write(call.accountId, async (tx) => {
      if ((await findAccountByAlias(tx, input.AccountAlias)) !== undefined)
        throw iamErrors.aliasExists(input.AccountAlias);
      await setAccountAlias(tx, call.accountId, input.AccountAlias);
    });
    return undefined;
  },
});

const deleteAccountAlias = iamOperation("DeleteAccountAlias", {
  access: "policy",
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const { alias } = await demandAccount(tx, call.accountId);
      if (alias !== input.AccountAlias) throw iamErrors.aliasNotFound(input.AccountAlias);
      await setAccountAlias(tx, call.accountId, null);
    });
    return undefined;
  },
});

const listAccountAliases = iamOperation("ListAccountAliases", {
  access: "policy",
  async handle(_input, call) {
    const { alias } = await demandAccount(call.services.store.read, call.accountId);
    return { AccountAliases: alias === null ? [] : [alias], IsTruncated: false };
  },
});

export const accountAliasOperations: readonly AnyOperation[] = [
  createAccountAlias,
  deleteAccountAlias,
  listAccountAliases,
];
