/**
 * The operator's service: authentication → acceptance → operation → input → authorisation → operation → JSON.
 * The protocol is AWS's JSON 1.1: `X-Amz-Target` names the operation, `__type` the error.
 */
import { ServiceError } from "../../base/index.ts";
import { hashPayload, queryFreshnessWindowMs } from "../../sigv4/index.ts";
import {
  commonErrors,
  operatorErrors,
  readWhole,
  type WireRequest,
  type WireResponse,
} from "../../wire/index.ts";
import { acceptanceRefusal, accepts } from "../acceptance.ts";
import { authenticate, queryRefusals, refuseMalformed } from "../authenticate/index.ts";
import { type AuthoriseParts, decide, demand } from "../authorise/index.ts";
import type { Call } from "../call.ts";
import { credentialKindOf } from "../caller.ts";
import type { Kernel } from "../kernel.ts";
import { noteUse } from "../last-used.ts";
import type { ResourceFacts } from "../operation.ts";
import { authenticationParts } from "../query.ts";
import { requestFacts } from "../request-facts.ts";
import type { Visit } from "../visit.ts";
import type { AnyOperatorOperation, OperatorOperation } from "./operation.ts";
import { operatorOperations } from "./operations.ts";

/** What stands before the operation's name in `X-Amz-Target`. */
export const operatorTargetPrefix = "Tegata.";
const maxOperatorBodyBytes = 65_536;
const service = "tegata";

const operations: ReadonlyMap<string, AnyOperatorOperation> = new Map(
  operatorOperations.map((operation) => [operation.name, operation]),
);

/** Answers one signed request; never throws for what a client sent. */
export async function answerOperator(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
): Promise<WireResponse> {
  const target = request.headers.get("x-amz-target") ?? "";
  const name = target.startsWith(operatorTargetPrefix) ? target.slice(operatorTargetPrefix.length) : "";
  try {
    return json(200, await answer(kernel, request, visit, name), visit.requestId);
  } catch (error) {
    const refusal = error instanceof ServiceError ? error : commonErrors.internalFailure();
    if (refusal !== error) kernel.log.failed({ requestId: visit.requestId, error });
    const { code, detail } = refusal;
    const operation = operations.has(name) ? name : undefined;
    kernel.log.refused({ requestId: visit.requestId, service, operation, code, detail });
    return json(refusal.status, { __type: code, message: refusal.sentence }, visit.requestId);
  }
}

async function answer(kernel: Kernel, request: WireRequest, visit: Visit, name: string): Promise<unknown> {
  const body = await readWhole(request.body, maxOperatorBodyBytes);
  if (body === undefined) throw commonErrors.requestTooLarge(maxOperatorBodyBytes);
  const { caller, call } = await openCall(kernel, request, visit, body);
  const kind = credentialKindOf(caller);
  if (!accepts(service, name, kind)) throw acceptanceRefusal(service, name, kind);
  const operation = operations.get(name);
  if (operation === undefined) throw operatorErrors.unknownOperation();
  return run(operation as OperatorOperation<unknown, unknown>, parseJson(body), call);
}

async function run(
  operation: OperatorOperation<unknown, unknown>,
  body: unknown,
  call: Call,
): Promise<unknown> {
  const input = operation.parse(body);
  const resources: ResourceFacts | readonly ResourceFacts[] = (await operation.resource?.(input, call)) ?? {
    arn: "*",
  };
  const context = (await operation.context?.(input, call)) ?? {};
  for (const resource of Array.isArray(resources) ? resources : [resources])
    await call.demand(operation.action, resource, context);
  return operation.handle(input, call);
}

async function openCall(kernel: Kernel, request: WireRequest, visit: Visit, body: Uint8Array) {
  const { signature, now, requestId } = visit;
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
  const facts = requestFacts(request, signature.scope.region);
  noteUse(kernel.services.store.lastUsed, caller, service, facts.region, now);
  const parts: AuthoriseParts = {
    principals: kernel.principals,
    caller,
    ...(principal && { principal }),
    request: facts,
    now,
  };
  const call: Call = {
    services: kernel.services,
    requestId,
    now,
    caller,
    accountId: caller.accountId,
    request: facts,
    demand: (action, resource, context) => demand(parts, { action, resource, ...(context && { context }) }),
    decide: (question) => decide(parts, question),
  };
  return { caller, call };
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // SECURITY: the parser's message would repeat a piece of the text, which may hold a seed.
    throw operatorErrors.invalidInput("The request must be a JSON object.");
  }
}

function json(status: number, value: unknown, requestId: string): WireResponse {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-amzn-requestid": requestId,
    },
    body: JSON.stringify(value),
  };
}
