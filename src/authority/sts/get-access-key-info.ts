import { type AccountId, decodeBase32, longLivedKeyPrefix, temporaryKeyPrefix } from "../../base/index.ts";
import { stsErrors } from "../../wire/index.ts";
import { stsOperation } from "../operation.ts";
import { findAccessKey } from "../store/credentials/access-keys.ts";

const accessKeyIdLength = 20;
const maxAccountNumber = 999_999_999_999n;

/**
 * Which account an access key id belongs to. Keys of this authority are looked up; any other well-formed id answers the
 * account that it encodes, as AWS does for keys of foreign accounts. It says nothing about whether the key is valid.
 */
export const getAccessKeyInfo = stsOperation("GetAccessKeyInfo", {
  access: "policy",
  handle: async ({ AccessKeyId: accessKeyId }, { services }) => {
    const known = await findAccessKey(services.store.read, accessKeyId);
    const accountId = known?.account_id ?? decodeAccountId(accessKeyId);
    if (accountId === undefined) throw stsErrors.accessKeyNotFound(accessKeyId);
    return { Account: accountId };
  },
});

/** The account in bits 7 … 46 of the id's first six bytes; undefined for what is not a key id. */
function decodeAccountId(accessKeyId: string): AccountId | undefined {
  const prefix = accessKeyId.slice(0, longLivedKeyPrefix.length);
  if (prefix !== longLivedKeyPrefix && prefix !== temporaryKeyPrefix) return undefined;
  const bytes = decodeBase32(accessKeyId.slice(prefix.length));
  if (accessKeyId.length !== accessKeyIdLength || bytes === undefined) return undefined;
  const head = bytes.subarray(0, 6).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const account = (head >> 7n) & 0xff_ffff_ffffn;
  return account > maxAccountNumber ? undefined : account.toString().padStart(12, "0");
}
