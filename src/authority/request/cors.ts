/**
 * CORS for the origins given by `--cors-origin` (default none): STS and S3 in a browser.
 * SECURITY: a page of another origin gets no permission header and no preflight, and no cookie is ever honoured here.
 */
import type { WireRequest, WireResponse } from "../../wire/index.ts";

const preflightSeconds = "600";
const exposedHeaders =
  "ETag, x-amzn-RequestId, x-tegata-authorization-message, x-amz-request-id, x-amz-id-2, x-amz-version-id, x-amz-checksum-crc32, x-amz-checksum-crc32c, x-amz-checksum-crc64nvme, x-amz-checksum-sha1, x-amz-checksum-sha256, Date, Content-Range";

/** The request's origin when it is one of `origins`. */
export function allowedOrigin(request: WireRequest, origins: readonly string[]): string | undefined {
  if (origins.length === 0) return undefined;
  const origin = request.headers.get("origin");
  return origin !== undefined && origins.includes(origin) ? origin : undefined;
}

/** The answer to a preflight of an allowed origin; undefined when the request is none. */
export function preflight(request: WireRequest, origin: string): WireResponse | undefined {
  const method = request.headers.get("access-control-request-method");
  if (request.method !== "OPTIONS" || method === undefined) return undefined;
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, HEAD, POST, PUT, DELETE",
      "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "",
      "access-control-max-age": preflightSeconds,
      vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    },
    body: "",
  };
}

export function withCors(response: WireResponse, origin: string): WireResponse {
  return {
    ...response,
    headers: {
      ...response.headers,
      "access-control-allow-origin": origin,
      "access-control-expose-headers": exposedHeaders,
      vary: "Origin",
    },
  };
}
