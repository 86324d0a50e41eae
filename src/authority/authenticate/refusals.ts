/**
 * What each kind of service says when authentication fails. The checks are the same for all; only the words differ.
 */
import type { ServiceError } from "../../base/index.ts";
import type { PresentedSignature, ScopeProblem, SignatureExplanation, Staleness } from "../../sigv4/index.ts";
import { commonErrors, s3Errors } from "../../wire/index.ts";

export interface Refusals {
  readonly scope: (problems: readonly ScopeProblem[]) => ServiceError;
  readonly stale: (presented: PresentedSignature, staleness: Staleness) => ServiceError;
  readonly headersNotSigned: (names: readonly string[]) => ServiceError;
  readonly mismatch: (presented: PresentedSignature, explain: () => SignatureExplanation) => ServiceError;
  /** No such key, or not active. */
  readonly unknownKey: (presented: PresentedSignature) => ServiceError;
  /** Forged, altered, another key's, from the future, or its principal is gone. */
  readonly invalidToken: () => ServiceError;
  readonly expiredToken: () => ServiceError;
}

export const queryRefusals: Refusals = {
  scope: (problems) => commonErrors.scopeMismatch(problems.map(wireScopeProblem)),
  stale: (_, { verdict, timeMs, nowMs, windowMs }) => {
    const facts = { signedAt: timeMs, now: nowMs, windowMs };
    return verdict === "late"
      ? commonErrors.signatureExpired(facts)
      : commonErrors.signatureNotYetCurrent(facts);
  },
  headersNotSigned: (names) =>
    names[0] === "host" ? commonErrors.hostNotSigned() : commonErrors.headerNotSigned(names[0] ?? ""),
  mismatch: () => commonErrors.signatureDoesNotMatch(),
  unknownKey: () => commonErrors.invalidClientTokenId(),
  invalidToken: () => commonErrors.invalidClientTokenId(),
  expiredToken: () => commonErrors.expiredToken(),
};

export const s3Refusals: Refusals = {
  scope: (problems) => s3Errors.authorizationHeaderMalformed(describeS3Scope(problems)),
  stale: (presented, staleness) => s3Stale(presented, staleness),
  headersNotSigned: (names) => s3Errors.headersNotSigned(names),
  mismatch: (presented, explain) => {
    const { canonicalRequest, stringToSign } = explain();
    return s3Errors.signatureDoesNotMatch({
      accessKeyId: presented.accessKeyId,
      stringToSign,
      signatureProvided: presented.signature,
      canonicalRequest: withoutToken(canonicalRequest),
    });
  },
  unknownKey: ({ accessKeyId }) => s3Errors.invalidAccessKeyId(accessKeyId),
  invalidToken: () => s3Errors.invalidToken(),
  expiredToken: () => s3Errors.expiredToken(),
};

function wireScopeProblem(problem: ScopeProblem) {
  switch (problem.code) {
    case "wrong-region":
      return { part: "region", region: problem.region } as const;
    case "wrong-service":
      return { part: "service", expected: problem.expected } as const;
    case "wrong-terminator":
      return { part: "terminator", terminator: problem.terminator } as const;
    case "wrong-date":
      return { part: "date", scopeDate: problem.scopeDate, requestTime: problem.timeText } as const;
  }
}

function describeS3Scope(problems: readonly ScopeProblem[]): string {
  switch (problems[0]?.code) {
    case "wrong-terminator":
      return "incorrect terminator; it must be aws4_request.";
    case "wrong-date":
      return "Invalid credential date; it must be the day of X-Amz-Date.";
    case "wrong-service":
      return "incorrect service; expecting s3.";
    default:
      return "the region must not be empty.";
  }
}

function s3Stale(presented: PresentedSignature, { verdict, nowMs, windowMs }: Staleness): ServiceError {
  const { expiresSeconds, time, timeText } = presented;
  if (expiresSeconds === undefined)
    return s3Errors.requestTimeTooSkewed({ requestTime: timeText, serverTimeMs: nowMs, maxSkewMs: windowMs });
  if (verdict === "early")
    return s3Errors.requestNotYetValid({ requestTime: timeText, expiresSeconds, serverTimeMs: nowMs });
  const expiredAtMs = time + expiresSeconds * 1000;
  return s3Errors.requestHasExpired({ expiresSeconds, expiredAtMs, serverTimeMs: nowMs });
}

/** SECURITY: the canonical request helps to find a wrong signature; the session token in it helps nobody. */
function withoutToken(canonicalRequest: string): string {
  return canonicalRequest
    .replace(/^x-amz-security-token:.*$/im, "x-amz-security-token:[secret]")
    .replace(/X-Amz-Security-Token=[^&\n]*/i, "X-Amz-Security-Token=[secret]");
}
