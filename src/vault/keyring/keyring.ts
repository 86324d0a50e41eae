/** Where secrets are kept. One interface, one suite of tests; each backend says in SECURITY.md what it does not protect from. */

export interface Keyring {
  /** `keychain`, `wincred`, `secret-service`, `file`, `pass`, `memory`. */
  readonly kind: string;
  /** undefined when there is none of that name. Rejects with TegataError `KeyringLocked` when a person would be needed. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** On disk, or with the system's service, when it resolves. */
  write(name: string, secret: Uint8Array): Promise<void>;
  /** Whether there was one. */
  remove(name: string): Promise<boolean>;
  /** Names only; never needs the secrets. */
  list(): Promise<readonly string[]>;
}
