/** The paths that are ours on the one endpoint. No authentication and no secrets on health, readiness and metrics. */
import type { WireRequest, WireResponse } from "../wire/index.ts";
import { type Kernel, refusalOf } from "./kernel/kernel.ts";
import type { Visit } from "./request/visit.ts";
import type { ReservedPath } from "./routing.ts";
import { splitTarget } from "./routing.ts";
import { handleFederation } from "./signin/index.ts";
import { answerTestMode } from "./test-mode/index.ts";

export async function answerReserved(
  kernel: Kernel,
  request: WireRequest,
  visit: Visit,
  path: ReservedPath,
): Promise<WireResponse> {
  if (path === "federation") return answerFederation(kernel, request, visit);
  if (path === "_tegata") return answerTestMode(kernel, request);
  if (path === "console") return plain(404, "the console is not built yet\n");
  if (splitTarget(request.target).path !== `/${path}`) return plain(404, "not found\n");
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "only GET\n");
  if (path === "metrics") return plain(200, kernel.metrics.render(process.memoryUsage.rss()));
  return plain(200, "ok\n");
}

/** SECURITY: its query strings carry credentials and tokens; nothing here logs a target. */
async function answerFederation(kernel: Kernel, request: WireRequest, visit: Visit): Promise<WireResponse> {
  const seen = { service: "signin", operation: undefined };
  try {
    return await handleFederation(request, kernel.services, visit, {
      onRefusal: (refusal) => refusalOf(kernel, visit, seen, refusal),
    });
  } catch (error) {
    return plain(500, `${refusalOf(kernel, visit, seen, error).message}\n`);
  }
}

function plain(status: number, body: string): WireResponse {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
    body,
  };
}
