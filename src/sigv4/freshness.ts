/** How old or how early a signed request may be. AWS: reports name 5 minutes for STS and IAM; S3 documents 15. */

/** STS, IAM and the other Query services, milliseconds either way. */
export const queryFreshnessWindowMs = 300_000;
/** S3, milliseconds either way. AWS: S3 error `RequestTimeTooSkewed`, MaxAllowedSkewMilliseconds 900000. */
export const s3FreshnessWindowMs = 900_000;
/** Lifetime of a presigned URL, seconds. AWS: S3 API reference, `X-Amz-Expires`. */
export const minPresignSeconds = 1;
export const maxPresignSeconds = 604_800;

/** `limitMs` is the earliest (late) or latest (early) signing time that would have been accepted at `nowMs`. */
export interface Staleness {
  readonly verdict: "early" | "late";
  readonly timeMs: number;
  readonly nowMs: number;
  readonly limitMs: number;
  /** The window that was applied: the skew allowed, or a presigned URL's lifetime. */
  readonly windowMs: number;
}

export type Freshness = { readonly verdict: "fresh" } | Staleness;

const fresh: Freshness = { verdict: "fresh" };

/** Whether a request signed at `timeMs` and received at `nowMs` is within `windowMs`, either way, both ends included. */
export function judgeFreshness(timeMs: number, nowMs: number, windowMs: number): Freshness {
  if (timeMs < nowMs - windowMs)
    return { verdict: "late", timeMs, nowMs, limitMs: nowMs - windowMs, windowMs };
  if (timeMs > nowMs + windowMs)
    return { verdict: "early", timeMs, nowMs, limitMs: nowMs + windowMs, windowMs };
  return fresh;
}

/** A presigned request is good from `windowMs` before it was signed until `expiresSeconds` after. */
export function judgePresignedFreshness(
  timeMs: number,
  expiresSeconds: number,
  nowMs: number,
  windowMs: number,
): Freshness {
  const lifetimeMs = expiresSeconds * 1000;
  if (nowMs > timeMs + lifetimeMs)
    return { verdict: "late", timeMs, nowMs, limitMs: nowMs - lifetimeMs, windowMs: lifetimeMs };
  if (timeMs > nowMs + windowMs)
    return { verdict: "early", timeMs, nowMs, limitMs: nowMs + windowMs, windowMs };
  return fresh;
}
