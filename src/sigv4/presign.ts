/** Signs a request in its query: a link that works for a while. */
import { encodeUri } from "./canonical/percent.ts";
import { formatScope } from "./credential-scope.ts";
import { maxPresignSeconds, minPresignSeconds } from "./freshness.ts";
import { hashPayload, unsignedPayload } from "./payload-hash.ts";
import { queryNames } from "./presented/query.ts";
import { styleOf, toByteString } from "./request.ts";
import {
  computeRequestSignature,
  type RequestToSign,
  type SignedRequest,
  type SigningOptions,
  scopeAt,
  signedHeaderNames,
} from "./sign.ts";
import { algorithm } from "./string-to-sign.ts";
import { formatBasicTime } from "./time.ts";

export interface PresigningOptions extends Omit<SigningOptions, "signBodyHeader"> {
  /** How long the link works, 1 … 604800 seconds. */
  readonly expiresSeconds: number;
}

/**
 * A request → the same with its signature in the query of `target`; all the headers given are signed and must be sent.
 * S3's style signs `UNSIGNED-PAYLOAD` unless `payloadHash` says otherwise, the others the hash of the body.
 * Throws RangeError when `expiresSeconds` is out of range.
 */
export function presignRequest(request: RequestToSign, options: PresigningOptions): SignedRequest {
  const { credentials, time, expiresSeconds } = options;
  if (
    !Number.isInteger(expiresSeconds) ||
    expiresSeconds < minPresignSeconds ||
    expiresSeconds > maxPresignSeconds
  )
    throw new RangeError(`a presigned request lives ${minPresignSeconds} to ${maxPresignSeconds} seconds`);
  const style = options.style ?? styleOf(options.service);
  const scope = scopeAt(time, options);
  const payloadHash =
    options.payloadHash ?? (style.doubleEncode ? hashPayload(request.body ?? "") : unsignedPayload);
  const names = signedHeaderNames(request.headers.map(([name]) => name.toLowerCase()));
  const token = credentials.sessionToken ? parameter(queryNames.sessionToken, credentials.sessionToken) : "";
  const late = options.omitSessionToken ? token : "";
  const query =
    parameter(queryNames.algorithm, algorithm) +
    parameter(queryNames.credential, `${credentials.accessKeyId}/${formatScope(scope)}`) +
    parameter(queryNames.date, formatBasicTime(time)) +
    parameter(queryNames.signedHeaders, names.join(";")) +
    parameter(queryNames.expires, `${expiresSeconds}`) +
    (options.omitSessionToken ? "" : token);
  const target = appendQuery(request.target, query);
  const signed = computeRequestSignature(
    { ...request, target },
    { credentials, scope, style, time, payloadHash },
  );
  return {
    method: request.method,
    target: `${target}${late}${parameter(queryNames.signature, signed.signature)}`,
    headers: request.headers,
    canonicalRequest: signed.canonicalRequest,
    stringToSign: signed.stringToSign,
    signature: signed.signature,
  };
}

function parameter(name: string, value: string): string {
  return `&${name}=${encodeUri(toByteString(value))}`;
}

/** `query` begins with `&`. */
function appendQuery(target: string, query: string): string {
  const mark = target.indexOf("?");
  if (mark < 0) return `${target}?${query.slice(1)}`;
  return mark === target.length - 1 ? target + query.slice(1) : target + query;
}
