import { buildAccessKeyId, type Clock, LruMap, Secret, temporaryKeyPrefix } from "../../base/index.ts";
import { randomBytes, sha256Hex } from "../../crypto/index.ts";
import { secretKeyOf } from "../../sigv4/index.ts";
import { stsErrors } from "../../wire/errors/sts.ts";
import type { Store } from "../store/index.ts";
import { decodeContents, encodeContents, type PackedPart, packSession } from "./claims.ts";
import { maxSessionSeconds, TokenKeyRing } from "./key-ring.ts";
import type {
  NewSession,
  OpenedSession,
  SessionClaims,
  SessionIssuer,
  TemporaryCredentials,
} from "./session.ts";
import {
  maxTokenCharacters,
  openMessageText,
  openToken,
  parseMessageText,
  parseToken,
  sealMessageText,
  sealToken,
} from "./token.ts";

export interface SessionIssuerOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** Opened tokens kept in memory, about 2 KiB each. */
const maxOpenedSessions = 8192;
/** AWS: 40 characters of base64. */
const secretBytes = 30;
const tokenIdBytes = 12;
const keyIdBytes = 5;

export async function createSessionIssuer(options: SessionIssuerOptions): Promise<SessionIssuer> {
  return new TokenIssuer(await TokenKeyRing.open(options.store, options.clock), options.clock);
}

class TokenIssuer implements SessionIssuer {
  readonly #ring: TokenKeyRing;
  readonly #clock: Clock;
  /**
   * By SHA-256 of the token.
   * SECURITY: never by access key id alone: these hold about 40 random bits and meet again among a million sessions.
   */
  readonly #opened = new LruMap<string, OpenedSession>(maxOpenedSessions);

  constructor(ring: TokenKeyRing, clock: Clock) {
    this.#ring = ring;
    this.#clock = clock;
  }

  async issue(session: NewSession): Promise<TemporaryCredentials> {
    const { issuedAt, expiresAt } = session.session;
    assertTimes(issuedAt, expiresAt, this.#clock.now());
    const packed = packSession(session.session);
    if (packed.percent > 100) throw tooLarge(session, packed.percent);
    const random = randomBytes(secretBytes + tokenIdBytes + keyIdBytes);
    const secret = base64(random.subarray(0, secretBytes), "base64");
    const tokenId = base64(random.subarray(secretBytes, secretBytes + tokenIdBytes), "base64url");
    const accessKeyId = buildAccessKeyId(
      temporaryKeyPrefix,
      session.accountId,
      random.subarray(secretBytes + tokenIdBytes),
    );
    const claims: SessionClaims = { ...session, session: { ...session.session, tokenId } };
    const sessionToken = await this.#seal(claims, secret, accessKeyId, packed);
    if (sessionToken.length > maxTokenCharacters) throw tooLarge(session, 101);
    return {
      accessKeyId,
      secretAccessKey: new Secret(secret),
      sessionToken,
      expiresAt,
      packedPolicySizePercent: packed.percent,
    };
  }

  open(sessionToken: string, accessKeyId: string): OpenedSession | undefined {
    if (sessionToken.length > maxTokenCharacters) return undefined;
    const tokenHash = sha256Hex(sessionToken);
    const known = this.#opened.get(tokenHash);
    if (known !== undefined) return known.accessKeyId === accessKeyId ? known : undefined;
    const opened = this.#openSealed(sessionToken, accessKeyId, tokenHash);
    if (opened !== undefined) this.#opened.set(tokenHash, opened);
    return opened;
  }

  async sealMessage(plain: Uint8Array): Promise<string> {
    const { keyId, key } = await this.#ring.sealingKey();
    return sealMessageText(keyId, key, plain);
  }

  openMessage(text: string): Uint8Array | undefined {
    const envelope = parseMessageText(text);
    const held = envelope && this.#ring.openingKey(envelope.keyId);
    return envelope && held && openMessageText(envelope, held.key);
  }

  async replaceKeys(): Promise<void> {
    await this.#ring.replaceAll();
    this.#opened.clear();
  }

  async #seal(
    claims: SessionClaims,
    secretAccessKey: string,
    accessKeyId: string,
    packed: PackedPart,
  ): Promise<string> {
    const { keyId, key } = await this.#ring.sealingKey();
    return sealToken(keyId, key, accessKeyId, encodeContents({ claims, secretAccessKey }, packed));
  }

  #openSealed(sessionToken: string, accessKeyId: string, tokenHash: string): OpenedSession | undefined {
    const envelope = parseToken(sessionToken);
    if (envelope === undefined) return undefined;
    const held = this.#ring.openingKey(envelope.keyId);
    if (held === undefined) return undefined;
    const plain = openToken(envelope, held.key, accessKeyId);
    const contents = plain === undefined ? undefined : decodeContents(plain);
    if (contents === undefined) return undefined;
    const secretKey = secretKeyOf(contents.secretAccessKey);
    return Object.freeze({ claims: contents.claims, accessKeyId, secretKey, tokenHash });
  }
}

/** INVARIANT (key-outlives-tokens): no session lasts longer than its token key opens after the last seal. */
function assertTimes(issuedAt: number, expiresAt: number, now: number): void {
  if (issuedAt % 1000 !== 0 || expiresAt % 1000 !== 0) throw new RangeError("sessions have whole seconds");
  if (expiresAt > now + maxSessionSeconds * 1000) throw new RangeError("no session is that long");
}

function tooLarge(session: NewSession, percent: number): Error {
  const { sessionPolicy, sessionPolicyArns } = session.session;
  const hasPolicy = sessionPolicy !== undefined || sessionPolicyArns.length > 0;
  return hasPolicy ? stsErrors.packedPolicyTooLarge(percent) : stsErrors.packedTagsTooLarge(percent);
}

function base64(bytes: Uint8Array, form: "base64" | "base64url"): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(form);
}
