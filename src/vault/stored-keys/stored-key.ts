/**
 * A long-lived key as it stands in the keyring, as the item of its profile: JSON in UTF-8,
 * `{"AccessKeyId":"AKIA…","SecretAccessKey":"…","MfaSerial":"arn:…"}`, the last one optional. AWS Vault writes
 * `AccessKeyID` (and `MfaSerial` in its maintained fork); both spellings are read, AWS's own is written.
 */
import { Secret } from "../../base/index.ts";
import { parseObject, textOf } from "../services/index.ts";

export interface StoredKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly mfaSerial?: string;
}

export function buildStoredKey({ accessKeyId, secretAccessKey, mfaSerial }: StoredKey): Uint8Array {
  const form = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey.reveal(),
    ...(mfaSerial === undefined ? {} : { MfaSerial: mfaSerial }),
  };
  return new TextEncoder().encode(JSON.stringify(form));
}

/** undefined when it is no key. */
export function parseStoredKey(bytes: Uint8Array): StoredKey | undefined {
  const form = parseObject(new TextDecoder().decode(bytes));
  const accessKeyId = textOf(form?.AccessKeyId) ?? textOf(form?.AccessKeyID);
  const secretAccessKey = textOf(form?.SecretAccessKey);
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const mfaSerial = textOf(form?.MfaSerial);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(mfaSerial === undefined ? {} : { mfaSerial }),
  };
}
