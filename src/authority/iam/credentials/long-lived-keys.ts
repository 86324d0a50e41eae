/** Long-lived keys of users and roots, for CreateAccessKey, for founding an account and for keys that are given. */
import {
  type AccountId,
  accessKeyIdRandomBytes,
  buildAccessKeyId,
  encodeBase64,
  encodeUtf8,
  longLivedKeyPrefix,
  Secret,
} from "../../../base/index.ts";
import type { LongLivedKey } from "../../accounts/long-lived-key.ts";
import type { Services } from "../../call.ts";
import { insertAccessKey } from "../../store/credentials/access-keys.ts";
import { secretLabel } from "../../store/index.ts";
import type { Writer } from "../../store/schema.ts";

/** 30 bytes make the 40 characters of base64 that AWS's secrets have. */
const secretRandomBytes = 30;

/** A key nobody has: it is in no store yet. */
export function newLongLivedKey(accountId: AccountId, random: Services["random"]): LongLivedKey {
  return {
    accessKeyId: buildAccessKeyId(longLivedKeyPrefix, accountId, random(accessKeyIdRandomBytes)),
    secretAccessKey: new Secret(encodeBase64(random(secretRandomBytes))),
  };
}

/** A key that was given or just made, active at once; of the account root when `userId` is null. `now` in milliseconds. */
export async function insertLongLivedKey(
  tx: Writer,
  { masterKey }: Pick<Services, "masterKey">,
  accountId: AccountId,
  userId: string | null,
  { accessKeyId, secretAccessKey }: LongLivedKey,
  now: number,
): Promise<void> {
  const label = secretLabel("access_key", accountId, accessKeyId);
  await insertAccessKey(tx, {
    access_key_id: accessKeyId,
    account_id: accountId,
    user_id: userId,
    status: "Active",
    secret_sealed: masterKey.seal(encodeUtf8(secretAccessKey.reveal()), label),
    created_at: now,
    last_used_at: null,
    last_used_service: null,
    last_used_region: null,
  });
}
