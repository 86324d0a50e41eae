/** What is refused before a key is asked about or kept, and the asking. */
import { exitCodes, inShell, printable, TegataError, temporaryKeyPrefix } from "../../base/index.ts";
import { describePlace, type SharedFiles, settingsOf } from "../profiles/index.ts";
import { type CallerIdentity, type Connection, getCallerIdentity } from "../services/index.ts";
import { mask } from "./mask.ts";
import type { StoredKey } from "./stored-key.ts";

/** AWS: IAM API reference, AccessKey: ids have 16 to 128 letters and digits. Other services' are shorter. */
const maxKeyIdCharacters = 128;
/** AWS's have 40, other services' up to some hundred. */
const maxSecretCharacters = 1_024;

/** What somebody gave for a long-lived key. */
export interface GivenKey extends StoredKey {
  readonly hasSessionToken: boolean;
}

/**
 * @param profile for messages.
 * @throws TegataError `SessionKey` for one that expires, `KeyMalformed` for what can be none.
 */
export function requireLongLived(
  profile: string,
  { accessKeyId, secretAccessKey, hasSessionToken }: GivenKey,
): void {
  if (hasSessionToken || accessKeyId.startsWith(temporaryKeyPrefix)) {
    throw new TegataError(
      "SessionKey",
      `the key ${mask(accessKeyId)} for profile "${printable(profile)}" is a session's: it expires, and only long-lived keys are kept`,
      {
        hint: "unset AWS_SESSION_TOKEN   # and give a key that `aws iam create-access-key` made",
        exitCode: exitCodes.misuse,
      },
    );
  }
  const part = malformedPart(accessKeyId, secretAccessKey.reveal());
  if (part === undefined) return;
  throw new TegataError(
    "KeyMalformed",
    `the ${part} for profile "${printable(profile)}" is empty, too long, or has white space in it`,
    { hint: `tegata add ${inShell(profile)}`, exitCode: exitCodes.misuse },
  );
}

// SECURITY: neither part is repeated; somebody may have typed one for the other.
function malformedPart(accessKeyId: string, secretAccessKey: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(accessKeyId) || accessKeyId.length > maxKeyIdCharacters) return "access key id";
  if (!/^[\x21-\x7e]+$/.test(secretAccessKey) || secretAccessKey.length > maxSecretCharacters)
    return "secret access key";
  return undefined;
}

/**
 * AWS Vault: a profile with another one for its source would never use a key of its own.
 * @throws TegataError `SourceProfileSet` with the line, and what `settingsOf` refuses.
 */
export function requireOwnSource(files: SharedFiles, profile: string): void {
  const source = settingsOf(files, profile)?.settings.sourceProfile;
  if (source === undefined || source.value === profile) return;
  throw new TegataError(
    "SourceProfileSet",
    `profile "${profile}" takes its credentials from source_profile "${printable(source.value)}" at ${describePlace(source.place)}, so that a key of its own would not be used`,
    { hint: `tegata add ${inShell(source.value)}` },
  );
}

export type KeyCheck =
  | { readonly kind: "known"; readonly identity: CallerIdentity }
  /** The service does not take it, in its own words. */
  | { readonly kind: "refused"; readonly error: TegataError }
  /** Nobody could be asked. */
  | { readonly kind: "unreached"; readonly error: TegataError };

export interface KeyQuestion {
  readonly profile: string;
  readonly key: StoredKey;
  readonly connection: Connection;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

const unreachedCodes: ReadonlySet<string> = new Set(["NoConnection", "TimedOut"]);

/** Asks the profile's service whose the key is. @throws TegataError for what is wrong with the way to it: `TlsFailure` … */
export async function checkKey({
  profile,
  key,
  connection,
  region,
  endpoint,
}: KeyQuestion): Promise<KeyCheck> {
  const { accessKeyId, secretAccessKey } = key;
  try {
    const identity = await getCallerIdentity(connection, {
      credentials: { accessKeyId, secretAccessKey },
      profile,
      reason: {},
      region,
      endpoint,
    });
    return { kind: "known", identity };
  } catch (error) {
    if (!(error instanceof TegataError)) throw error;
    if (unreachedCodes.has(error.code)) return { kind: "unreached", error };
    const hint = refusalHints[error.code];
    if (hint === undefined) throw error;
    return { kind: "refused", error: refused(error, key, hint(inShell(profile), endpoint)) };
  }
}

/** AWS: STS API reference, "Common errors"; GetCallerIdentity itself is never denied. */
const refusalHints: Readonly<Record<string, (profile: string, endpoint: string | undefined) => string>> = {
  InvalidClientTokenId: (profile, endpoint) =>
    `tegata add ${profile}   # the id is mistyped, or the key deleted, inactive or not of ${endpoint ?? "this partition of AWS"}`,
  SignatureDoesNotMatch: (profile) => `tegata add ${profile}   # the secret access key is mistyped`,
};

function refused(error: TegataError, { accessKeyId }: StoredKey, hint: string): TegataError {
  const isSkewed = error.code === "SignatureDoesNotMatch" && error.hint?.startsWith("sudo ") === true;
  return new TegataError(error.code, `${error.message}; the key ${mask(accessKeyId)} was not stored`, {
    hint: isSkewed && error.hint !== undefined ? error.hint : hint,
    cause: error,
  });
}
