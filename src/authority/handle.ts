/**
 * The authority's line, from request to response. It needs no port: the HTTP edge, tests, the S3 front and embedders
 * call it. It never throws for what a client sent.
 */
import { randomUuid } from "../crypto/index.ts";
import { readSignature } from "../sigv4/index.ts";
import { commonErrors, queryRefusal, type WireRequest, type WireResponse } from "../wire/index.ts";
import { authorizationMessageHeader, NotedDenial, sealDenial } from "./denials/index.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { ServiceLabel } from "./kernel/metrics.ts";
import { answerOperator } from "./operator/index.ts";
import { answerQuery } from "./query.ts";
import { allowedOrigin, preflight, withCors } from "./request/cors.ts";
import type { Visit } from "./request/visit.ts";
import { answerReserved } from "./reserved.ts";
import { type Route, routeOf } from "./routing.ts";

/** What services answer to who may not. */
const refusedStatus = 403;

export async function handle(kernel: Kernel, request: WireRequest): Promise<WireResponse> {
  const startedMs = performance.now();
  const origin = allowedOrigin(request, kernel.corsOrigins);
  const asked = origin === undefined ? undefined : preflight(request, origin);
  if (asked !== undefined) return asked;

  const visit: Visit = {
    requestId: randomUuid(),
    now: kernel.services.clock.now(),
    signature: readSignature(request),
    denial: new NotedDenial(),
  };
  const route = routeOf(request, visit.signature, kernel.virtualHosts);
  const response = await withReasons(kernel, visit, await answer(kernel, request, visit, route));
  kernel.metrics.count(labelOf(route), response.status, (performance.now() - startedMs) / 1000);
  return origin === undefined ? response : withCors(response, origin);
}

/**
 * A refusal by policies, bearing its reasons for those who may read them, who may ask for them by the request's id too.
 * AWS: services decide which refusals bear an authorisation message; here every one does, in a header.
 */
async function withReasons(
  { services }: Kernel,
  { denial, requestId }: Visit,
  response: WireResponse,
): Promise<WireResponse> {
  if (response.status !== refusedStatus || denial.asked === undefined) return response;
  const message = await sealDenial(services.sessions, denial.asked, requestId);
  if (message === undefined) return response;
  services.recentDenials.keep(requestId, message);
  return { ...response, headers: { ...response.headers, [authorizationMessageHeader]: message } };
}

function answer(kernel: Kernel, request: WireRequest, visit: Visit, route: Route): Promise<WireResponse> {
  switch (route.to) {
    case "query":
      return answerQuery(kernel, request, visit, undefined);
    case "reserved":
      return answerReserved(kernel, request, visit, route.path);
    case "s3":
      return answerS3(kernel, request, visit);
    case "service":
      return answerService(kernel, request, visit, route.service);
  }
}

function answerService(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
  service: string,
): Promise<WireResponse> {
  switch (service) {
    case "sts":
    case "iam":
      return answerQuery(kernel, request, visit, service);
    case "s3":
      return answerS3(kernel, request, visit);
    case "tegata":
      return answerOperator(kernel, request, visit);
    default:
      return Promise.resolve(refuseService(visit));
  }
}

function answerS3(kernel: Kernel, request: WireRequest, visit: Visit): Promise<WireResponse> {
  return kernel.s3 === undefined ? Promise.resolve(refuseService(visit)) : kernel.s3(request, visit);
}

/** A signature for a service that is not here, in the words for a scope that is not ours. */
function refuseService(visit: Visit): WireResponse {
  const refusal = commonErrors.scopeMismatch([{ part: "service", expected: "sts" }]);
  return queryRefusal("sts", refusal, visit.requestId);
}

function labelOf(route: Route): ServiceLabel {
  switch (route.to) {
    case "query":
      return "sts";
    case "s3":
      return "s3";
    case "reserved":
      return route.path === "federation" ? "signin" : "other";
    case "service": {
      const known = (["sts", "iam", "s3", "tegata"] as const).find((name) => name === route.service);
      return known ?? "other";
    }
  }
}
