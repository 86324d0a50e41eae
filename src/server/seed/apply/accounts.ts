import { adminUserName, foundAccount } from "../../../authority/index.ts";
import { maxAccounts } from "../../../authority/operator/index.ts";
import { findAccessKey } from "../../../authority/store/credentials/access-keys.ts";
import { findAccount, listAccounts } from "../../../authority/store/principals/accounts.ts";
import { findUser } from "../../../authority/store/principals/users.ts";
import { isAccountId } from "../../../base/index.ts";
import { operatorErrors } from "../../../wire/index.ts";
import { hasSecret, keyFault } from "../../long-lived-key.ts";
import type { AccountSeed } from "../file/shape.ts";
import type { Desk } from "./desk.ts";

/**
 * A member account with its admin and the admin's key. One that is there stays as it is.
 * SECURITY: the file's key must be the admin's; a key that was deleted or switched off since does not come back.
 */
export async function applyAccount(desk: Desk, wanted: AccountSeed): Promise<void> {
  const { services } = desk;
  const { AccountId: accountId, AccountName: name = accountId } = wanted;
  if (!isAccountId(accountId)) throw desk.fault("AccountId must have 12 digits");
  const key = wanted.AdminAccessKey && {
    accessKeyId: wanted.AdminAccessKey.AccessKeyId,
    secretAccessKey: wanted.AdminAccessKey.SecretAccessKey,
  };
  const fault = key && keyFault(key);
  if (fault !== undefined) throw desk.fault(fault);
  const row = key && (await findAccessKey(services.store.read, key.accessKeyId));
  if ((await findAccount(services.store.read, accountId)) !== undefined) {
    if (key === undefined || row === undefined) return;
    const admin = await findUser(services.store.read, accountId, adminUserName);
    if (row.account_id !== accountId || row.user_id !== admin?.user_id)
      throw desk.conflict(`the access key "${key.accessKeyId}" exists and is somebody else's`);
    if (!hasSecret(services, row, key))
      throw desk.conflict(`the access key "${key.accessKeyId}" exists with another secret`);
    return;
  }
  if (key === undefined)
    throw desk.fault("an account that is not there yet needs AdminAccessKey: nobody would learn another key");
  if (row !== undefined)
    throw desk.conflict(`the access key "${key.accessKeyId}" exists and is somebody else's`);
  await desk.guard(() =>
    services.store.write(accountId, async (tx) => {
      if ((await listAccounts(tx)).length >= maxAccounts) throw operatorErrors.tooManyAccounts(maxAccounts);
      await foundAccount(tx, services, { accountId, name, isManagement: false, adminKey: key });
    }),
  );
}
