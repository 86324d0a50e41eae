import { ServiceError } from "../../base/index.ts";
import {
  type Parameters,
  parseParameters,
  readWhole,
  signinErrors,
  type WireRequest,
  type WireResponse,
} from "../../wire/index.ts";
import type { Services } from "../call.ts";
import type { Visit } from "../request/visit.ts";
import { getSigninToken } from "./get-signin-token.ts";
import { signinLimits } from "./limits.ts";
import { login } from "./login.ts";
import { pageHeaders, refusalPage } from "./page.ts";

export interface FederationOptions {
  /** Origins beside our own that a login page may link to, such as `https://console.example.org`. */
  readonly allowedDestinations?: readonly string[];
  /** Hears every refusal with its cause, for the operator's log. */
  readonly onRefusal?: (refusal: ServiceError) => void;
}

/**
 * `/federation`: `Action=getSigninToken` answers JSON, or a refusal in plain text; `Action=login` answers a page. Both by
 * GET or POST. Never throws for what a client sent; rejects when the store fails.
 * SECURITY: credentials and tokens are in its query strings and bodies; whoever logs the request leaves both out.
 */
export async function handleFederation(
  request: WireRequest,
  services: Services,
  visit: Pick<Visit, "requestId" | "now">,
  options: FederationOptions = {},
): Promise<WireResponse> {
  let show = refusalText;
  try {
    const parameters = await readParameters(request);
    const action = parameters.get("Action");
    if (action === "getSigninToken") return await getSigninToken(parameters, services, visit.now);
    show = refusalPage;
    if (action !== "login") throw signinErrors.unknownAction();
    const ownHost = request.headers.get("host");
    return await login(
      parameters,
      { ownHost, allowedOrigins: options.allowedDestinations ?? [] },
      services,
      visit.now,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status >= 500) throw error;
    options.onRefusal?.(error);
    return show(error.status, error.message);
  }
}

/** The query string's parameters and, of a POST, the body's; the first of a name counts. */
async function readParameters(request: WireRequest): Promise<Parameters> {
  if (request.method !== "GET" && request.method !== "POST") throw signinErrors.methodNotAllowed();
  const queryAt = request.target.indexOf("?");
  const query = parseParameters(queryAt < 0 ? "" : request.target.slice(queryAt + 1));
  if (request.method === "GET") return query;
  const body = await readWhole(request.body, signinLimits.maxBodyBytes);
  if (body === undefined) throw signinErrors.requestTooLarge();
  return new Map([...parseParameters(body), ...query]);
}

function refusalText(status: number, sentence: string): WireResponse {
  const headers = { ...pageHeaders, "content-type": "text/plain; charset=utf-8" };
  return { status, headers, body: `${sentence}\n` };
}
