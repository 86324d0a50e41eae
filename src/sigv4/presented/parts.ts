import { LruMap } from "../../base/index.ts";
import { parseCredential } from "../credential-scope.ts";
import type { MalformedSignature, PresentedSignature, SignatureProblem, SignatureVia } from "../presented.ts";

/** More signed headers than this are refused unread. */
export const maxSignedHeaders = 128;

/** The parts of a signature as texts, wherever they stood. */
export interface SignatureParts {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
}

/** When a request was signed: milliseconds since 1970, and as `YYYYMMDDTHHMMSSZ`. */
export interface SigningTime {
  readonly time: number;
  readonly timeText: string;
}

/** Everything that was read, where `undefined` stands for what is missing or wrong (and then has its problem). */
export interface ReadParts extends SignatureParts {
  readonly via: SignatureVia;
  readonly date: SigningTime | undefined;
  readonly sessionToken: string | undefined;
  readonly payloadHash: string | undefined;
  readonly expiresSeconds: number | undefined;
}

/** Adds a problem for each part that is not there. */
export function noteMissingParts(parts: SignatureParts, problems: SignatureProblem[]): void {
  if (!parts.credential) problems.push({ code: "missing-credential" });
  if (!parts.signature) problems.push({ code: "missing-signature" });
  if (!parts.signedHeaders) problems.push({ code: "missing-signed-headers" });
}

/** The parts as one value, or every problem with them. */
export function assemble(
  read: ReadParts,
  problems: SignatureProblem[],
): PresentedSignature | MalformedSignature {
  const { credential, signature, signedHeaders: signedHeadersText, date } = read;
  const scoped = credential ? parseCredential(credential) : undefined;
  if (credential && scoped === undefined) problems.push({ code: "bad-credential", credential });
  const signedHeaders = signedHeadersText ? parseSignedHeaders(signedHeadersText) : undefined;
  if (signedHeadersText && signedHeaders === undefined)
    problems.push({ code: "signed-headers-not-canonical", signedHeaders: signedHeadersText });
  if (problems.length > 0 || !scoped || !signedHeaders || !signedHeadersText || !signature || !date)
    return malformed(read.via, problems);
  return {
    kind: "presented",
    via: read.via,
    accessKeyId: scoped.accessKeyId,
    scope: scoped.scope,
    signedHeaders,
    signedHeadersText,
    signature,
    time: date.time,
    timeText: date.timeText,
    sessionToken: read.sessionToken,
    expiresSeconds: read.expiresSeconds,
    payloadHash: read.payloadHash,
  };
}

/** A client signs the same headers every time: lists that were read once are kept, so many at most. */
const readLists = new LruMap<string, readonly string[]>(256);

/** `host;x-amz-date` → its names; undefined unless they are in lower case, sorted, none twice or empty. */
function parseSignedHeaders(text: string): readonly string[] | undefined {
  const known = readLists.get(text);
  if (known !== undefined) return known;
  const names = readSignedHeaders(text);
  if (names !== undefined) readLists.set(text, names);
  return names;
}

function readSignedHeaders(text: string): readonly string[] | undefined {
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
