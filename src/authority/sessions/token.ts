/** The text of a token: base64 of version ‖ key id (4) ‖ nonce ‖ ciphertext ‖ tag. This format is a contract. */
import { type SealingKey, sealedOverheadBytes } from "../../crypto/index.ts";

/** AWS: clients and services bear at most so much in one header. */
export const maxTokenCharacters = 4096;

const tokenVersion = 1;
const headerBytes = 5;
const minTokenBytes = headerBytes + sealedOverheadBytes;
export const maxTokenKeyId = 0xffff_ffff;

export interface TokenEnvelope {
  readonly keyId: number;
  readonly sealed: Uint8Array;
}

export function sealToken(keyId: number, key: SealingKey, accessKeyId: string, plain: Uint8Array): string {
  const sealed = key.seal(plain, labelOf(keyId, accessKeyId));
  const token = Buffer.allocUnsafe(headerBytes + sealed.length);
  token[0] = tokenVersion;
  token.writeUInt32BE(keyId, 1);
  token.set(sealed, headerBytes);
  return token.toString("base64");
}

/** The outside of a token; undefined when it cannot be one of ours. */
export function parseToken(text: string): TokenEnvelope | undefined {
  if (text.length > maxTokenCharacters) return undefined;
  const token = Buffer.from(text, "base64");
  // SECURITY: one token has one text; Node's decoder is lenient about stray characters and unused bits.
  if (token.length < minTokenBytes || token[0] !== tokenVersion || token.toString("base64") !== text) {
    return undefined;
  }
  return { keyId: token.readUInt32BE(1), sealed: token.subarray(headerBytes) };
}

/** The bytes inside; undefined when forged, altered, or sealed for another access key id. */
export function openToken(
  envelope: TokenEnvelope,
  key: SealingKey,
  accessKeyId: string,
): Uint8Array | undefined {
  return key.open(envelope.sealed, labelOf(envelope.keyId, accessKeyId));
}

/** INVARIANT (token-belongs-to-its-key): the associated data names version, key id and access key id. */
function labelOf(keyId: number, accessKeyId: string): string {
  return `session-token/${tokenVersion}/${keyId}/${accessKeyId}`;
}
