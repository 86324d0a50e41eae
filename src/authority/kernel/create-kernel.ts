import { type Clock, systemClock } from "../../base/index.ts";
import { randomBytes } from "../../crypto/index.ts";
import { createSigningKeyCache } from "../authenticate/index.ts";
import type { Services } from "../call.ts";
import { RecentDenials } from "../denials/index.ts";
import { createMfaVerifier } from "../mfa/index.ts";
import { AccessKeys, Principals } from "../principals/index.ts";
import { createSessionIssuer } from "../sessions/index.ts";
import type { Store } from "../store/index.ts";
import type { TestMode } from "../test-mode/index.ts";
import type { Front, Kernel } from "./kernel.ts";
import type { Log } from "./log.ts";
import { Metrics } from "./metrics.ts";

export interface KernelOptions {
  /** Their clock is the authority's; in test mode a movable one. */
  readonly services: Services;
  readonly realClock?: Clock;
  readonly testMode?: TestMode;
  /** Makes the S3 front, which needs the kernel itself. */
  readonly s3?: (kernel: Kernel) => Front;
  /** Host names, without port, whose subdomains are buckets. */
  readonly virtualHosts?: readonly string[];
  readonly corsOrigins?: readonly string[];
  readonly log?: Log;
}

const silent: Log = { refused: () => undefined, failed: () => undefined };

/** The long-lived parts over an open store, which stays its opener's to close. */
export async function createServices(store: Store, clock: Clock): Promise<Services> {
  return {
    clock,
    store,
    random: randomBytes,
    masterKey: store.masterKey,
    sessions: await createSessionIssuer({ store, clock }),
    mfa: createMfaVerifier({ store, clock }),
    recentDenials: new RecentDenials(),
  };
}

export function createKernel(options: KernelOptions): Kernel {
  const { services } = options;
  const { store, masterKey, clock } = services;
  const parts = {
    services,
    principals: new Principals(store),
    accessKeys: new AccessKeys({ store, masterKey, clock }),
    signingKeys: createSigningKeyCache(),
    realClock: options.realClock ?? systemClock,
    metrics: new Metrics(),
    testMode: options.testMode,
    virtualHosts: options.virtualHosts ?? ["localhost"],
    corsOrigins: options.corsOrigins ?? [],
    log: options.log ?? silent,
  };
  const bare: Kernel = { ...parts, s3: undefined };
  return { ...parts, s3: options.s3?.(bare) };
}
