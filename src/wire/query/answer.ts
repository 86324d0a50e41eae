/** XML texts → responses, with the headers of STS and IAM. */
import type { ServiceError } from "../../base/index.ts";
import type { ApiOperation, QueryService } from "../models/index.ts";
import type { WireResponse } from "../request.ts";
import { encodeOutput } from "./encode.ts";
import { encodeError } from "./refusal.ts";

/** What the operation's handler answered, as a response. */
export function queryAnswer(operation: ApiOperation, value: unknown, requestId: string): WireResponse {
  return respond(200, encodeOutput(operation, value, requestId), requestId);
}

/** A refusal as a response. */
export function queryRefusal(service: QueryService, error: ServiceError, requestId: string): WireResponse {
  return respond(error.status, encodeError(service, error, requestId), requestId);
}

function respond(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { "x-amzn-RequestId": requestId, "Content-Type": "text/xml" }, body };
}
