/** The text of a token: base64 of version ‖ key id (4) ‖ nonce ‖ ciphertext ‖ tag. This format is a contract. */
import { type SealingKey, sealedOverheadBytes } from "../../crypto/index.ts";

/** AWS: clients and services bear at most so much in one header. */
export const maxTokenCharacters = 4096;
/** AWS: the longest EncodedMessage. */
export const maxMessageCharacters = 10_240;

const tokenVersion = 1;
const headerBytes = 5;
const minTokenBytes = headerBytes + sealedOverheadBytes;
export const maxTokenKeyId = 0xffff_ffff;

export interface TokenEnvelope {
  readonly keyId: number;
  readonly sealed: Uint8Array;
}

export function sealToken(keyId: number, key: SealingKey, accessKeyId: string, plain: Uint8Array): string {
  return wrap(keyId, key.seal(plain, labelOf(keyId, accessKeyId))).toString("base64");
}

/** The outside of a token; undefined when it cannot be one of ours. */
export function parseToken(text: string): TokenEnvelope | undefined {
  return text.length > maxTokenCharacters ? undefined : unwrap(text, "base64");
}

/** The bytes inside; undefined when forged, altered, or sealed for another access key id. */
export function openToken(
  envelope: TokenEnvelope,
  key: SealingKey,
  accessKeyId: string,
): Uint8Array | undefined {
  return key.open(envelope.sealed, labelOf(envelope.keyId, accessKeyId));
}

/** A sealed message has the same outside as a token, in the alphabet of URLs, and a label of its own. */
export function sealMessageText(keyId: number, key: SealingKey, plain: Uint8Array): string {
  return wrap(keyId, key.seal(plain, messageLabel(keyId))).toString("base64url");
}

export function parseMessageText(text: string): TokenEnvelope | undefined {
  return text.length > maxMessageCharacters ? undefined : unwrap(text, "base64url");
}

export function openMessageText({ keyId, sealed }: TokenEnvelope, key: SealingKey): Uint8Array | undefined {
  return key.open(sealed, messageLabel(keyId));
}

function messageLabel(keyId: number): string {
  return `authorization-message/${tokenVersion}/${keyId}`;
}

function wrap(keyId: number, sealed: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes + sealed.length);
  bytes[0] = tokenVersion;
  bytes.writeUInt32BE(keyId, 1);
  bytes.set(sealed, headerBytes);
  return bytes;
}

function unwrap(text: string, encoding: "base64" | "base64url"): TokenEnvelope | undefined {
  const bytes = Buffer.from(text, encoding);
  // SECURITY: one token has one text; Node's decoder is lenient about stray characters and unused bits.
  if (bytes.length < minTokenBytes || bytes[0] !== tokenVersion || bytes.toString(encoding) !== text) {
    return undefined;
  }
  return { keyId: bytes.readUInt32BE(1), sealed: bytes.subarray(headerBytes) };
}

/** INVARIANT (token-belongs-to-its-key): the associated data names version, key id and access key id. */
function labelOf(keyId: number, accessKeyId: string): string {
  return `session-token/${tokenVersion}/${keyId}/${accessKeyId}`;
}
