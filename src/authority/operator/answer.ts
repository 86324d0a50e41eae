/**
 * The operator's service: admission → operation → input → authorisation → operation → JSON.
 * The protocol is AWS's JSON 1.1: `X-Amz-Target` names the operation, `__type` the error.
 */
import {
  commonErrors,
  operatorErrors,
  readWhole,
  type WireRequest,
  type WireResponse,
} from "../../wire/index.ts";
import { admit } from "../admit.ts";
import { type Kernel, refusalOf } from "../kernel/kernel.ts";
import type { AnyOperation } from "../operation.ts";
import type { Visit } from "../request/visit.ts";
import { runOperation } from "../run-operation.ts";
import type { AnyOperatorOperation } from "./operation.ts";
import { operatorOperations } from "./operations.ts";

/** What stands before the operation's name in `X-Amz-Target`. */
export const operatorTargetPrefix = "Tegata.";
const maxOperatorBodyBytes = 65_536;
const service = "tegata";

const operations: ReadonlyMap<string, AnyOperatorOperation> = new Map(
  operatorOperations.map((operation) => [operatorTargetPrefix + operation.name, operation]),
);

/** Answers one signed request; never throws for what a client sent. */
export async function answerOperator(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
): Promise<WireResponse> {
  const operation = operations.get(request.headers.get("x-amz-target") ?? "");
  try {
    return json(200, await answer(kernel, request, visit, operation), visit.requestId);
  } catch (error) {
    const refusal = refusalOf(kernel, visit, { service, operation: operation?.name }, error);
    return json(refusal.status, { __type: refusal.code, message: refusal.sentence }, visit.requestId);
  }
}

async function answer(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
  operation: AnyOperatorOperation | undefined,
): Promise<unknown> {
  const body = await readWhole(request.body, maxOperatorBodyBytes);
  if (body === undefined) throw commonErrors.requestTooLarge(maxOperatorBodyBytes);
  const call = await admit(kernel, request, visit, { service, operation: operation?.name ?? "", body });
  if (operation === undefined) throw operatorErrors.unknownOperation();
  return runOperation(operation as AnyOperation, operation.action, operation.parse(parseJson(body)), call);
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
