/** What every answer must be, whatever was asked. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import { SaxesParser } from "saxes";
import type { FuzzRequest } from "./request.ts";

export interface FuzzAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Codes of refusals that stand before or at authentication. */
const notAuthenticated: ReadonlySet<string> = new Set([
  "InvalidAction",
  "MalformedQueryString",
  "RequestEntityTooLarge",
  "MissingAuthenticationToken",
  "IncompleteSignature",
  "SignatureDoesNotMatch",
  "InvalidClientTokenId",
  "ExpiredToken",
  "InvalidAccessKeyId",
  "InvalidToken",
  "RequestTimeTooSkewed",
  "AuthorizationHeaderMalformed",
  "AuthorizationQueryParametersError",
  "XAmzContentSHA256Mismatch",
]);

/** What is wrong with the answer; undefined when nothing is. */
export function findFault(request: FuzzRequest, answer: FuzzAnswer): string | undefined {
  const { status, body } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599) return `status ${status}`;
  if (status >= 500) return `status ${status}: ${body.slice(0, 300)}`;
  if (/\n\s+at .{1,200}:\d+:\d+\)?/.test(body) || body.includes("node:internal")) return "a stack trace";
  const header = findHeaderFault(answer);
  if (header !== undefined) return header;
  if (status >= 400) return findRefusalFault(request, answer);
  if (isStoredObject(request)) return undefined;
  return findFormatFault(answer);
}

/** Whether a request got past authentication, to where its input is looked at. */
export function passedAuthentication(answer: FuzzAnswer): boolean {
  if (answer.status === 302) return false;
  return !notAuthenticated.has(codeOf(answer) ?? "");
}

/** The error code of an answer, from XML or JSON. */
export function codeOf({ status, body }: FuzzAnswer): string | undefined {
  if (status < 400) return undefined;
  return /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? /"__type"\s*:\s*"([^"]*)"/.exec(body)?.[1];
}

function findRefusalFault(request: FuzzRequest, answer: FuzzAnswer): string | undefined {
  if (answer.body === "") return request.method === "HEAD" ? undefined : `an empty refusal ${answer.status}`;
  const fault = findFormatFault(answer);
  if (fault !== undefined) return fault;
  const isPage = /^text\/(?:html|plain)/.test(answer.headers["content-type"] ?? "");
  return isPage || request.target.startsWith("/_tegata/") || codeOf(answer) !== undefined
    ? undefined
    : `a refusal ${answer.status} without a code`;
}

/** What cannot stand in a header would break the connection, or begin a header of the client's choice. */
function findHeaderFault({ headers }: FuzzAnswer): string | undefined {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function findFormatFault({ headers, body }: FuzzAnswer): string | undefined {
  const type = headers["content-type"] ?? "";
  if (body === "") return undefined;
  if (type.includes("xml")) return findXmlFault(body);
  if (type.includes("json")) return findJsonFault(body);
  return type.startsWith("text/") ? undefined : `a body of type "${type}"`;
}

/** Objects come back with the bytes and the type that were put in. */
function isStoredObject({ method, title }: FuzzRequest): boolean {
  return (method === "GET" || method === "HEAD") && title.includes("s3:");
}

function findXmlFault(body: string): string | undefined {
  const parser = new SaxesParser({ xmlns: true });
  let fault: string | undefined;
  parser.on("error", (error) => {
    fault ??= `not well-formed: ${error.message}`;
  });
  parser.write(body).close();
  return fault;
}

function findJsonFault(body: string): string | undefined {
  try {
    JSON.parse(body);
    return undefined;
  } catch (error) {
    return `not JSON: ${String(error)}`;
  }
}
