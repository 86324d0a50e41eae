/** One running authority: the long-lived parts that answering a request needs. */
import { type Clock, ServiceError } from "../../base/index.ts";
import type { SigningKeyCache } from "../../sigv4/index.ts";
import { commonErrors, type WireRequest, type WireResponse } from "../../wire/index.ts";
import type { AuthenticationParts } from "../authenticate/index.ts";
import type { Services } from "../call.ts";
import type { AccessKeys, Principals } from "../principals/index.ts";
import type { Visit } from "../request/visit.ts";
import type { TestMode } from "../test-mode/index.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface Kernel {
  readonly services: Services;
  readonly principals: Principals;
  readonly accessKeys: AccessKeys;
  readonly signingKeys: SigningKeyCache;
  /** The wall clock, which test mode does not move. */
  readonly realClock: Clock;
  readonly metrics: Metrics;
  /** The S3 front, where there is one: it lives in a room of its own that knows us, not the other way round. */
  readonly s3: Front | undefined;
  readonly testMode: TestMode | undefined;
  /** Host names, without port, whose subdomains are buckets. */
  readonly virtualHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly log: Log;
}

/** A service that reads bodies and encodes answers in its own way. */
export type Front = (request: WireRequest, visit: Visit) => Promise<WireResponse>;

export function authenticationParts(kernel: Kernel): AuthenticationParts {
  return {
    accessKeys: kernel.accessKeys,
    principals: kernel.principals,
    sessions: kernel.services.sessions,
    signingKeys: kernel.signingKeys,
    times: () => kernel.testMode?.times() ?? [kernel.services.clock.now()],
  };
}

/**
 * What a caller hears of an error, told to the operator with its cause on the way.
 * SECURITY: what went wrong inside is for the operator's log only.
 */
export function refusalOf(
  kernel: Kernel,
  { requestId }: Visit,
  seen: { readonly service: string; readonly operation: string | undefined },
  error: unknown,
): ServiceError {
  if (!(error instanceof ServiceError)) {
    kernel.log.failed({ requestId, error });
    return commonErrors.internalFailure();
  }
  const { service, operation } = seen;
  kernel.log.refused({ requestId, service, operation, code: error.code, detail: error.detail });
  return error;
}
