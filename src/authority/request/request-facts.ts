import type { WireRequest } from "../../wire/index.ts";
import type { RequestFacts } from "../call.ts";

/** The facts of a request that policies may ask for; `region` comes from the signature's scope. */
export function requestFacts(request: WireRequest, region: string): RequestFacts {
  return {
    sourceIp: request.remoteAddress,
    userAgent: request.headers.get("user-agent"),
    referer: request.headers.get("referer"),
    secure: request.secure,
    region,
  };
}
