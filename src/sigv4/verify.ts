/** Whether a request was signed with the key that it says. */
import type { KeyObject } from "node:crypto";
import { buildCanonicalRequest, hashCanonicalRequest } from "./canonical-request.ts";
import { queryNames } from "./presented/query.ts";
import type { PresentedSignature } from "./presented.ts";
import type { SignableRequest, SigningStyle } from "./request.ts";
import { computeSignature, signaturesEqual } from "./signature.ts";
import { buildStringToSign } from "./string-to-sign.ts";

/** What the receiver calculated, for S3's SignatureDoesNotMatch document. It shows no key and no right signature. */
export interface SignatureExplanation {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

export type Verification =
  | { readonly verified: true }
  | {
      readonly verified: false;
      /** `headers-not-signed`: `host`, or an `x-amz-` header of the request, is not among the signed ones. */
      readonly reason: "headers-not-signed";
      readonly names: readonly string[];
    }
  | {
      readonly verified: false;
      readonly reason: "mismatch";
      /** Computed when asked. */
      readonly explain: () => SignatureExplanation;
    };

const verified: Verification = { verified: true };
const withoutSignature: readonly string[] = [queryNames.signature];
const withoutSignatureAndToken: readonly string[] = [queryNames.signature, queryNames.sessionToken];
const everything: readonly string[] = [];
const tokenHeader = "x-amz-security-token";

/**
 * Recomputes the signature of `request` and compares it in constant time.
 * `signingKey` is derived for `presented.scope`; `payloadHash` is what the canonical request ends with (the hash of the
 * body that was really read, or one of S3's words). Scope and freshness are judged elsewhere.
 */
export function verifySignature(
  request: SignableRequest,
  presented: PresentedSignature,
  signingKey: KeyObject,
  payloadHash: string,
  style: SigningStyle,
): Verification {
  const unsigned = findUnsignedHeaders(request, presented, style);
  if (unsigned !== undefined) return { verified: false, reason: "headers-not-signed", names: unsigned };
  const leaveOut = presented.via === "query" ? withoutSignature : everything;
  if (matches(request, presented, signingKey, payloadHash, style, leaveOut)) return verified;
  // AWS: IoT's presigned requests get their token after signing. It is bound to the key id by itself.
  if (
    presented.via === "query" &&
    style.tokenMayBeUnsigned &&
    presented.sessionToken !== undefined &&
    matches(request, presented, signingKey, payloadHash, style, withoutSignatureAndToken)
  )
    return verified;
  return {
    verified: false,
    reason: "mismatch",
    explain: () => explain(request, presented, payloadHash, style, leaveOut),
  };
}

function matches(
  request: SignableRequest,
  presented: PresentedSignature,
  signingKey: KeyObject,
  payloadHash: string,
  style: SigningStyle,
  leaveOut: readonly string[],
): boolean {
  const { signedHeaders, signedHeadersText, scope, timeText } = presented;
  const canonicalRequest = buildCanonicalRequest(request, {
    style,
    signedHeaders,
    signedHeadersText,
    payloadHash,
    leaveOut,
  });
  if (canonicalRequest === undefined) return false;
  const stringToSign = buildStringToSign(timeText, scope, hashCanonicalRequest(canonicalRequest));
  return signaturesEqual(computeSignature(signingKey, stringToSign), presented.signature);
}

/**
 * SECURITY: an unsigned `x-amz-` header could have been added on the way, so none is accepted, for any service;
 * nor is a signature that could be replayed to another host.
 * AWS: S3, "There were headers present in the request which were not signed".
 */
function findUnsignedHeaders(
  request: SignableRequest,
  presented: PresentedSignature,
  style: SigningStyle,
): readonly string[] | undefined {
  const { signedHeaders } = presented;
  let unsigned: string[] | undefined;
  if (!signedHeaders.includes("host")) unsigned = ["host"];
  for (const name of request.headers.names) {
    if (!name.startsWith("x-amz-") || signedHeaders.includes(name)) continue;
    if (name === tokenHeader && style.tokenMayBeUnsigned) continue;
    unsigned ??= [];
    unsigned.push(name);
  }
  return unsigned;
}

function explain(
  request: SignableRequest,
  presented: PresentedSignature,
  payloadHash: string,
  style: SigningStyle,
  leaveOut: readonly string[],
): SignatureExplanation {
  const { headers } = request;
  const { signedHeadersText, scope, timeText } = presented;
  const signedHeaders = presented.signedHeaders.filter((name) => headers.get(name) !== undefined);
  const options = { style, signedHeaders, signedHeadersText, payloadHash, leaveOut };
  const canonicalRequest = buildCanonicalRequest(request, options) ?? "";
  return {
    canonicalRequest,
    stringToSign: buildStringToSign(timeText, scope, hashCanonicalRequest(canonicalRequest)),
  };
}
