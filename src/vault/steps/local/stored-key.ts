/**
 * A long-lived key as it stands in the keyring, under its profile's name: JSON in UTF-8,
 * `{"AccessKeyId":"AKIA…","SecretAccessKey":"…","MfaSerial":"arn:…"}`, the last one optional. AWS Vault writes
 * `AccessKeyID` (and `MfaSerial` in its maintained fork); both spellings are read, AWS's own is written.
 */
import { Secret, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Keyring } from "../../keyring/keyring.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { at, inShell, parseObject, textOf } from "../../services/index.ts";

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

/** @throws TegataError `KeyMissing`, `KeyUnreadable`, and what the keyring refuses with. */
export async function readStoredKey(
  step: SourceStep & { kind: "stored-key" },
  keyring: Pick<Keyring, "kind" | "read">,
): Promise<Credentials> {
  const { profile } = step;
  const bytes = await keyring.read(profile);
  if (bytes === undefined) {
    throw new TegataError(
      "KeyMissing",
      `the keyring (${keyring.kind}) has no key of profile "${profile}"${at(step.reason)}`,
      { hint: `tegata add ${inShell(profile)}` },
    );
  }
  const key = parseStoredKey(bytes);
  if (key === undefined) {
    throw new TegataError(
      "KeyUnreadable",
      `what the keyring (${keyring.kind}) keeps under "${profile}" is no access key`,
      { hint: `tegata add ${inShell(profile)}   # writes it anew` },
    );
  }
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
}
