/** How AWS's services are called: one configuration for every client of the AWS SDK. */
import { readFile } from "node:fs/promises";
import { type Clock, inShell, systemClock, TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import type { Origin } from "../plan/plan.ts";
import { at } from "./reason.ts";

export interface Connection {
  readonly machine: Machine;
  /** AWS: `use_fips_endpoint`, `use_dualstack_endpoint`. */
  readonly useFips?: boolean;
  readonly useDualstack?: boolean;
  /** AWS: `ca_bundle`, the path of a PEM file; read instead of the system's authorities. */
  readonly caBundle?: string;
  /** Who names it. */
  readonly caBundleReason?: Origin;
  /** For a person: progress and what is odd. No secret is in it. */
  readonly onNote: (message: string) => void;
  /** How many milliseconds the service's clock is ahead of ours, after each answer that bears a date. */
  readonly onClockOffset?: (offset: ClockOffset) => void;
  /** Hosts whose clock was told to be far from ours; each is told of once. */
  readonly skewedHosts?: Set<string>;
  /** How long an answer is waited for, once, by whoever only looks whether there is one; default 20 s, and again. */
  readonly patienceMs?: number;
  /** Takes the place of the SDK's own, in tests and for embedders. */
  readonly requestHandler?: RequestHandler;
}

/** What the SDK's clients take for `requestHandler`; only they look inside. */
export interface RequestHandler {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own types are loaded only where a client is.
  handle(request: any, options?: any): Promise<any>;
}

export interface ClockOffset {
  readonly host: string;
  readonly milliseconds: number;
}

export const connectTimeoutMs = 5_000;
export const answerTimeoutMs = 20_000;
const maxAttempts = 3;

/** AWS: STS without a region is the one in us-east-1. */
export const fallbackRegion = "us-east-1";

/**
 * A client's configuration. All that the SDK would read from the environment or the files is said here, so that it reads
 * neither: the plan decided already, and for the profile that is asked for, not for AWS_PROFILE.
 * @throws TegataError `CaBundleUnreadable`.
 */
export async function clientConfig(
  connection: Connection,
  { region, endpoint }: { readonly region: string; readonly endpoint: string | undefined },
) {
  const { machine } = connection;
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint: requireEndpoint(endpoint) }),
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: connection.useFips ?? false,
    useDualstackEndpoint: connection.useDualstack ?? false,
    maxAttempts: connection.patienceMs === undefined ? maxAttempts : 1,
    retryMode: "standard",
    defaultsMode: "standard" as const,
    authSchemePreference: [],
    userAgentAppId: "tegata",
    systemClockOffset: offsetOf(machine.clock),
    requestHandler: connection.requestHandler ?? (await handlerOptions(connection)),
  };
}

function requireEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return endpoint;
  throw new TegataError("EndpointInvalid", `the endpoint "${endpoint}" is no http or https URL`, {
    hint: "endpoint_url = https://HOST",
  });
}

/** The SDK signs with the system's clock; ours may be another one. */
function offsetOf(clock: Clock): number {
  return clock === systemClock ? 0 : clock.now() - systemClock.now();
}

/** Time-outs, proxies and authorities of every connection. @throws TegataError `CaBundleUnreadable`. */
export async function handlerOptions({ machine, caBundle, caBundleReason, patienceMs }: Connection) {
  const { Agent: HttpAgent } = await import("node:http");
  const { Agent: HttpsAgent } = await import("node:https");
  const ca = caBundle === undefined ? undefined : await readBundle(caBundle, caBundleReason);
  const proxyEnv = { ...machine.env };
  return {
    connectionTimeout: Math.min(connectTimeoutMs, patienceMs ?? connectTimeoutMs),
    requestTimeout: patienceMs ?? answerTimeoutMs,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent({ proxyEnv }),
    httpsAgent: new HttpsAgent({ proxyEnv, ...(ca === undefined ? {} : { ca }) }),
  };
}

async function readBundle(path: string, reason: Origin = {}): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new TegataError("CaBundleUnreadable", `the CA bundle "${path}"${at(reason)} cannot be read`, {
      hint: `ls -l ${inShell(path)}`,
      cause,
    });
  }
}
