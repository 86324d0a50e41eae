/** Keys that are given rather than made: what they may look like, and whether one is the key that is there. */
import { timingSafeEqual } from "node:crypto";
import type { LongLivedKey, Services } from "../authority/index.ts";
import type { AccessKeyRow } from "../authority/store/credentials/access-keys.ts";
import { secretLabel } from "../authority/store/index.ts";
import { sha256 } from "../crypto/index.ts";

/** What is wrong with a key, in a sentence that holds no secret; undefined when nothing is. */
export function keyFault({ accessKeyId, secretAccessKey }: LongLivedKey): string | undefined {
  if (!/^[A-Za-z0-9]{16,128}$/.test(accessKeyId))
    // SECURITY: not quoted: where the two members were swapped by mistake this is the secret.
    return "an access key id has 16 to 128 letters and digits";
  if (!/^[\x21-\x7e]{16,128}$/.test(secretAccessKey.reveal()))
    return "a secret access key has 16 to 128 visible ASCII characters";
  return undefined;
}

/** Whether the key of that row has this secret. */
export function hasSecret(
  { masterKey }: Pick<Services, "masterKey">,
  row: Pick<AccessKeyRow, "account_id" | "access_key_id" | "secret_sealed">,
  { secretAccessKey }: LongLivedKey,
): boolean {
  const label = secretLabel("access_key", row.account_id, row.access_key_id);
  const secret = masterKey.open(row.secret_sealed, label);
  return secret !== undefined && timingSafeEqual(sha256(secret), sha256(secretAccessKey.reveal()));
}
