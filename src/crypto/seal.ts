/**
 * Authenticated encryption: AES-256-GCM with a random nonce. What was sealed opens only with the same key and the same
 * associated data (which names the place a secret belongs to, so that it cannot be moved to another row).
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { decodeBase64, TegataError } from "../base/index.ts";
import { randomBytes } from "./random.ts";

/** Length of every key, in bytes. */
export const masterKeyBytes = 32;

const cipherName = "aes-256-gcm";
/** SECURITY: random 96-bit nonces allow 2^32 seals under one key (NIST SP 800-38D, 8.3); token keys are counted. */
const nonceBytes = 12;
const tagBytes = 16;
/** Formats of a secret at rest; a new one gets a new number and the old one still opens. */
const sealedVersion = 1;

/** What a key of `createAeadKey` adds to the plain bytes. */
export const sealedOverheadBytes = nonceBytes + tagBytes;

/** Seals and opens; how the sealed bytes begin is up to who made the key. */
export interface SealingKey {
  seal(plain: Uint8Array, associatedData: string): Uint8Array;
  /** Undefined for the wrong key, altered bytes, other associated data or an unknown version. */
  open(sealed: Uint8Array, associatedData: string): Uint8Array | undefined;
}

/**
 * A key of 32 bytes for what carries its own version, such as session tokens: nonce ‖ ciphertext ‖ tag.
 * The caller's copy of the bytes is no longer needed afterwards.
 */
export function createAeadKey(keyBytes: Uint8Array): SealingKey {
  if (keyBytes.length !== masterKeyBytes) throw new RangeError("an AEAD key has 32 bytes");
  const key = createSecretKey(keyBytes);
  return {
    seal: (plain, associatedData) => seal(key, plain, encodeLabel(associatedData)),
    open: (sealed, associatedData) => open(key, sealed, encodeLabel(associatedData)),
  };
}

/**
 * The master key from its text: 32 bytes in base64, white space around it ignored. It seals secrets at rest as
 * version ‖ nonce ‖ ciphertext ‖ tag.
 * Throws TegataError `MasterKeyMalformed` for anything else; the text is never repeated in the message.
 */
export function createMasterKey(base64: string): SealingKey {
  const bytes = decodeBase64(base64.trim());
  if (bytes?.length !== masterKeyBytes) {
    throw new TegataError("MasterKeyMalformed", "a master key is 32 bytes in base64", {
      hint: "openssl rand -base64 32",
    });
  }
  const key = createAeadKey(bytes);
  return {
    seal(plain, associatedData) {
      const box = key.seal(plain, versioned(associatedData));
      const sealed = new Uint8Array(1 + box.length);
      sealed[0] = sealedVersion;
      sealed.set(box, 1);
      return sealed;
    },
    open(sealed, associatedData) {
      if (sealed[0] !== sealedVersion) return undefined;
      return key.open(sealed.subarray(1), versioned(associatedData));
    },
  };
}

function versioned(associatedData: string): string {
  return `${sealedVersion}/${associatedData}`;
}

function encodeLabel(associatedData: string): Uint8Array {
  return Buffer.from(associatedData, "utf8");
}

function seal(key: KeyObject, plain: Uint8Array, label: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(label);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: KeyObject, sealed: Uint8Array, label: Uint8Array): Uint8Array | undefined {
  if (sealed.length < sealedOverheadBytes) return undefined;
  const tagAt = sealed.length - tagBytes;
  const cipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  cipher.setAAD(label);
  cipher.setAuthTag(sealed.subarray(tagAt));
  // SECURITY: nothing of the plain bytes leaves before `final` has checked the tag.
  const plain = cipher.update(sealed.subarray(nonceBytes, tagAt));
  try {
    cipher.final();
  } catch {
    return undefined;
  }
  return plain;
}
