/** Signs a request in its Authorization header. */
import { buildCanonicalRequest, hashCanonicalRequest } from "./canonical-request.ts";
import { type CredentialScope, formatScope, scopeTerminator } from "./credential-scope.ts";
import { hashPayload } from "./payload-hash.ts";
import { type SignableHeaders, type SigningStyle, styleOf, toByteString } from "./request.ts";
import { computeSignature } from "./signature.ts";
import { deriveSigningKey, secretKeyOf } from "./signing-key.ts";
import { algorithm, buildStringToSign } from "./string-to-sign.ts";
import { formatBasicTime } from "./time.ts";

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A header line: name in any case, value. */
export type HeaderLine = readonly [name: string, value: string];

export interface RequestToSign {
  /** Upper case. */
  readonly method: string;
  /** Path and query as they will stand on the request line. */
  readonly target: string;
  /** Must hold `host`. */
  readonly headers: readonly HeaderLine[];
  /** Empty when left out. */
  readonly body?: string | Uint8Array;
}

export interface SigningOptions {
  readonly credentials: SigningCredentials;
  readonly region: string;
  readonly service: string;
  /** When it is signed, milliseconds since 1970. */
  readonly time: number;
  /** Default: S3's for the service `s3`, else the common one. */
  readonly style?: SigningStyle;
  /** Adds `x-amz-content-sha256`. Default: for S3's style only, which requires it. */
  readonly signBodyHeader?: boolean;
  /** Adds the session token after signing. */
  readonly omitSessionToken?: boolean;
  /** Stands for the body instead of its hash: `UNSIGNED-PAYLOAD`, or a hash that is known already. */
  readonly payloadHash?: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  /** Those given, then those that signing added. */
  readonly headers: readonly HeaderLine[];
  /** For showing; holds the session token when it is signed. */
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/** Headers that proxies and HTTP libraries change: never signed. */
const neverSigned: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

/**
 * A request → the same with `X-Amz-Date`, `Authorization` and, where needed, `X-Amz-Security-Token` and
 * `x-amz-content-sha256`. AWS: IAM user guide, "Create a signed AWS API request".
 *
 * @example
 * const { headers } = signRequest(
 *   { method: "POST", target: "/", headers: [["host", "127.0.0.1:4600"]], body: "Action=GetCallerIdentity&Version=2011-06-15" },
 *   { credentials, region: "us-east-1", service: "sts", time: Date.now() },
 * );
 */
export function signRequest(request: RequestToSign, options: SigningOptions): SignedRequest {
  const { credentials, time } = options;
  const style = options.style ?? styleOf(options.service);
  const scope = scopeAt(time, options);
  const payloadHash = options.payloadHash ?? hashPayload(request.body ?? "");
  const added: HeaderLine[] = [["X-Amz-Date", formatBasicTime(time)]];
  if (options.signBodyHeader ?? !style.doubleEncode) added.push(["x-amz-content-sha256", payloadHash]);
  const token: HeaderLine[] = credentials.sessionToken
    ? [["X-Amz-Security-Token", credentials.sessionToken]]
    : [];
  const toSign = options.omitSessionToken
    ? [...request.headers, ...added]
    : [...request.headers, ...token, ...added];
  const signed = computeRequestSignature(
    { ...request, headers: toSign },
    { ...options, scope, style, payloadHash },
  );
  const authorization =
    `${algorithm} Credential=${credentials.accessKeyId}/${formatScope(scope)}, ` +
    `SignedHeaders=${signed.signedHeadersText}, Signature=${signed.signature}`;
  return {
    method: request.method,
    target: request.target,
    headers: [...request.headers, ...token, ...added, ["Authorization", authorization]],
    canonicalRequest: signed.canonicalRequest,
    stringToSign: signed.stringToSign,
    signature: signed.signature,
  };
}

export function scopeAt(time: number, of: { region: string; service: string }): CredentialScope {
  return {
    date: formatBasicTime(time).slice(0, 8),
    region: of.region,
    service: of.service,
    terminator: scopeTerminator,
  };
}

interface ComputeOptions {
  readonly credentials: SigningCredentials;
  readonly scope: CredentialScope;
  readonly style: SigningStyle;
  readonly time: number;
  readonly payloadHash: string;
}

/** The four steps on a request whose headers and query are complete. */
export function computeRequestSignature(
  request: Omit<RequestToSign, "body">,
  { credentials, scope, style, time, payloadHash }: ComputeOptions,
) {
  const headers = lineHeaders(request.headers);
  const signedHeaders = signedHeaderNames(headers.names);
  const signedHeadersText = signedHeaders.join(";");
  const canonicalRequest = buildCanonicalRequest(
    { method: request.method, target: toByteString(request.target), headers },
    { style, signedHeaders, signedHeadersText, payloadHash },
  );
  if (canonicalRequest === undefined)
    throw new TypeError("the headers of a request changed while it was signed");
  const stringToSign = buildStringToSign(
    formatBasicTime(time),
    scope,
    hashCanonicalRequest(canonicalRequest),
  );
  const signingKey = deriveSigningKey(secretKeyOf(credentials.secretAccessKey), scope);
  const signature = computeSignature(signingKey, stringToSign);
  return { signedHeadersText, canonicalRequest, stringToSign, signature };
}

/** The names that will be signed, sorted, none twice. */
export function signedHeaderNames(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => !neverSigned.has(name)).sort();
}

/** Header lines as byte strings, by lower-case name. */
export function lineHeaders(lines: readonly HeaderLine[]): SignableHeaders {
  const names = lines.map(([name]) => name.toLowerCase());
  const values = lines.map(([, value]) => toByteString(value));
  return {
    names,
    values,
    get: (name) => {
      const index = names.indexOf(name);
      return index < 0 ? undefined : values[index];
    },
  };
}
