/**
 * How far a rotation came: one item of the keyring for each profile, written before each thing that is done outside. It
 * holds the new key until that is the profile's, so that what IAM shows once is never in memory only for longer than the
 * write of one item takes.
 */
import { Secret } from "../../base/index.ts";
import { type Keyring, rotationItem } from "../keyring/index.ts";
import { parseObject, textOf } from "../services/index.ts";
import type { StoredKey } from "../stored-keys/index.ts";

interface Begun {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Whose keys they are: `arn:aws:iam::123456789012:user/ann`. */
  readonly ownerArn: string;
  readonly oldKeyId: string;
  /** The old key is deactivated and not deleted. */
  readonly keepOld: boolean;
}

export type Journal = Begun &
  (
    | {
        /** CreateAccessKey may have been called. */
        readonly stage: "creating";
        /** The keys that were there before: another one is ours, and its secret is lost. */
        readonly knownKeyIds: readonly string[];
      }
    | {
        /** The new key is kept here, and becomes the profile's once it is verified. */
        readonly stage: "created";
        readonly newKey: StoredKey;
      }
    | {
        /** The profile has the new key; the old one may be deactivated or deleted already. */
        readonly stage: "replaced";
        readonly newKeyId: string;
      }
  );

/** The journal as it is sealed in the keyring: JSON in UTF-8. */
export function buildJournal(journal: Journal): Uint8Array {
  const { startedAt, ownerArn, oldKeyId, keepOld, stage } = journal;
  const form = {
    Stage: stage,
    StartedAt: startedAt,
    OwnerArn: ownerArn,
    OldAccessKeyId: oldKeyId,
    KeepOld: keepOld,
    ...(stage === "creating" && { KnownAccessKeyIds: journal.knownKeyIds }),
    ...(stage === "created" && {
      AccessKeyId: journal.newKey.accessKeyId,
      SecretAccessKey: journal.newKey.secretAccessKey.reveal(),
    }),
    ...(stage === "replaced" && { AccessKeyId: journal.newKeyId }),
  };
  return new TextEncoder().encode(JSON.stringify(form));
}

/** undefined for what `buildJournal` never gave. */
export function parseJournal(bytes: Uint8Array): Journal | undefined {
  const form = parseObject(new TextDecoder().decode(bytes)) ?? {};
  const { StartedAt: startedAt, KeepOld: keepOld } = form;
  const ownerArn = textOf(form.OwnerArn);
  const oldKeyId = textOf(form.OldAccessKeyId);
  if (typeof startedAt !== "number" || typeof keepOld !== "boolean") return undefined;
  if (ownerArn === undefined || oldKeyId === undefined) return undefined;
  const begun = { startedAt, ownerArn, oldKeyId, keepOld };
  const newKeyId = textOf(form.AccessKeyId);
  const secret = textOf(form.SecretAccessKey);
  if (form.Stage === "creating" && isTexts(form.KnownAccessKeyIds))
    return { ...begun, stage: "creating", knownKeyIds: form.KnownAccessKeyIds };
  if (form.Stage === "created" && newKeyId !== undefined && secret !== undefined)
    return {
      ...begun,
      stage: "created",
      newKey: { accessKeyId: newKeyId, secretAccessKey: new Secret(secret) },
    };
  if (form.Stage === "replaced" && newKeyId !== undefined) return { ...begun, stage: "replaced", newKeyId };
  return undefined;
}

/** The unfinished rotation of a profile's key; undefined when there is none, or when it cannot be read. */
export async function readJournal(
  keyring: Pick<Keyring, "read">,
  profile: string,
): Promise<Journal | undefined> {
  const bytes = await keyring.read(rotationItem(profile));
  return bytes && parseJournal(bytes);
}

export async function writeJournal(
  keyring: Pick<Keyring, "write">,
  profile: string,
  journal: Journal,
): Promise<void> {
  await keyring.write(rotationItem(profile), buildJournal(journal));
}

export async function removeJournal(keyring: Pick<Keyring, "remove">, profile: string): Promise<void> {
  await keyring.remove(rotationItem(profile));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
