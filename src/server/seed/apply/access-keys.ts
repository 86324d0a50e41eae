import { insertLongLivedKey } from "../../../authority/iam/credentials/long-lived-keys.ts";
import { demandRoomForOne } from "../../../authority/iam/entities/quotas.ts";
import { demandUser } from "../../../authority/iam/entities/targets.ts";
import { findAccessKey, listAccessKeys } from "../../../authority/store/credentials/access-keys.ts";
import { hasSecret, keyFault } from "../../long-lived-key.ts";
import type { AccessKeySeed } from "../file/shape.ts";
import type { Desk } from "./desk.ts";

/**
 * A key that is given, which CreateAccessKey has no words for. One that is there keeps its status: who switched it off
 * meant it. SECURITY: the id of another owner's key, or of one with another secret, is refused.
 */
export async function applyAccessKey(desk: Desk, userName: string, wanted: AccessKeySeed): Promise<void> {
  const { services, accountId } = desk;
  const { store } = services;
  const key = { accessKeyId: wanted.AccessKeyId, secretAccessKey: wanted.SecretAccessKey };
  const fault = keyFault(key);
  if (fault !== undefined) throw desk.fault(fault);
  const { user_id: userId } = await desk.guard(() => demandUser(store.read, accountId, userName));
  const row = await findAccessKey(store.read, key.accessKeyId);
  if (row !== undefined) {
    if (row.account_id !== accountId || row.user_id !== userId)
      throw desk.conflict(`the access key "${key.accessKeyId}" exists and is somebody else's`);
    if (!hasSecret(services, row, key))
      throw desk.conflict(`the access key "${key.accessKeyId}" exists with another secret`);
    return;
  }
  await desk.guard(() =>
    store.write(accountId, async (tx) => {
      const present = await listAccessKeys(tx, accountId, userId);
      demandRoomForOne("AccessKeysPerUser", present.length);
      await insertLongLivedKey(tx, services, accountId, userId, key, services.clock.now());
    }),
  );
}
