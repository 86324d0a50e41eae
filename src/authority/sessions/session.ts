import type { KeyObject } from "node:crypto";
import type { Secret } from "../../base/index.ts";
import type { SessionFacts } from "../caller.ts";

/** What a token says. Deeply frozen when it comes out of one. */
export interface SessionClaims {
  readonly accountId: string;
  /** User id, role id or "root". */
  readonly principalId: string;
  /** Role session name or federated name. */
  readonly name?: string;
  /** `tags` has no prototype: a tag called `constructor` is there only when it was given. */
  readonly session: SessionFacts;
}

/** What `issue` takes: the issuer makes the token's id itself. */
export type NewSession = Omit<SessionClaims, "session"> & { readonly session: Omit<SessionFacts, "tokenId"> };

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: string;
  /** Milliseconds since 1970, a whole second. */
  readonly expiresAt: number;
  /** How much of the space for session policies and tags is taken, 1 … 100; 0 when there are none. */
  readonly packedPolicySizePercent: number;
}

export interface OpenedSession {
  readonly claims: SessionClaims;
  readonly accessKeyId: string;
  /** Of "AWS4" + secret: what signing keys are derived from. */
  readonly secretKey: KeyObject;
  /** SHA-256 of the token, for caches. */
  readonly tokenHash: string;
}

export interface SessionIssuer {
  /**
   * Mints a key id (ASIA…), a secret and a sealed token. Throws PackedPolicyTooLarge when session policies and tags
   * take more space than a token has.
   */
  issue(session: NewSession): Promise<TemporaryCredentials>;
  /**
   * Undefined when the token is forged, altered, sealed with an unknown key, or not of this access key id.
   * INVARIANT (expiry-at-every-use): the caller compares `claims.session.expiresAt` with the time, every time.
   */
  open(sessionToken: string, accessKeyId: string): OpenedSession | undefined;
  /** Seals what only the authority shall read again, under the token keys and as long as these open. */
  sealMessage(plain: Uint8Array): Promise<string>;
  /** Undefined for what `sealMessage` did not make, or made too long ago. */
  openMessage(text: string): Uint8Array | undefined;
  /** Destroys every token key, so that no earlier token opens, and makes a new one (test mode's reset). */
  replaceKeys(): Promise<void>;
}
