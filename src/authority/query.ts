/**
 * STS and IAM: dispatch → admission → input → authorisation → operation → answer.
 * AWS: this order; an unknown Action is told before the signature is looked at, a wrong parameter after it.
 */

import {
  commonErrors,
  decodeInput,
  dispatchQuery,
  maxQueryBodyBytes,
  type QueryRequest,
  type QueryService,
  queryAnswer,
  queryRefusal,
  readParameters,
  readWhole,
  redirectAnswer,
  serviceOfVersion,
  validateInput,
  type WireRequest,
  type WireResponse,
} from "../wire/index.ts";
import { admit } from "./admit.ts";
import { iamOperations } from "./iam/index.ts";
import { type Kernel, refusalOf } from "./kernel/kernel.ts";
import type { AnyOperation } from "./operation.ts";
import type { Visit } from "./request/visit.ts";
import { runOperation } from "./run-operation.ts";
import { stsOperations } from "./sts/index.ts";

const operations: Readonly<Record<QueryService, ReadonlyMap<string, AnyOperation>>> = {
  iam: new Map(iamOperations.map((operation) => [operation.name, operation])),
  sts: new Map(stsOperations.map((operation) => [operation.name, operation])),
};

/** What a refusal is told about: filled in as the request is understood. */
interface Seen {
  service: QueryService;
  operation: string | undefined;
}

/** `scopeService` undefined: the request is unsigned, and its API version tells the service. */
export async function answerQuery(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
  scopeService: QueryService | undefined,
): Promise<WireResponse> {
  const seen: Seen = { service: scopeService ?? "sts", operation: undefined };
  try {
    return await answer(kernel, request, visit, scopeService, seen);
  } catch (error) {
    const refusal = refusalOf(kernel, visit, seen, error);
    return queryRefusal(seen.service, refusal, visit.requestId);
  }
}

async function answer(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
  scopeService: QueryService | undefined,
  seen: Seen,
): Promise<WireResponse> {
  const asked = await readRequest(request);
  const parameters = readParameters(asked);
  seen.service = scopeService ?? serviceOfVersion(parameters.get("Version")) ?? "sts";
  const { service } = seen;
  const dispatched = dispatchQuery(service, asked, parameters);
  if (dispatched.kind === "redirect") return redirectAnswer(dispatched, visit.requestId);
  const { operation: api } = dispatched;
  seen.operation = api.name;

  const call = await admit(kernel, request, visit, { service, operation: api.name, body: asked.body });
  const operation = operations[service].get(api.name);
  if (operation === undefined) throw commonErrors.operationNotImplemented(api.name);
  const input = decodeInput(api, parameters);
  validateInput(api, input);
  const output = await runOperation(operation, `${service}:${api.name}`, input, call);
  return queryAnswer(api, output, visit.requestId);
}

async function readRequest(request: WireRequest): Promise<QueryRequest> {
  const body = await readWhole(request.body, maxQueryBodyBytes);
  if (body === undefined) throw commonErrors.requestTooLarge(maxQueryBodyBytes);
  const contentType = request.headers.get("content-type");
  return { method: request.method, target: request.target, contentType, body };
}
