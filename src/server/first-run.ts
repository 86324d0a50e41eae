/** The first run founds the management account; later ones hold what was fixed against what is there. */
import {
  adminUserName,
  foundAccount,
  type Kernel,
  type LongLivedKey,
  type Store,
} from "../authority/index.ts";
import { findAccessKey } from "../authority/store/credentials/access-keys.ts";
import { readMeta, writeMeta } from "../authority/store/meta.ts";
import { listAccounts, randomAccountId } from "../authority/store/principals/accounts.ts";
import { findUser } from "../authority/store/principals/users.ts";
import { adminProfile, exitCodes, isAccountId, rootProfile, TegataError } from "../base/index.ts";
import { type ProfileKey, writeCredentialsFile } from "./credentials-file.ts";
import { hasSecret, keyFault } from "./long-lived-key.ts";

export interface FirstRunPlan {
  /** Twelve digits; made at random when absent. */
  readonly accountId: string | undefined;
  readonly adminKey: LongLivedKey | undefined;
  readonly rootKey: LongLivedKey | undefined;
  /** Written before the account is committed: a key that was made is never lost. */
  readonly credentialsFile: string | undefined;
  readonly testMode: boolean;
}

export interface ManagementAccount {
  readonly accountId: string;
  /** Present when this run founded the account. */
  readonly adminKey?: LongLivedKey;
  readonly founded: boolean;
}

const managementAccountName = "management";

/** Throws TegataError when a given account id or key is not the one the authority was founded with. */
export async function findOrFoundManagementAccount(
  kernel: Kernel,
  plan: FirstRunPlan,
): Promise<ManagementAccount> {
  const [first] = await listAccounts(kernel.services.store.read);
  if (first === undefined) return found(kernel, plan);
  if (plan.testMode) await checkTestMode(kernel.services.store);
  if (plan.accountId !== undefined && plan.accountId !== first.account_id)
    throw different(`this authority was founded with account ${first.account_id}, not ${plan.accountId}`);
  const { account_id: accountId } = first;
  const admin = plan.adminKey && (await findUser(kernel.services.store.read, accountId, adminUserName));
  await checkKey(kernel, accountId, plan.adminKey, { name: adminUserName, userId: admin?.user_id });
  await checkKey(kernel, accountId, plan.rootKey, { name: "root", userId: null });
  return { accountId, founded: false };
}

const testModeFact = "test-mode";

/**
 * Test mode is for data made in test mode. SECURITY: somebody's real directory must not get a door that empties it.
 * The fact is written with the account, so that no directory founded without it can have it.
 */
async function checkTestMode(store: Store): Promise<void> {
  if ((await readMeta(store.read, testModeFact)) === undefined)
    throw new TegataError("NotATestDirectory", "this data directory was not made in test mode", {
      hint: "start test mode with --data :memory:, or with a directory that is not there yet",
    });
}

async function found(kernel: Kernel, plan: FirstRunPlan): Promise<ManagementAccount> {
  const { services } = kernel;
  const accountId = plan.accountId ?? randomAccountId();
  const { adminKey, rootKey, credentialsFile } = plan;
  const account = await services.store.write(accountId, async (tx) => {
    const made = await foundAccount(tx, services, {
      accountId,
      name: managementAccountName,
      isManagement: true,
      ...(adminKey && { adminKey }),
      ...(rootKey && { rootKey }),
    });
    if (plan.testMode) await writeMeta(tx, testModeFact, "1");
    // INVARIANT (key-before-commit): the file is on disk before the account is, so that a crash cannot leave an account
    // whose only key nobody knows.
    if (credentialsFile !== undefined)
      writeCredentialsFile(credentialsFile, profileKeys(made.admin.key, rootKey));
    return made;
  });
  return { accountId, adminKey: account.admin.key, founded: true };
}

function profileKeys(adminKey: LongLivedKey, rootKey: LongLivedKey | undefined): ProfileKey[] {
  const admin = { profile: adminProfile, ...adminKey };
  return rootKey === undefined ? [admin] : [admin, { profile: rootProfile, ...rootKey }];
}

/** What can be said without the data, so that a misuse leaves none behind. Throws TegataError. */
export function checkPlan({ accountId, adminKey, rootKey }: FirstRunPlan): void {
  if (accountId !== undefined && !isAccountId(accountId))
    throw misuse(`an account id has twelve digits, not "${accountId}"`);
  for (const key of [adminKey, rootKey]) {
    if (key === undefined) continue;
    const fault = keyFault(key);
    if (fault !== undefined) throw misuse(fault);
  }
  if (adminKey !== undefined && adminKey.accessKeyId === rootKey?.accessKeyId)
    throw misuse("the keys of admin and root must have different ids");
}

async function checkKey(
  kernel: Kernel,
  accountId: string,
  key: LongLivedKey | undefined,
  owner: { readonly name: string; readonly userId: string | null | undefined },
): Promise<void> {
  if (key === undefined) return;
  const { services } = kernel;
  const row = await findAccessKey(services.store.read, key.accessKeyId);
  const isTheirs = row?.account_id === accountId && row.user_id === owner.userId;
  if (!isTheirs || !hasSecret(services, row, key))
    throw different(`this authority was founded with another key for ${owner.name} than the one given`);
}

function misuse(message: string): TegataError {
  return new TegataError("first-run", message, { exitCode: exitCodes.misuse });
}

function different(message: string): TegataError {
  return new TegataError("first-run", message, {
    hint: "leave the setting out, or start with another --data directory",
  });
}
