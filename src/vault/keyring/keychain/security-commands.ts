/**
 * The command lines of macOS's `security` for a keychain of our own. macOS: security(1).
 * We do not use the login keychain, which is open all day: ours has its own password and locks itself.
 */
import { encodeBase64 } from "../../../base/index.ts";
import { encodeItemName, serviceName } from "../keyring.ts";

/** After that long without use the keychain locks itself; it also does when the machine sleeps. */
export const keychainLockSeconds = 300;

/** The system asks for the new keychain's password in a window of its own; we never see it. */
export function createKeychain(keychain: string): readonly string[] {
  return ["create-keychain", "-P", keychain];
}

export function setKeychainTimeout(keychain: string): readonly string[] {
  return ["set-keychain-settings", "-l", "-u", "-t", String(keychainLockSeconds), keychain];
}

/**
 * A line for `security -i`, which reads commands from standard input: arguments can be listed by every program.
 * SECURITY: `-T ""` trusts no program, ourselves included, so that reading the item always asks a person.
 */
export function addItemLine(keychain: string, name: string, secret: Uint8Array): string {
  const account = encodeItemName(name);
  const words = [
    "add-generic-password",
    "-U",
    "-s",
    serviceName,
    "-a",
    account,
    "-l",
    `${serviceName}: ${account}`,
  ];
  return `${[...words, "-T", "", "-w", encodeBase64(secret), keychain].map(quote).join(" ")}\n`;
}

export function readItem(keychain: string, name: string): readonly string[] {
  return ["find-generic-password", "-s", serviceName, "-a", encodeItemName(name), "-w", keychain];
}

export function removeItem(keychain: string, name: string): readonly string[] {
  return ["delete-generic-password", "-s", serviceName, "-a", encodeItemName(name), keychain];
}

/** Attributes without secrets: asks nobody while the keychain is unlocked. */
export function dumpItems(keychain: string): readonly string[] {
  return ["dump-keychain", keychain];
}

export function lockKeychain(keychain: string): readonly string[] {
  return ["lock-keychain", keychain];
}

/** The accounts of our service in what `dump-keychain` prints, as they are encoded there. */
export function accountsIn(dump: string): readonly string[] {
  return dump
    .split(/^keychain: /m)
    .filter((item) => item.includes(`"svce"<blob>="${serviceName}"`))
    .flatMap((item) => /"acct"<blob>="([^"]*)"/.exec(item)?.[1] ?? []);
}

/** `security`'s exit code is the last byte of the system's error. macOS: SecBase.h. */
export const securityCodes = {
  /** errSecItemNotFound, -25300. */
  itemNotFound: 44,
  /** errSecNoSuchKeychain, -25294. */
  noSuchKeychain: 50,
  /** errSecInteractionNotAllowed, -25308: no window can be shown, as over SSH. */
  interactionNotAllowed: 36,
  /** errSecAuthFailed, -25293. */
  authenticationFailed: 51,
  /** errSecUserCanceled, -128. */
  cancelled: 128,
} as const;

/** `security -i` ends with 0 whatever its lines did, and says `… returned CODE` of those that failed. */
export function failedLine(printed: string): number | undefined {
  const code = /returned (-?\d+)\s*$/m.exec(printed)?.[1];
  return code === undefined ? undefined : Number(code) & 255;
}

/** In `security -i` words are parted by spaces; within quotes a backslash takes the next character as it is. */
function quote(word: string): string {
  return `"${word.replace(/["\\]/g, "\\$&")}"`;
}
