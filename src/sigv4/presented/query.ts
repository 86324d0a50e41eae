/** A signature in the query string: a presigned request. AWS: S3 API reference, "Authenticating Requests: Using Query Parameters". */

import { decodeUri } from "../canonical/percent.ts";
import { readQueryPairs } from "../canonical/query.ts";
import { maxPresignSeconds, minPresignSeconds } from "../freshness.ts";
import type { ReadSignature, SignatureProblem } from "../presented.ts";
import { algorithm } from "../string-to-sign.ts";
import { parseBasicTime } from "../time.ts";
import type { SigningHeaders } from "./headers.ts";
import { assemble, malformed, noteMissingParts, type SigningTime } from "./parts.ts";

/** The parameters of a presigned request. */
export const queryNames = {
  algorithm: "X-Amz-Algorithm",
  credential: "X-Amz-Credential",
  date: "X-Amz-Date",
  expires: "X-Amz-Expires",
  signedHeaders: "X-Amz-SignedHeaders",
  signature: "X-Amz-Signature",
  sessionToken: "X-Amz-Security-Token",
  /** Some presigners put the header's word here. */
  payloadHash: "X-Amz-Content-Sha256",
} as const;

/** Whether the query may carry a signature: the cheap question. */
export function signsInQuery(target: string): boolean {
  const mark = target.indexOf("?");
  if (mark < 0) return false;
  return deciding.some((name) => target.includes(name, mark));
}

/** Reads the signature of a request of which `signsInQuery` is true; `none` when the words stood inside other parameters. */
export function readPresentedQuery(target: string, found: SigningHeaders): ReadSignature {
  const problems: SignatureProblem[] = [];
  const values = readSigningParameters(target.slice(target.indexOf("?") + 1), problems);
  if (!deciding.some((name) => values.has(name))) return { kind: "none" };
  const named = values.get(queryNames.algorithm);
  if (named !== algorithm)
    return malformed("query", [{ code: "unsupported-algorithm", algorithm: named ?? "" }]);
  const read = {
    via: "query",
    credential: values.get(queryNames.credential),
    signedHeaders: values.get(queryNames.signedHeaders),
    signature: values.get(queryNames.signature),
    sessionToken: values.get(queryNames.sessionToken) ?? found.sessionToken,
    payloadHash: values.get(queryNames.payloadHash) ?? found.payloadHash,
  } as const;
  noteMissingParts(read, problems);
  // SECURITY: with two tokens one of them could be checked and the other one used.
  if (values.has(queryNames.sessionToken) && found.sessionToken !== undefined)
    problems.push({ code: "repeated", name: "x-amz-security-token" });
  const date = readDate(values.get(queryNames.date), problems);
  const expiresSeconds = readExpires(values.get(queryNames.expires), problems);
  return assemble({ ...read, date, expiresSeconds }, problems);
}

/** A query with one of these means to be signed. */
const deciding: readonly string[] = [queryNames.signature, queryNames.credential, queryNames.algorithm];
const signingNames: ReadonlySet<string> = new Set(Object.values(queryNames));

function readSigningParameters(query: string, problems: SignatureProblem[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of readQueryPairs(query)) {
    if (!signingNames.has(name)) continue;
    if (values.has(name)) problems.push({ code: "repeated", name });
    values.set(name, decodeUri(value));
  }
  return values;
}

function readDate(text: string | undefined, problems: SignatureProblem[]): SigningTime | undefined {
  if (text === undefined) {
    problems.push({ code: "missing-date" });
    return undefined;
  }
  const time = parseBasicTime(text);
  if (time !== undefined) return { time, timeText: text };
  problems.push({ code: "bad-date", text });
  return undefined;
}

/** AWS: S3 requires the parameter; for the other services it may be left out. */
function readExpires(text: string | undefined, problems: SignatureProblem[]): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?[0-9]{1,12}$/.test(text)) {
    problems.push({ code: "bad-expires", text, reason: "not-a-number" });
    return undefined;
  }
  const seconds = Number(text);
  if (seconds < 0) problems.push({ code: "bad-expires", text, reason: "negative" });
  else if (seconds < minPresignSeconds) problems.push({ code: "bad-expires", text, reason: "too-short" });
  else if (seconds > maxPresignSeconds) problems.push({ code: "bad-expires", text, reason: "too-long" });
  return seconds;
}
