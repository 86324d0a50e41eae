/**
 * Sign-in tokens: sealed, so that they say nothing to whoever sees a URL; good once, for 15 minutes.
 * They carry who signs in and until when, and no credentials.
 */
import { encodeUtf8 } from "../../base/index.ts";
import type { Services } from "../call.ts";
import { consumeOneTime, deleteExpiredOneTimes, insertOneTime } from "../store/credentials/one-time.ts";
import type { SignedInPrincipal } from "./identity.ts";
import { signinLimits } from "./limits.ts";

export interface ConsoleSession extends SignedInPrincipal {
  /** When the console session ends, milliseconds. */
  readonly endsAt: number;
}

interface SealedToken {
  readonly id: string;
  readonly expiresAt: number;
  readonly session: ConsoleSession;
}

const oneTimeKind = "signin-token";
const associatedData = "signin-token";
const tokenIdBytes = 16;

/** A new token; on disk as unused before it is answered. */
export async function issueSigninToken(
  session: ConsoleSession,
  services: Services,
  now: number,
): Promise<string> {
  const id = Buffer.from(services.random(tokenIdBytes)).toString("hex");
  const expiresAt = now + signinLimits.signinTokenSeconds * 1000;
  const token: SealedToken = { id, expiresAt, session };
  await services.store.record(async (tx) => {
    await deleteExpiredOneTimes(tx, now);
    await insertOneTime(tx, { kind: oneTimeKind, id, expiresAt });
  });
  return Buffer.from(services.masterKey.seal(encodeUtf8(JSON.stringify(token)), associatedData)).toString(
    "base64url",
  );
}

/** The token's session, once; undefined for one that is forged, expired or used. A conditional update decides who is first. */
export async function redeemSigninToken(
  text: string,
  services: Services,
  now: number,
): Promise<ConsoleSession | undefined> {
  if (text.length > signinLimits.maxSigninTokenCharacters) return undefined;
  const opened = services.masterKey.open(Buffer.from(text, "base64url"), associatedData);
  if (opened === undefined) return undefined;
  const token = JSON.parse(Buffer.from(opened).toString("utf8")) as SealedToken;
  if (token.expiresAt <= now) return undefined;
  const first = await services.store.record((tx) =>
    consumeOneTime(tx, { kind: oneTimeKind, id: token.id, now }),
  );
  return first ? token.session : undefined;
}
