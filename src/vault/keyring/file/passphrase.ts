/**
 * The passphrase of an age file. The file format, its payload and all stanzas but this one are the library's; the key
 * derivation is Node's own, which takes two thirds of the time and leaves the main thread free.
 * age: C2SP.org/age, "The scrypt recipient type".
 */
import { createCipheriv, createDecipheriv, type ScryptOptions, scrypt } from "node:crypto";
import { type Identity, type Recipient, Stanza } from "age-encryption";
import { decodeBase64, encodeBase64, type Secret } from "../../../base/index.ts";
import { randomBytes } from "../../../crypto/index.ts";

/** 128 MiB and about 0.4 s. OWASP's password storage recommendation for scrypt: N = 2^17, r = 8, p = 1. */
export const defaultLogN = 17;
/** SECURITY: an altered file must not exhaust memory: 1 GiB, what the library takes too. */
const maxLogN = 20;

const stanzaType = "scrypt";
const label = Buffer.from("age-encryption.org/v1/scrypt", "utf8");
const saltBytes = 16;
const fileKeyBytes = 16;
const cipherName = "chacha20-poly1305";
const tagBytes = 16;
/** SECURITY: each salt gives another key, and each key wraps one file key. */
const nonce = new Uint8Array(12);

/** Seals a file for whoever knows the passphrase; each file gets a new salt. */
export function passphraseRecipient(passphrase: Secret, logN: number = defaultLogN): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(saltBytes);
      const cipher = createCipheriv(cipherName, await derive(passphrase, salt, logN), nonce, {
        authTagLength: tagBytes,
      });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      const args = [stanzaType, encodeBase64(salt).replace(/=+$/, ""), String(logN)];
      return [new Stanza(args, new Uint8Array(body))];
    },
  };
}

/** Opens a file with the passphrase; a wrong one opens none of its stanzas. */
export function passphraseIdentity(passphrase: Secret): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const [stanza] = stanzas;
      // SECURITY: age wants the passphrase to be the only way in, so that whoever can seal knew it.
      if (stanza === undefined || stanzas.length !== 1 || stanza.args[0] !== stanzaType)
        throw new Error("it is not sealed with a passphrase alone");
      const salt = decodeBase64(stanza.args[1] ?? "");
      const logN = workFactorOf(stanza);
      if (stanza.args.length !== 3 || salt?.length !== saltBytes || logN === undefined)
        throw new Error("its scrypt stanza is malformed, or asks for too much work");
      if (stanza.body.length !== fileKeyBytes + tagBytes) throw new Error("its scrypt stanza is malformed");
      return unwrap(stanza.body, await derive(passphrase, salt, logN));
    },
  };
}

/** log2 N of a scrypt stanza; undefined where it is none, or asks for more work than we do. */
export function workFactorOf({ args }: Stanza): number | undefined {
  const [, , text = ""] = args;
  const logN = /^[1-9]\d?$/.test(text) ? Number(text) : undefined;
  return logN === undefined || logN > maxLogN ? undefined : logN;
}

/** null, as the library wants it, when the key is another one. */
function unwrap(body: Uint8Array, key: Uint8Array): Uint8Array | null {
  const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(body.subarray(fileKeyBytes));
  const fileKey = decipher.update(body.subarray(0, fileKeyBytes));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return new Uint8Array(fileKey);
}

function derive(passphrase: Secret, salt: Uint8Array, logN: number): Promise<Uint8Array> {
  const n = 2 ** logN;
  const r = 8;
  const options: ScryptOptions = { N: n, r, p: 1, maxmem: 256 * n * r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.reveal(), Buffer.concat([label, salt]), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
