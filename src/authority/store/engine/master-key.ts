/** Where the master key comes from, and whether it is the right one. */
import { readFileSync } from "node:fs";
import { decodeBase64, encodeBase64, encodeUtf8, TegataError } from "../../../base/index.ts";
import { createMasterKey, masterKeyBytes, randomBytes, type SealingKey } from "../../../crypto/index.ts";
import { secretLabel } from "../secret-label.ts";
import { createSecretFile } from "./data-directory.ts";
import { storeFailures } from "./failures.ts";

/** The row of `meta` that only the right key opens. */
export const keyCheckName = "master_key_check";
const keyCheckLabel = secretLabel("meta", "", keyCheckName);
const keyCheckText = "tegata";

/** A key that nobody keeps: for stores in memory. */
export function createPassingMasterKey(): SealingKey {
  return createMasterKey(encodeBase64(randomBytes(masterKeyBytes)));
}

/** Throws TegataError when the file is missing, unreadable or not a key. */
export function readMasterKey(file: string): SealingKey {
  try {
    return createMasterKey(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof TegataError) throw storeFailures.keyMalformed(file);
    if (isMissing(error)) throw storeFailures.keyMissing(file);
    throw storeFailures.keyUnreadable(file, error);
  }
}

/** For a new store: the key that is there already, or else a new one, which is on disk when this returns. */
export function readOrCreateMasterKey(file: string): SealingKey {
  try {
    return readMasterKey(file);
  } catch (error) {
    if (!(error instanceof TegataError) || error.code !== "MasterKeyMissing") throw error;
  }
  const text = encodeBase64(randomBytes(masterKeyBytes));
  createSecretFile(file, `${text}\n`);
  return createMasterKey(text);
}

/** The value of `keyCheckName` for this key. */
export function buildKeyCheck(key: SealingKey): string {
  return encodeBase64(key.seal(encodeUtf8(keyCheckText), keyCheckLabel));
}

export function isRightKey(key: SealingKey, keyCheck: string): boolean {
  const sealed = decodeBase64(keyCheck);
  return sealed !== undefined && key.open(sealed, keyCheckLabel) !== undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
