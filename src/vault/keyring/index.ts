/**
 * keyring: where long-lived keys, and the key of the session cache, are kept. Each backend is one file or folder: the macOS
 * Keychain, Windows' Credential Manager, Secret Service, `pass`, an encrypted file, memory.
 * May import: base, crypto, programs, private-files. Start reading at `keyring.ts`, then `choose.ts`.
 */
export { readChanges } from "./changes.ts";
export { chooseKeyring, type KeyringChoice } from "./choose.ts";
export { createFileKeyring, type FileKeyringOptions } from "./file/file-keyring.ts";
export type { PassphraseQuestion, PassphraseSource } from "./file/unlocker.ts";
export {
  accessKeyItem,
  describeItems,
  mfaSeedItem,
  mfaSeedsIn,
  profileOfItem,
  rootKeyItem,
  rotationItem,
  rotationsIn,
  sessionCacheKeyItem,
} from "./items.ts";
export { createKeychainKeyring } from "./keychain/keychain-keyring.ts";
export { type Keyring, type KeyringKind, keyringKinds, maxNameBytes, maxSecretBytes } from "./keyring.ts";
export { createMemoryKeyring } from "./memory.ts";
export { createNativeKeyring, type NativeAddOn } from "./native.ts";
export { keyringFolder, type OpenedKeyring, type OpenKeyringOptions, openKeyring } from "./open-keyring.ts";
export { createPassKeyring, passSettings } from "./pass.ts";
