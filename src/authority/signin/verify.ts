/** Nothing signs a request to the federation endpoint: holding the whole triple is the proof, so all of it is verified. */

import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { secretKeyOf } from "../../sigv4/index.ts";
import { signinErrors } from "../../wire/index.ts";
import { acceptanceRefusal, accepts } from "../acceptance.ts";
import type { Services } from "../call.ts";
import type { CredentialKind } from "../caller.ts";
import type { SessionClaims } from "../sessions/index.ts";
import { findIdentity } from "./identity.ts";
import type { ClaimedCredentials } from "./session-parameter.ts";

/**
 * What the claimed credentials' sealed token says, once the token opens for this key id, the secret is its own, it has
 * not expired, its principal is still there, and its kind may sign in. Throws a signinErrors refusal.
 */
export async function verifyCredentials(
  claimed: ClaimedCredentials,
  services: Services,
  now: number,
): Promise<SessionClaims> {
  const opened = services.sessions.open(claimed.sessionToken, claimed.accessKeyId);
  if (opened === undefined)
    throw signinErrors.invalidCredentials().because("the session token does not open");
  if (!isSameSecret(secretKeyOf(claimed.secretAccessKey.reveal()), opened.secretKey))
    throw signinErrors.invalidCredentials().because("the secret access key is not the session's");
  const { claims } = opened;
  if (claims.session.expiresAt <= now)
    throw signinErrors.invalidCredentials().because("the session has expired");
  if (claims.session.issuedAt > now)
    throw signinErrors.invalidCredentials().because("the session was issued in the future");
  const kind = credentialKindOfClaims(claims);
  if (!accepts("signin", "getSigninToken", kind)) throw acceptanceRefusal("signin", "getSigninToken", kind);
  if ((await findIdentity(services.store.read, claims)) === undefined)
    throw signinErrors.invalidCredentials().because("the session's user or role is gone");
  return claims;
}

function credentialKindOfClaims({ session }: SessionClaims): CredentialKind {
  if (session.kind === "role") return "role";
  if (session.kind === "federated") return "federation";
  return session.mfaAt === undefined ? "session-without-mfa" : "session-with-mfa";
}

/** SECURITY: compared through a MAC, so that neither where two secrets differ nor their length shows in the time taken. */
function isSameSecret(claimed: KeyObject, real: KeyObject): boolean {
  return timingSafeEqual(comparable(claimed), comparable(real));
}

function comparable(key: KeyObject): Buffer {
  return createHmac("sha256", key).update("sign-in").digest();
}
