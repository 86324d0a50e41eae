/**
 * How an account comes to be: first run, the operator's CreateAccount, test mode and seeds all found accounts here.
 * A new account has a root user without keys (unless keys are asked for) and a user `admin` who may do everything in it.
 */
import { type AccountId, buildArn, buildUniqueId, uniqueIdRandomBytes } from "../../base/index.ts";
import type { Services } from "../call.ts";
import { insertLongLivedKey, newLongLivedKey } from "../iam/credentials/long-lived-keys.ts";
import type { Writer } from "../store/index.ts";
import { insertAttachment } from "../store/policies/attachments.ts";
import { insertAccount } from "../store/principals/accounts.ts";
import { insertUser } from "../store/principals/users.ts";
import type { LongLivedKey } from "./long-lived-key.ts";

export const adminUserName = "admin";
export const administratorAccessArn = "arn:aws:iam::aws:policy/AdministratorAccess";

export interface FoundingPlan {
  readonly accountId: AccountId;
  readonly name: string;
  /** The first account's principals may be operators. */
  readonly isManagement: boolean;
  /** Made when absent. */
  readonly adminKey?: LongLivedKey;
  /** Root gets no key when absent. */
  readonly rootKey?: LongLivedKey;
}

export interface FoundedAccount {
  readonly accountId: AccountId;
  readonly name: string;
  readonly admin: {
    readonly userId: string;
    readonly userName: string;
    readonly arn: string;
    readonly key: LongLivedKey;
  };
  readonly rootKey?: LongLivedKey;
}

type FoundingServices = Pick<Services, "clock" | "random" | "masterKey">;

/**
 * Writes the account into `tx`, which is `store.write(plan.accountId, …)`'s. The answer is the only place its secrets are
 * ever shown. Rejects when the account or one of the keys exists.
 */
export async function foundAccount(
  tx: Writer,
  services: FoundingServices,
  plan: FoundingPlan,
): Promise<FoundedAccount> {
  const { accountId, name } = plan;
  const now = services.clock.now();
  await insertAccount(tx, { accountId, name, isManagement: plan.isManagement, createdAt: now });
  const userId = await insertAdmin(tx, services, accountId, now);
  const key = plan.adminKey ?? newLongLivedKey(accountId, services.random);
  await insertLongLivedKey(tx, services, accountId, userId, key, now);
  if (plan.rootKey !== undefined) await insertLongLivedKey(tx, services, accountId, null, plan.rootKey, now);
  const arn = buildArn("iam", accountId, `user/${adminUserName}`);
  return {
    accountId,
    name,
    admin: { userId, userName: adminUserName, arn, key },
    ...(plan.rootKey === undefined ? {} : { rootKey: plan.rootKey }),
  };
}

async function insertAdmin(
  tx: Writer,
  { random }: FoundingServices,
  accountId: AccountId,
  now: number,
): Promise<string> {
  const userId = buildUniqueId("user", random(uniqueIdRandomBytes));
  await insertUser(tx, {
    user_id: userId,
    account_id: accountId,
    name: adminUserName,
    name_key: adminUserName,
    path: "/",
    created_at: now,
    boundary_arn: null,
    tags: "[]",
    password_last_used_at: null,
  });
  await insertAttachment(tx, {
    account_id: accountId,
    entity_kind: "user",
    entity_id: userId,
    policy_arn: administratorAccessArn,
    attached_at: now,
  });
  return userId;
}
