/** The passphrase while a process runs: from the environment or a person, remembered once it has opened the file. */
import type { Stanza } from "age-encryption";
import { exitCodes, type Secret, TegataError } from "../../../base/index.ts";
import { keyringDamaged, keyringLocked } from "../failures.ts";

export interface PassphraseQuestion {
  readonly path: string;
  /** There is no file yet: whoever asks lets the person type it twice. */
  readonly isNew: boolean;
  /** Why it is asked again. */
  readonly problem?: string;
}

export interface PassphraseSource {
  /** `TEGATA_FILE_PASSPHRASE` or `AWS_VAULT_FILE_PASSPHRASE`, which of them it was. */
  readonly fromEnvironment?: { readonly variable: string; readonly passphrase: Secret } | undefined;
  /** undefined where nobody can be asked. Rejects when the person gives up. */
  readonly ask?: ((question: PassphraseQuestion) => Promise<Secret>) | undefined;
}

const maxAttempts = 3;

export class Unlocker {
  readonly #path: string;
  readonly #source: PassphraseSource;
  #known: Secret | undefined;
  /** What the file that was opened last costs to guess. */
  #found: number | undefined;

  readonly #logN: number | undefined;

  constructor(path: string, source: PassphraseSource, logN?: number) {
    this.#path = path;
    this.#source = source;
    this.#logN = logN;
  }

  /**
   * What is sealed in the file.
   * @throws TegataError `PassphraseWrong`, `KeyringLocked` when nobody can be asked, `KeyringDamaged`.
   */
  async open(sealed: Uint8Array): Promise<Uint8Array> {
    const { fromEnvironment, ask } = this.#source;
    const given = this.#known ?? fromEnvironment?.passphrase;
    if (given !== undefined) {
      const plain = await this.#tryOpen(sealed, given);
      if (plain !== undefined) return plain;
      // What opened it before was replaced by another process: the person is asked for the new one.
      if (fromEnvironment !== undefined) throw this.#wrong(`the passphrase in ${fromEnvironment.variable}`);
    }
    if (ask === undefined) throw this.#nobody();
    let problem: string | undefined;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const passphrase = await ask({ path: this.#path, isNew: false, ...(problem && { problem }) });
      const plain = await this.#tryOpen(sealed, passphrase);
      if (plain !== undefined) return plain;
      problem = `that passphrase does not open "${this.#path}"`;
    }
    throw this.#wrong("the passphrase");
  }

  /**
   * The passphrase of a file that is to be made, to be asked for before anybody is kept waiting.
   * @throws TegataError `KeyringLocked` when nobody can be asked, `PassphraseEmpty`.
   */
  async choose(): Promise<void> {
    const { fromEnvironment, ask } = this.#source;
    if (fromEnvironment === undefined && ask === undefined) throw this.#nobody();
    const passphrase = fromEnvironment?.passphrase ?? (await ask?.({ path: this.#path, isNew: true }));
    if (passphrase === undefined || passphrase.reveal() === "")
      throw new TegataError("PassphraseEmpty", `an empty passphrase would leave "${this.#path}" open`, {
        hint: "run the command again, and type a passphrase",
        exitCode: exitCodes.misuse,
      });
    this.#known = passphrase;
  }

  /**
   * With the passphrase that opened the file, or that was chosen for it, and at the cost that the file had: whoever made
   * it with `age -p` chose that.
   */
  async seal(plain: Uint8Array): Promise<Uint8Array> {
    if (this.#known === undefined) throw this.#nobody();
    const [{ Encrypter }, { passphraseRecipient }] = await loadAge();
    const encrypter = new Encrypter();
    encrypter.addRecipient(passphraseRecipient(this.#known, this.#logN ?? this.#found));
    return encrypter.encrypt(plain);
  }

  forget(): void {
    this.#known = undefined;
  }

  /** undefined for a wrong passphrase. */
  async #tryOpen(sealed: Uint8Array, passphrase: Secret): Promise<Uint8Array | undefined> {
    const [{ Decrypter }, { passphraseIdentity, workFactorOf }] = await loadAge();
    const decrypter = new Decrypter();
    const identity = passphraseIdentity(passphrase);
    let isWrong = false;
    let found: number | undefined;
    decrypter.addIdentity({
      async unwrapFileKey(stanzas: Stanza[]) {
        const fileKey = await identity.unwrapFileKey(stanzas);
        isWrong = fileKey === null;
        if (!isWrong) found = stanzas[0] && workFactorOf(stanzas[0]);
        return fileKey;
      },
    });
    try {
      const plain = await decrypter.decrypt(sealed);
      this.#known = passphrase;
      this.#found = found;
      return plain;
    } catch (cause) {
      if (isWrong) return undefined;
      throw keyringDamaged(
        `"${this.#path}" is cut off or was altered`,
        `age -d '${this.#path}'   # and if that fails too, put back your last copy of the file`,
        cause,
      );
    }
  }

  #wrong(what: string): TegataError {
    return new TegataError("PassphraseWrong", `${what} does not open "${this.#path}"`, {
      hint: `age -d '${this.#path}'   # tells whether it is the passphrase`,
      exitCode: exitCodes.humanNeeded,
    });
  }

  #nobody(): TegataError {
    return keyringLocked(
      `"${this.#path}" wants its passphrase, and there is nobody to ask for it`,
      "run the command in a terminal, or let TEGATA_FILE_PASSPHRASE hold the passphrase",
    );
  }
}

/** When it is needed: most runs find what they want without the file. */
function loadAge() {
  return Promise.all([import("age-encryption"), import("./passphrase.ts")]);
}
