/** The facts behind a refused signature, and the clauses AWS says about them; `common.ts` makes sentences of them. */

/** What is missing in an Authorization header. */
export type HeaderProblem = "Credential" | "Signature" | "SignedHeaders" | "date";

/** Where a credential scope disagrees with the request; several are told at once, in this order. */
export type ScopeProblem =
  | { readonly part: "region"; readonly region: string }
  | { readonly part: "service"; readonly expected: string }
  | { readonly part: "terminator"; readonly terminator: string }
  | {
      readonly part: "date";
      /** YYYYMMDD in the scope. */
      readonly scopeDate: string;
      /** The request's time as it was sent. */
      readonly requestTime: string;
    };

/** When a request was signed, and what was held against it. Times are milliseconds since 1970. */
export interface FreshnessFacts {
  readonly signedAt: number;
  readonly now: number;
  /** The window that was applied, in milliseconds. */
  readonly windowMs: number;
}

const minuteMs = 60_000;
/** An echoed header is cut here: it helps to see what arrived, not all of it. */
const maxEchoedHeaderLength = 512;

export function describeHeaderProblems(problems: readonly HeaderProblem[], header: string): string {
  return [...problems.map(describeHeaderProblem), `Authorization=${echoAuthorization(header)}`].join(" ");
}

function describeHeaderProblem(problem: HeaderProblem): string {
  return problem === "date"
    ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    : `Authorization header requires '${problem}' parameter.`;
}

/**
 * SECURITY: AWS echoes the whole header. We echo the scheme, Credential and SignedHeaders only, so that neither a
 * signature nor another scheme's password gets into answers, logs and bug reports.
 */
function echoAuthorization(header: string): string {
  const scheme = /^[\w-]+/.exec(header)?.[0] ?? "";
  const shown = [...header.matchAll(/\b(?:Credential|SignedHeaders)=[^,\s]*/g)].map(([text]) => text);
  return `${scheme} ${shown.join(", ")}`.trim().slice(0, maxEchoedHeaderLength);
}

export function describeScopeProblems(problems: readonly ScopeProblem[]): string {
  return problems.map(describeScopeProblem).join(" ");
}

function describeScopeProblem(problem: ScopeProblem): string {
  switch (problem.part) {
    case "region":
      return `Credential should be scoped to a valid region, not '${problem.region}'.`;
    case "service":
      return `Credential should be scoped to correct service: '${problem.expected}'.`;
    case "terminator":
      return `Credential should be scoped with a valid terminator: 'aws4_request', not '${problem.terminator}'.`;
    case "date":
      return (
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${problem.scopeDate}' != '${problem.requestTime.slice(0, 8)}', from '${problem.requestTime}'.`
      );
  }
}

export function describeExpired({ signedAt, now, windowMs }: FreshnessFacts): string {
  const earliest = formatBasic(now - windowMs);
  const window = formatMinutes(windowMs);
  return `Signature expired: ${formatBasic(signedAt)} is now earlier than ${earliest} (${formatBasic(now)} - ${window})`;
}

export function describeNotYetCurrent({ signedAt, now, windowMs }: FreshnessFacts): string {
  const latest = formatBasic(now + windowMs);
  const window = formatMinutes(windowMs);
  return `Signature not yet current: ${formatBasic(signedAt)} is still later than ${latest} (${formatBasic(now)} + ${window})`;
}

/** `5 min.`; a window that is no whole number of minutes (a presigned URL's) is told in seconds. */
function formatMinutes(windowMs: number): string {
  return windowMs % minuteMs === 0 ? `${windowMs / minuteMs} min.` : `${Math.round(windowMs / 1000)} sec.`;
}

/** ISO 8601 basic format, as X-Amz-Date has it. */
function formatBasic(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
