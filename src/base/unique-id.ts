/**
 * AWS's unique ids. The prefix tells the kind.
 * AWS: IAM user guide, "Unique identifiers"; key ids that encode their account: reported by several decoders.
 */
import { encodeBase32 } from "./bytes.ts";

export const uniqueIdPrefixes = {
  user: "AIDA",
  group: "AGPA",
  role: "AROA",
  instanceProfile: "AIPA",
  managedPolicy: "ANPA",
  policyVersion: "ANVA",
} as const;

export const longLivedKeyPrefix = "AKIA";
export const temporaryKeyPrefix = "ASIA";

/** Sizes of the randomness each kind of id wants, in bytes. */
export const uniqueIdRandomBytes = 11;
export const accessKeyIdRandomBytes = 5;

export type UniqueIdKind = keyof typeof uniqueIdPrefixes;

/** 21 characters; `random` holds `uniqueIdRandomBytes` bytes. */
export function buildUniqueId(kind: UniqueIdKind, random: Uint8Array): string {
  if (random.length < uniqueIdRandomBytes) throw new RangeError("a unique id wants 11 random bytes");
  return uniqueIdPrefixes[kind] + encodeBase32(random).slice(0, 17);
}

/**
 * 20 characters: prefix, then 10 bytes in base32 whose first 6 hold the account number above bit 7.
 * The account in it is a courtesy to offline decoders and never decides anything.
 * `random` holds `accessKeyIdRandomBytes` bytes.
 */
export function buildAccessKeyId(prefix: string, accountId: string, random: Uint8Array): string {
  if (random.length < accessKeyIdRandomBytes) throw new RangeError("an access key id wants 5 random bytes");
  const bytes = new Uint8Array(10);
  // 48 bits, which a number holds exactly: a one, 40 bits of account, 7 of randomness.
  let head = 2 ** 47 + Number(accountId) * 128 + ((random[0] ?? 0) & 0x7f);
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = head % 256;
    head = Math.floor(head / 256);
  }
  bytes.set(random.subarray(1, 5), 6);
  return prefix + encodeBase32(bytes);
}
