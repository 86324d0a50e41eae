/** Which operation a Query request asks for. AWS: answers as observed for requests without Action, Version and the like. */
import { commonErrors } from "../errors/common.ts";
import { type ApiOperation, findOperation, type QueryService, serviceModels } from "../models/index.ts";
import type { WireResponse } from "../request.ts";
import { type Parameters, parseParameters } from "./parameters.ts";

/** What of a request tells the operation. */
export interface QueryRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  /** The Content-Type header. */
  readonly contentType: string | undefined;
  /** The whole body, not longer than maxQueryBodyBytes. */
  readonly body: Uint8Array;
}

export interface QueryCall {
  readonly kind: "call";
  readonly operation: ApiOperation;
  readonly parameters: Parameters;
}

/** No Action was given: AWS sends the caller to a page about the service. */
export interface QueryRedirect {
  readonly kind: "redirect";
  readonly location: string;
}

const formType = "application/x-www-form-urlencoded";
const landingPage = "https://aws.amazon.com/iam";
const noParameters: Parameters = new Map();

/**
 * The parameters of a request: the form body of a POST, the query string of any other method. A POST whose Content-Type
 * is not a form has none. Throws MalformedQueryString.
 */
export function readParameters(request: QueryRequest): Parameters {
  if (request.method !== "POST") return parseParameters(queryStringOf(request.target));
  return isForm(request.contentType) ? parseParameters(request.body) : noParameters;
}

/**
 * The operation of `service` that the request asks for; `parameters` are the request's own, when they were read before.
 * Throws InvalidAction and MalformedQueryString.
 */
export function dispatchQuery(
  service: QueryService,
  request: QueryRequest,
  parameters: Parameters = readParameters(request),
): QueryCall | QueryRedirect {
  const action = parameters.get("Action");
  if (action === undefined) return { kind: "redirect", location: landingPage + redirectSuffix(request) };
  return { kind: "call", operation: operationOf(service, action, parameters.get("Version")), parameters };
}

/** The service whose API version an unsigned request names; undefined when it names none that we know. */
export function serviceOfVersion(version: string | undefined): QueryService | undefined {
  return Object.values(serviceModels).find((model) => model.version === version)?.service;
}

/** The answer to a request without Action. */
export function redirectAnswer(redirect: QueryRedirect, requestId: string): WireResponse {
  return {
    status: 302,
    headers: { location: redirect.location, "x-amzn-RequestId": requestId, "content-length": "0" },
    body: "",
  };
}

function operationOf(service: QueryService, action: string, version: string | undefined): ApiOperation {
  const operation = findOperation(service, action);
  if (operation === undefined || version !== serviceModels[service].version)
    throw commonErrors.noSuchOperation(action, version);
  return operation;
}

function isForm(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const semicolon = contentType.indexOf(";");
  const type = semicolon < 0 ? contentType : contentType.slice(0, semicolon);
  return type === formType || type.trim().toLowerCase() === formType;
}

function queryStringOf(target: string): string {
  const mark = target.indexOf("?");
  return mark < 0 ? "" : target.slice(mark + 1);
}

/**
 * AWS: a GET keeps its query string. SECURITY: a presigned one would carry its signature and token to another origin, so
 * everything of the signature is left out; what remains is printable ASCII, fit for a header.
 */
function redirectSuffix(request: QueryRequest): string {
  if (request.method === "POST") return "";
  const kept = queryStringOf(request.target)
    .split("&")
    .filter((pair) => pair !== "" && !/^(?:x-amz-|%)/i.test(pair) && /^[\x21-\x7e]*$/.test(pair));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}
