import { formatInstant } from "../../base/index.ts";
import { operatorErrors } from "../../wire/index.ts";
import { foundAccount } from "../accounts/founding.ts";
import { listUnits } from "../store/organization/members.ts";
import { type AccountRow, findAccount, listAccounts, randomAccountId } from "../store/principals/accounts.ts";
import { readMembers, readOptionalAccountId, readOptionalText } from "./input.ts";
import { operatorOperation } from "./operation.ts";

/** Accounts one authority holds. */
export const maxAccounts = 1_000;
const maxAccountNameLength = 50;

/** Makes an account with an admin. Its first access key is answered here, once, and never again. */
export const createAccount = operatorOperation("CreateAccount", {
  parse: (body) => {
    const members = readMembers(body, ["AccountId", "AccountName"]);
    return {
      accountId: readOptionalAccountId(members, "AccountId"),
      name: readOptionalText(members, "AccountName", maxAccountNameLength),
    };
  },
  handle: async (input, { services }) => {
    const accountId = input.accountId ?? randomAccountId();
    const founded = await services.store.write(accountId, async (tx) => {
      if ((await findAccount(tx, accountId)) !== undefined) throw operatorErrors.accountExists(accountId);
      if ((await listAccounts(tx)).length >= maxAccounts) throw operatorErrors.tooManyAccounts(maxAccounts);
      return foundAccount(tx, services, { accountId, name: input.name ?? accountId, isManagement: false });
    });
    const { admin } = founded;
    return {
      AccountId: founded.accountId,
      AccountName: founded.name,
      Admin: {
        UserName: admin.userName,
        Arn: admin.arn,
        AccessKeyId: admin.key.accessKeyId,
        SecretAccessKey: admin.key.secretAccessKey.reveal(),
      },
    };
  },
});

export const listAccountsOperation = operatorOperation("ListAccounts", {
  parse: (body) => readMembers(body, []),
  handle: async (_input, { services, accountId: managementId }) => {
    const { read } = services.store;
    const units = await listUnits(read, managementId);
    const accounts = await listAccounts(read);
    return { Accounts: accounts.map((account) => describeAccount(account, units.get(account.account_id))) };
  },
});

/** `unit`: undefined under the root. */
function describeAccount(account: AccountRow, unit: string | undefined) {
  return {
    AccountId: account.account_id,
    AccountName: account.name,
    ...(account.alias === null ? {} : { Alias: account.alias }),
    ...(unit === undefined ? {} : { Unit: unit }),
    IsManagement: account.is_management === 1,
    CreateDate: formatInstant(account.created_at),
  };
}
