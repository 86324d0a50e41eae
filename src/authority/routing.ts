/**
 * Which room answers a request: one table, first line that fits.
 * 1 a signature → the service in its scope · 2 a bucket in the host name → S3 · 3 an unsigned Query call · 4 reserved
 * paths · 5 the rest → S3, anonymous.
 */
import type { ReadSignature } from "../sigv4/index.ts";
import type { WireRequest } from "../wire/index.ts";

/** First path segments that are ours; CreateBucket refuses these names. */
export const reservedPaths = ["federation", "healthz", "readyz", "metrics", "console", "_tegata"] as const;
export type ReservedPath = (typeof reservedPaths)[number];

export type Route =
  | { readonly to: "service"; readonly service: string }
  | { readonly to: "query" }
  | { readonly to: "s3" }
  | { readonly to: "reserved"; readonly path: ReservedPath };

/** `virtualHosts`: host names, without port, whose subdomains are buckets. */
export function routeOf(
  request: WireRequest,
  signature: ReadSignature,
  virtualHosts: readonly string[],
): Route {
  if (signature.kind === "presented") return { to: "service", service: signature.scope.service };
  if (bucketOfHost(request.headers.get("host"), virtualHosts) !== undefined) return { to: "s3" };
  const { path, query } = splitTarget(request.target);
  if (path === "/" && isQueryCall(request, query)) return { to: "query" };
  const first = path.slice(1).split("/", 1)[0];
  const reserved = reservedPaths.find((name) => name === first);
  if (reserved !== undefined) return { to: "reserved", path: reserved };
  // A signature that cannot be read tells no service: a POST to "/" was meant for a Query service.
  return { to: signature.kind === "malformed" && path === "/" && request.method === "POST" ? "query" : "s3" };
}

/** The bucket in `bucket.host:port`; undefined for a bare host or an address. */
export function bucketOfHost(host: string | undefined, virtualHosts: readonly string[]): string | undefined {
  const name = host?.replace(/:[0-9]+$/, "").toLowerCase();
  if (name === undefined) return undefined;
  const suffix = virtualHosts.find((virtualHost) => name.endsWith(`.${virtualHost}`));
  return suffix === undefined ? undefined : name.slice(0, -suffix.length - 1);
}

/** Path and query (without "?") of a request target; an absolute-form target loses scheme and host. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const origin = target.startsWith("/") ? target : target.replace(/^[a-z]+:\/\/[^/?]*/i, "") || "/";
  const at = origin.indexOf("?");
  return at < 0 ? { path: origin, query: "" } : { path: origin.slice(0, at), query: origin.slice(at + 1) };
}

function isQueryCall(request: WireRequest, query: string): boolean {
  if (/(?:^|&)Action=/.test(query)) return true;
  const contentType = request.headers.get("content-type") ?? "";
  return request.method === "POST" && /^application\/x-www-form-urlencoded\b/i.test(contentType);
}
