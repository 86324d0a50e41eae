/**
 * Access keys of users and of the account root. The secret is shown by CreateAccessKey alone; the store keeps it sealed,
 * because verifying a signature needs it back.
 */
import { buildArn } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  type AccessKeyRow,
  deleteAccessKey,
  findAccessKey,
  listAccessKeys,
  setAccessKeyStatus,
} from "../../store/credentials/access-keys.ts";
import { findUserById } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { pageOf } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { demandOwner, type Owner, ownerResource, userFacts } from "../entities/targets.ts";
import { insertLongLivedKey, newLongLivedKey } from "./long-lived-keys.ts";

const rootUserName = "root";
/** AWS: what GetAccessKeyLastUsed says of a key that was never used. */
const neverUsed = "N/A";

const createAccessKey = iamOperation("CreateAccessKey", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { store, random } = call.services;
    const { accountId } = call;
    const key = newLongLivedKey(accountId, random);
    const owner = await store.write(accountId, async (tx) => {
      const owner = await demandOwner(tx, call, input.UserName);
      const userId = ownerUserId(owner);
      demandRoomForOne("AccessKeysPerUser", (await listAccessKeys(tx, accountId, userId)).length);
      await insertLongLivedKey(tx, call.services, accountId, userId, key, call.now);
      return owner;
    });
    return {
      AccessKey: {
        UserName: ownerName(owner),
        AccessKeyId: key.accessKeyId,
        Status: "Active",
        SecretAccessKey: key.secretAccessKey.reveal(),
        CreateDate: call.now,
      },
    };
  },
});

const updateAccessKey = iamOperation("UpdateAccessKey", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { Status: status } = input;
    // AWS: a key expires by itself; nobody makes it so.
    if (status === "Expired") throw iamErrors.statusNotSettable();
    await call.services.store.write(call.accountId, async (tx) => {
      const key = await demandKey(tx, call, input.UserName, input.AccessKeyId);
      await setAccessKeyStatus(tx, key.access_key_id, status);
    });
    return undefined;
  },
});

const deleteAccessKeyOperation = iamOperation("DeleteAccessKey", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const key = await demandKey(tx, call, input.UserName, input.AccessKeyId);
      await deleteAccessKey(tx, key.access_key_id);
    });
    return undefined;
  },
});

const listAccessKeysOperation = iamOperation("ListAccessKeys", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const owner = await demandOwner(read, call, input.UserName);
    const keys = await listAccessKeys(read, call.accountId, ownerUserId(owner));
    const page = pageOf(keys, input, (key) => key.access_key_id);
    const metadata = page.items.map((key) => ({
      UserName: owner.kind === "user" ? owner.user.name : undefined,
      AccessKeyId: key.access_key_id,
      Status: key.status,
      CreateDate: key.created_at,
    }));
    return { AccessKeyMetadata: metadata, ...page.end };
  },
});

const getAccessKeyLastUsed = iamOperation("GetAccessKeyLastUsed", {
  access: "policy",
  async resource(input, call) {
    const { read } = call.services.store;
    const key = await findAccessKey(read, input.AccessKeyId);
    if (key === undefined || key.account_id !== call.accountId) return { arn: "*" };
    if (key.user_id === null) return { arn: buildArn("iam", call.accountId, "root") };
    const user = await findUserById(read, call.accountId, key.user_id);
    return user === undefined ? { arn: "*" } : userFacts(user);
  },
  async handle(input, call) {
    const { store } = call.services;
    await store.lastUsed.flush();
    const key = await findAccessKey(store.read, input.AccessKeyId);
    if (key === undefined || key.account_id !== call.accountId)
      throw iamErrors.accessKeyNotFound(input.AccessKeyId);
    const user =
      key.user_id === null ? undefined : await findUserById(store.read, call.accountId, key.user_id);
    return { UserName: user?.name, AccessKeyLastUsed: describeLastUse(key) };
  },
});

export const accessKeyOperations: readonly AnyOperation[] = [
  createAccessKey,
  updateAccessKey,
  deleteAccessKeyOperation,
  listAccessKeysOperation,
  getAccessKeyLastUsed,
];

function describeLastUse(key: AccessKeyRow) {
  return {
    LastUsedDate: key.last_used_at ?? undefined,
    ServiceName: key.last_used_service ?? neverUsed,
    Region: key.last_used_region ?? neverUsed,
  };
}

/** The key, if it is the named owner's. SECURITY: naming one user must not reach another user's key. */
async function demandKey(
  reader: Reader,
  call: Call,
  userName: string | undefined,
  accessKeyId: string,
): Promise<AccessKeyRow> {
  const owner = await demandOwner(reader, call, userName);
  const keys = await listAccessKeys(reader, call.accountId, ownerUserId(owner));
  const key = keys.find(({ access_key_id: id }) => id === accessKeyId);
  if (key === undefined) throw iamErrors.accessKeyNotFound(accessKeyId);
  return key;
}

function ownerUserId(owner: Owner): string | null {
  return owner.kind === "user" ? owner.user.user_id : null;
}

function ownerName(owner: Owner): string {
  return owner.kind === "user" ? owner.user.name : rootUserName;
}
