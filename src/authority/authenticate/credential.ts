import type { KeyObject } from "node:crypto";
import type { PresentedSignature } from "../../sigv4/index.ts";
import type { AccessKeyEntry, AccessKeys } from "../principals/index.ts";
import type { OpenedSession, SessionIssuer } from "../sessions/index.ts";
import type { Refusals } from "./refusals.ts";

/** A key whose secret is known; nothing says yet that the sender knows it too. */
export interface Credential {
  readonly accessKeyId: string;
  /** Names the secret in the cache of signing keys. */
  readonly owner: string;
  readonly secretKey: KeyObject;
  readonly origin:
    | { readonly kind: "long-lived"; readonly entry: AccessKeyEntry }
    | { readonly kind: "session"; readonly opened: OpenedSession };
}

export interface CredentialParts {
  readonly accessKeys: AccessKeys;
  readonly sessions: SessionIssuer;
}

/** A token is opened, a bare key id looked up. Throws the refusal; `now` is milliseconds. */
export function credentialOf(
  parts: CredentialParts,
  presented: PresentedSignature,
  now: number,
  refusals: Refusals,
): Credential | Promise<Credential> {
  const { accessKeyId, sessionToken } = presented;
  if (sessionToken !== undefined)
    return sessionCredential(parts.sessions, accessKeyId, sessionToken, now, refusals);
  const found = parts.accessKeys.find(accessKeyId);
  if (found instanceof Promise) return found.then((entry) => longLived(entry, presented, refusals));
  return longLived(found, presented, refusals);
}

function sessionCredential(
  sessions: SessionIssuer,
  accessKeyId: string,
  sessionToken: string,
  now: number,
  refusals: Refusals,
): Credential {
  const opened = sessions.open(sessionToken, accessKeyId);
  if (opened === undefined)
    throw refusals.invalidToken().because("the session token does not open for this key id");
  const { issuedAt, expiresAt } = opened.claims.session;
  // INVARIANT (expiry-at-every-use): cached or not, an expired session is refused.
  if (expiresAt <= now) throw refusals.expiredToken();
  if (issuedAt > now) throw refusals.invalidToken().because("the session token was issued in the future");
  return {
    accessKeyId,
    owner: opened.tokenHash,
    secretKey: opened.secretKey,
    origin: { kind: "session", opened },
  };
}

function longLived(
  entry: AccessKeyEntry | undefined,
  presented: PresentedSignature,
  refusals: Refusals,
): Credential {
  if (entry === undefined) throw refusals.unknownKey(presented).because("no such access key");
  if (!entry.active) throw refusals.unknownKey(presented).because("the access key is inactive");
  return {
    accessKeyId: entry.accessKeyId,
    owner: entry.accessKeyId,
    secretKey: entry.secretKey,
    origin: { kind: "long-lived", entry },
  };
}
