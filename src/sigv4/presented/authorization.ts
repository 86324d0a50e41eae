/** A signature in the Authorization header. AWS: IAM user guide, "Add the signature to the request". */
import type { ReadSignature, SignatureProblem } from "../presented.ts";
import { algorithm } from "../string-to-sign.ts";
import { formatBasicTime, parseBasicTime, parseHttpDate } from "../time.ts";
import type { SigningHeaders } from "./headers.ts";
import { assemble, malformed, noteMissingParts, type SignatureParts, type SigningTime } from "./parts.ts";

/** Reads `header`, the Authorization header; `found` holds what the other headers say. */
export function readAuthorization(header: string, found: SigningHeaders): ReadSignature {
  const space = header.indexOf(" ");
  const named = space < 0 ? header : header.slice(0, space);
  if (named !== algorithm) return malformed("header", [{ code: "unsupported-algorithm", algorithm: named }]);
  const problems: SignatureProblem[] = [];
  const parts = readParts(header, algorithm.length, problems);
  noteMissingParts(parts, problems);
  const read = {
    via: "header",
    credential: parts.credential,
    signedHeaders: parts.signedHeaders,
    signature: parts.signature,
    date: readDate(found, problems),
    sessionToken: found.sessionToken,
    payloadHash: found.payloadHash,
    expiresSeconds: undefined,
  } as const;
  return assemble(read, problems);
}

/** `Credential=…, SignedHeaders=…, Signature=…`, in any order; what else stands there is not looked at. */
function readParts(header: string, from: number, problems: SignatureProblem[]): SignatureParts {
  const parts: SignatureParts = { credential: undefined, signedHeaders: undefined, signature: undefined };
  while (from < header.length) {
    while (header.charCodeAt(from) === 0x20) from += 1;
    const comma = header.indexOf(",", from);
    const to = comma < 0 ? header.length : comma;
    const slot = partAt(header, from);
    if (slot !== undefined) {
      if (parts[slot.part] !== undefined) problems.push({ code: "repeated", name: slot.name });
      parts[slot.part] = header.slice(from + slot.name.length + 1, to).trimEnd();
    }
    from = to + 1;
  }
  return parts;
}

const slots = [
  { part: "credential", name: "Credential", prefix: "Credential=" },
  { part: "signedHeaders", name: "SignedHeaders", prefix: "SignedHeaders=" },
  { part: "signature", name: "Signature", prefix: "Signature=" },
] as const;

function partAt(header: string, from: number): (typeof slots)[number] | undefined {
  for (const slot of slots) if (header.startsWith(slot.prefix, from)) return slot;
  return undefined;
}

/** AWS: `X-Amz-Date` wins over `Date`, which may also have HTTP's own form. */
function readDate(found: SigningHeaders, problems: SignatureProblem[]): SigningTime | undefined {
  const text = found.amzDate ?? found.date;
  if (text === undefined) {
    problems.push({ code: "missing-date" });
    return undefined;
  }
  const basic = parseBasicTime(text);
  if (basic !== undefined) return { time: basic, timeText: text };
  const http = found.amzDate === undefined ? parseHttpDate(text) : undefined;
  if (http !== undefined) return { time: http, timeText: formatBasicTime(http) };
  problems.push({ code: "bad-date", text });
  return undefined;
}
