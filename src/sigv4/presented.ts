/**
 * What a request says about its signature, read from the Authorization header or from the query; nothing is believed
 * yet. AWS: IAM user guide, "Signature Version 4 elements of a request".
 */

import type { CredentialScope } from "./credential-scope.ts";
import { parseCredential } from "./credential-scope.ts";
import { readPresentedQuery, signsInQuery } from "./presented-query.ts";
import type { SignableRequest } from "./request.ts";
import { algorithm } from "./string-to-sign.ts";
import { formatBasicTime, parseBasicTime, parseHttpDate } from "./time.ts";

/** More signed headers than this are refused unread. */
export const maxSignedHeaders = 128;

export type SignatureVia = "header" | "query";

export interface PresentedSignature {
  readonly kind: "presented";
  readonly via: SignatureVia;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, sorted, none twice. */
  readonly signedHeaders: readonly string[];
  /** The same as they came, joined with `;`. */
  readonly signedHeadersText: string;
  /** As it came; whether it can be a signature at all shows when it is compared. */
  readonly signature: string;
  /** When it was signed, milliseconds since 1970. */
  readonly time: number;
  /** The same as `YYYYMMDDTHHMMSSZ`. */
  readonly timeText: string;
  readonly sessionToken?: string;
  /** Lifetime of a presigned request in seconds; absent when the query does not say. */
  readonly expiresSeconds?: number;
  /** `x-amz-content-sha256` as it came; `readPayloadDeclaration` reads it. */
  readonly payloadHash?: string;
}

/** Facts for the sentences of IncompleteSignature, AuthorizationHeaderMalformed and AuthorizationQueryParametersError. */
export type SignatureProblem =
  | { readonly code: "both-presented" }
  | { readonly code: "unsupported-algorithm"; readonly algorithm: string }
  | { readonly code: "missing-credential" }
  | { readonly code: "missing-signature" }
  | { readonly code: "missing-signed-headers" }
  | { readonly code: "missing-date" }
  | { readonly code: "bad-date"; readonly text: string }
  | { readonly code: "bad-credential"; readonly credential: string }
  | { readonly code: "signed-headers-not-canonical"; readonly signedHeaders: string }
  | { readonly code: "repeated"; readonly name: string }
  | {
      readonly code: "bad-expires";
      readonly text: string;
      readonly reason: "not-a-number" | "negative" | "too-short" | "too-long";
    };

export interface MalformedSignature {
  readonly kind: "malformed";
  readonly via: SignatureVia;
  /** At least one, in the order in which AWS's sentences stand. */
  readonly problems: readonly SignatureProblem[];
}

export type ReadSignature = { readonly kind: "none" } | PresentedSignature | MalformedSignature;

const none: ReadSignature = { kind: "none" };

/** Reads the signature of a request; never throws for what a client sent. */
export function readSignature(request: SignableRequest): ReadSignature {
  const found = scanHeaders(request);
  if (found.repeated !== undefined) return malformed("header", [{ code: "repeated", name: found.repeated }]);
  const inQuery = signsInQuery(request.target);
  if (found.authorization === undefined) return inQuery ? readPresentedQuery(request.target, found) : none;
  if (inQuery) return malformed("header", [{ code: "both-presented" }]);
  return readAuthorization(found.authorization, found);
}

/** The headers that say something about the signature. */
export interface SigningHeaders {
  authorization: string | undefined;
  amzDate: string | undefined;
  date: string | undefined;
  sessionToken: string | undefined;
  payloadHash: string | undefined;
  /** A header that may come once only and came twice. */
  repeated: string | undefined;
}

function scanHeaders({ headers }: SignableRequest): SigningHeaders {
  const found: SigningHeaders = {
    authorization: undefined,
    amzDate: undefined,
    date: undefined,
    sessionToken: undefined,
    payloadHash: undefined,
    repeated: undefined,
  };
  const { names, values } = headers;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? "";
    const value = values[index] ?? "";
    // SECURITY: two lines of one of these could be read differently by whoever comes after us.
    switch (name) {
      case "authorization":
        if (found.authorization !== undefined) found.repeated = name;
        found.authorization = value;
        break;
      case "x-amz-date":
        if (found.amzDate !== undefined) found.repeated = name;
        found.amzDate = value;
        break;
      case "date":
        found.date ??= value;
        break;
      case "x-amz-security-token":
        if (found.sessionToken !== undefined) found.repeated = name;
        found.sessionToken = value;
        break;
      case "x-amz-content-sha256":
        if (found.payloadHash !== undefined) found.repeated = name;
        found.payloadHash = value;
        break;
    }
  }
  return found;
}

/** The parts of a signature as texts, wherever they stood. */
export interface SignatureParts {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
}

function readAuthorization(header: string, found: SigningHeaders): ReadSignature {
  const space = header.indexOf(" ");
  const named = space < 0 ? header : header.slice(0, space);
  if (named !== algorithm) return malformed("header", [{ code: "unsupported-algorithm", algorithm: named }]);
  const problems: SignatureProblem[] = [];
  const parts = readParts(header, algorithm.length, problems);
  const date = readHeaderDate(found, problems, parts);
  return assemble("header", parts, date, found.sessionToken, found.payloadHash, undefined, problems);
}

/** `Credential=…, SignedHeaders=…, Signature=…`, in any order; what else stands there is not looked at. */
function readParts(header: string, from: number, problems: SignatureProblem[]): SignatureParts {
  const parts: SignatureParts = { credential: undefined, signedHeaders: undefined, signature: undefined };
  while (from < header.length) {
    while (header.charCodeAt(from) === 0x20) from += 1;
    const comma = header.indexOf(",", from);
    const to = comma < 0 ? header.length : comma;
    const equals = header.indexOf("=", from);
    if (equals >= 0 && equals < to) {
      const slot = partNames.get(header.slice(from, equals));
      if (slot !== undefined) {
        if (parts[slot] !== undefined) problems.push({ code: "repeated", name: header.slice(from, equals) });
        parts[slot] = trimEnd(header.slice(equals + 1, to));
      }
    }
    from = to + 1;
  }
  return parts;
}

const partNames: ReadonlyMap<string, keyof SignatureParts> = new Map([
  ["Credential", "credential"],
  ["SignedHeaders", "signedHeaders"],
  ["Signature", "signature"],
]);

function trimEnd(text: string): string {
  return text.charCodeAt(text.length - 1) === 0x20 ? text.trimEnd() : text;
}

export interface SigningTime {
  readonly time: number;
  readonly timeText: string;
}

/** AWS: `X-Amz-Date` wins over `Date`, which may also have HTTP's own form. */
function readHeaderDate(
  found: SigningHeaders,
  problems: SignatureProblem[],
  parts: SignatureParts,
): SigningTime | undefined {
  const text = found.amzDate ?? found.date;
  if (text === undefined) {
    noteMissingParts(parts, problems);
    problems.push({ code: "missing-date" });
    return undefined;
  }
  noteMissingParts(parts, problems);
  const basic = parseBasicTime(text);
  if (basic !== undefined) return { time: basic, timeText: text };
  const http = found.amzDate === undefined ? parseHttpDate(text) : undefined;
  if (http !== undefined) return { time: http, timeText: formatBasicTime(http) };
  problems.push({ code: "bad-date", text });
  return undefined;
}

/** Adds a problem for each part that is not there. */
export function noteMissingParts(parts: SignatureParts, problems: SignatureProblem[]): void {
  if (!parts.credential) problems.push({ code: "missing-credential" });
  if (!parts.signature) problems.push({ code: "missing-signature" });
  if (!parts.signedHeaders) problems.push({ code: "missing-signed-headers" });
}

/** The parts as one value, or every problem with them. */
export function assemble(
  via: SignatureVia,
  parts: SignatureParts,
  date: SigningTime | undefined,
  sessionToken: string | undefined,
  payloadHash: string | undefined,
  expiresSeconds: number | undefined,
  problems: SignatureProblem[],
): PresentedSignature | MalformedSignature {
  const { credential, signature, signedHeaders: signedHeadersText } = parts;
  const scoped = credential ? parseCredential(credential) : undefined;
  if (credential && scoped === undefined) problems.push({ code: "bad-credential", credential });
  const signedHeaders = signedHeadersText ? parseSignedHeaders(signedHeadersText) : undefined;
  if (signedHeadersText && signedHeaders === undefined)
    problems.push({ code: "signed-headers-not-canonical", signedHeaders: signedHeadersText });
  if (problems.length > 0 || !scoped || !signedHeaders || !signedHeadersText || !signature || !date)
    return malformed(via, problems);
  return {
    kind: "presented",
    via,
    accessKeyId: scoped.accessKeyId,
    scope: scoped.scope,
    signedHeaders,
    signedHeadersText,
    signature,
    time: date.time,
    timeText: date.timeText,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(payloadHash === undefined ? {} : { payloadHash }),
    ...(expiresSeconds === undefined ? {} : { expiresSeconds }),
  };
}

/** `host;x-amz-date` → its names; undefined unless they are in lower case, sorted, none twice or empty. */
export function parseSignedHeaders(text: string): readonly string[] | undefined {
  const names = text.split(";", maxSignedHeaders + 1);
  if (names.length > maxSignedHeaders || text !== text.toLowerCase()) return undefined;
  let previous = "";
  for (const name of names) {
    if (name <= previous) return undefined;
    previous = name;
  }
  return names;
}

export function malformed(via: SignatureVia, problems: readonly SignatureProblem[]): MalformedSignature {
  return { kind: "malformed", via, problems };
}
