/** From a signed request to a Call: what STS, IAM and the operator's service do alike before they look at the input. */
import { hashPayload, queryFreshnessWindowMs } from "../sigv4/index.ts";
import { commonErrors, type WireRequest } from "../wire/index.ts";
import { type AcceptingService, acceptanceRefusal, accepts } from "./acceptance.ts";
import { authenticate, queryRefusals, refuseMalformed } from "./authenticate/index.ts";
import { type AuthoriseParts, decide, demand } from "./authorise/index.ts";
import type { Call } from "./call.ts";
import { credentialKindOf } from "./caller.ts";
import { authenticationParts, type Kernel } from "./kernel/kernel.ts";
import { noteUse } from "./request/last-used.ts";
import { requestFacts } from "./request/request-facts.ts";
import type { Visit } from "./request/visit.ts";

export interface Admission {
  readonly service: Exclude<AcceptingService, "s3" | "signin">;
  readonly operation: string;
  /** The body that was read; the signature covers it. */
  readonly body: Uint8Array;
}

/** Throws the refusals of the Query services. */
export async function admit(
  kernel: Kernel,
  request: WireRequest,
  { signature, requestId, now, denial }: Visit,
  { service, operation, body }: Admission,
): Promise<Call> {
  if (signature.kind === "none") throw commonErrors.missingAuthenticationToken();
  if (signature.kind === "malformed")
    throw refuseMalformed(signature, request.headers.get("authorization") ?? "");
  const { caller, principal } = await authenticate(authenticationParts(kernel), {
    request,
    presented: signature,
    service,
    payloadHash: hashPayload(body),
    windowMs: queryFreshnessWindowMs,
    now,
    refusals: queryRefusals,
  });
  const credentialKind = credentialKindOf(caller);
  if (!accepts(service, operation, credentialKind))
    throw acceptanceRefusal(service, operation, credentialKind);
  const facts = requestFacts(request, signature.scope.region);
  noteUse(kernel.services.store.lastUsed, caller, service, facts.region, now);
  const parts: AuthoriseParts = {
    principals: kernel.principals,
    caller,
    ...(principal && { principal }),
    request: facts,
    now,
    denial,
  };
  return {
    services: kernel.services,
    requestId,
    now,
    caller,
    accountId: caller.accountId,
    request: facts,
    demand: (action, resource, context) => demand(parts, { action, resource, ...(context && { context }) }),
    decide: (question) => decide(parts, question),
  };
}
