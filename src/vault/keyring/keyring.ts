/** Where secrets are kept. One interface, one suite of tests; each backend says in SECURITY.md what it does not protect from. */
import { exitCodes, TegataError } from "../../base/index.ts";

/** What a person can choose; `memory` is for tests and for whoever embeds the vault. */
export const keyringKinds = ["keychain", "wincred", "secret-service", "pass", "file"] as const;
export type KeyringKind = (typeof keyringKinds)[number] | "memory";

export interface Keyring {
  readonly kind: KeyringKind;
  /** undefined when there is none of that name. Rejects with TegataError `KeyringLocked` when a person would be needed. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** On disk, or with the system's service, when it resolves. What was there before is replaced as a whole. */
  write(name: string, secret: Uint8Array): Promise<void>;
  /** Whether there was one. */
  remove(name: string): Promise<boolean>;
  /**
   * Names only, in code unit order. It may need the keyring unlocked: `file` seals names too, and Secret Service and
   * the Credential Manager tell names together with secrets.
   */
  list(): Promise<readonly string[]>;
  /** Forgets what this process holds open; the next call may ask a person. Locks what is Tegata's own: `file`, `keychain`. */
  lock(): Promise<void>;
}

/** Under what the system's keyrings and `pass` know our items. */
export const serviceName = "tegata";

/** Windows: CREDENTIAL structure, CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes, and base64 takes a third more. */
export const maxSecretBytes = 1_900;
/** Encoded for a file's name it stays below the 255 bytes that file systems give. */
export const maxNameBytes = 200;

/** @throws TegataError `KeyringNameUnusable`, `KeyringSecretTooLarge`: the same for every backend, so that items can move. */
export function checkItem(name: string, secret?: Uint8Array): void {
  if (
    name === "" ||
    !name.isWellFormed() ||
    /\p{Cc}/u.test(name) ||
    encodeItemName(name).length > maxNameBytes
  )
    throw new TegataError(
      "KeyringNameUnusable",
      `${JSON.stringify(name)} cannot be the name of a secret, which has no control characters and up to ${maxNameBytes} bytes when percent-encoded`,
      { exitCode: exitCodes.misuse },
    );
  if (secret !== undefined && secret.length > maxSecretBytes)
    throw new TegataError(
      "KeyringSecretTooLarge",
      `the secret for "${name}" has ${secret.length} bytes, and keyrings take up to ${maxSecretBytes}`,
      { exitCode: exitCodes.misuse },
    );
}

/**
 * A name that is safe as a file's, as an argument and within quotes, also where case is ignored: small letters, digits and
 * `. _ @ -` stand for themselves, each other byte of UTF-8 and a dot in front are `%XX`.
 */
export function encodeItemName(name: string): string {
  return [...Buffer.from(name, "utf8")]
    .map((byte, at) => {
      const character = String.fromCharCode(byte);
      const isPlain = at === 0 ? /[a-z0-9_@]/ : /[a-z0-9._@-]/;
      return isPlain.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** undefined for what `encodeItemName` never gives: another program's item. */
export function decodeItemName(encoded: string): string | undefined {
  try {
    const name = decodeURIComponent(encoded);
    return name !== "" && encodeItemName(name) === encoded ? name : undefined;
  } catch {
    return undefined;
  }
}

export function sortedNames(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}
