/**
 * Who may call test mode. SECURITY: a web page can make a browser send requests to loopback, under a name of its own
 * (DNS rebinding); so the Host must be ours, there must be no Origin, and a header is wanted that a page cannot set
 * without a preflight, which is never granted.
 */
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../../crypto/index.ts";
import type { WireRequest } from "../../wire/index.ts";
import type { TestMode } from "./test-mode.ts";

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/** Why the request is refused; undefined when it may pass. */
export function refuseCall(request: WireRequest, testMode: TestMode): string | undefined {
  if (request.headers.get("origin") !== undefined) return "calls from web pages are refused";
  if (request.headers.get("x-tegata-test") !== "1") return "the header X-Tegata-Test: 1 is missing";
  const host = (request.headers.get("host") ?? "").replace(/:[0-9]+$/, "").toLowerCase();
  if (!loopbackHosts.includes(host) && !testMode.hosts.includes(host))
    return "the Host is not one of this server's";
  if (testMode.bearer !== undefined && !bears(request, testMode.bearer.reveal()))
    return "the bearer in TEGATA_TEST_TOKEN is missing or wrong";
  return undefined;
}

function bears(request: WireRequest, wanted: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  return given !== undefined && timingSafeEqual(sha256(given), sha256(wanted));
}
