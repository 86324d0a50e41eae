/**
 * Who signed this request? Scope, time, key or token, signature, and the principal behind them, in this order.
 * INVARIANT (client-decides-nothing): every fact of a Caller comes from the store or out of a sealed token, and only
 * after the signature was verified with the key that belongs to it.
 */
import type { KeyObject } from "node:crypto";
import {
  checkScope,
  type Freshness,
  judgeFreshness,
  judgePresignedFreshness,
  type PresentedSignature,
  SigningKeyCache,
  type Staleness,
  styleOf,
  verifySignature,
} from "../../sigv4/index.ts";
import type { WireRequest } from "../../wire/index.ts";
import type { SignedCaller } from "../caller.ts";
import type { AccessKeys, IdentityPrincipal, Principals } from "../principals/index.ts";
import type { SessionIssuer } from "../sessions/index.ts";
import { credentialOf } from "./credential.ts";
import type { Refusals } from "./refusals.ts";
import { resolveCaller } from "./resolve-caller.ts";

export interface AuthenticationParts {
  readonly accessKeys: AccessKeys;
  readonly principals: Principals;
  readonly sessions: SessionIssuer;
  readonly signingKeys: SigningKeyCache;
  /** The times a signature may fit: the authority's, and in test mode the real one too. Milliseconds. */
  readonly times: () => readonly number[];
}

export interface AuthenticationQuestion {
  readonly request: WireRequest;
  readonly presented: PresentedSignature;
  /** The service that is being called, as a scope names it. */
  readonly service: string;
  /** What the canonical request ends with: the hash of the body that was read, or one of S3's words. */
  readonly payloadHash: string;
  /** How far the signing time may be off, milliseconds. */
  readonly windowMs: number;
  /** The authority's time of the request, milliseconds. */
  readonly now: number;
  readonly refusals: Refusals;
}

export interface Authenticated {
  readonly caller: SignedCaller;
  /** The user or role behind the caller; absent for root. */
  readonly principal?: IdentityPrincipal;
  /** For what is signed further on: the chunks of a streamed body. */
  readonly signingKey: KeyObject;
}

/** How many derived signing keys are kept. */
const maxSigningKeys = 20_000;

export function createSigningKeyCache(): SigningKeyCache {
  return new SigningKeyCache(maxSigningKeys);
}

/** Throws what `refusals` say. */
export async function authenticate(
  parts: AuthenticationParts,
  question: AuthenticationQuestion,
): Promise<Authenticated> {
  const { request, presented, service, refusals, now } = question;
  const scopeProblems = checkScope(presented, { service });
  if (scopeProblems.length > 0) throw refusals.scope(scopeProblems);
  const staleness = judgeTimes(presented, parts.times(), question.windowMs);
  if (staleness !== undefined) throw refusals.stale(presented, staleness);

  const looking = credentialOf(parts, presented, now, refusals);
  const credential = looking instanceof Promise ? await looking : looking;
  const signingKey = parts.signingKeys.derive(credential.owner, presented.scope, () => credential.secretKey);
  const verification = verifySignature(
    request,
    presented,
    signingKey,
    question.payloadHash,
    styleOf(service),
  );
  if (!verification.verified)
    throw verification.reason === "mismatch"
      ? refusals.mismatch(presented, verification.explain)
      : refusals.headersNotSigned(verification.names);

  const resolving = resolveCaller(parts.principals, credential);
  const resolved = resolving instanceof Promise ? await resolving : resolving;
  if (resolved === undefined)
    throw refusals.invalidToken().because("the principal behind the credentials does not exist any more");
  return { ...resolved, signingKey };
}

/** undefined: fresh by one of the times. */
function judgeTimes(
  presented: PresentedSignature,
  times: readonly number[],
  windowMs: number,
): Staleness | undefined {
  let worst: Staleness | undefined;
  for (const time of times) {
    const freshness = judge(presented, time, windowMs);
    if (freshness.verdict === "fresh") return undefined;
    worst ??= freshness;
  }
  return worst;
}

function judge(presented: PresentedSignature, now: number, windowMs: number): Freshness {
  const { time, expiresSeconds } = presented;
  return expiresSeconds === undefined
    ? judgeFreshness(time, now, windowMs)
    : judgePresignedFreshness(time, expiresSeconds, now, windowMs);
}
