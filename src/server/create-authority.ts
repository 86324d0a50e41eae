/** An authority in this process: accounts, STS, IAM, S3 and sign-in behind one `handle`, without a port. */
import { join } from "node:path";
import {
  createKernel,
  createServices,
  handle,
  type Kernel,
  openStore,
  TestMode,
} from "../authority/index.ts";
import { MovableClock, systemClock } from "../base/index.ts";
import { createS3 } from "../s3/index.ts";
import type { AuthorityOptions, EmbeddedAuthority } from "./embedded-authority.ts";
import { checkPlan, findOrFoundManagementAccount } from "./first-run.ts";
import { s3Front } from "./s3-front.ts";

/** What a program of this process that goes around the wire, as seeds do, has besides the library's contract. */
export interface Authority extends EmbeddedAuthority {
  readonly kernel: Kernel;
}

const memory = ":memory:";

/**
 * Opens the store, founds the management account on the first run, and answers from then on.
 * Throws TegataError when the store cannot be used (in use, read-only, damaged, newer, wrong master key) or was founded
 * with other settings.
 */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const location = options.store ?? memory;
  const plan = {
    accountId: options.accountId,
    adminKey: options.adminKey,
    rootKey: options.rootKey,
    credentialsFile: options.credentialsFile,
    testMode: options.testMode !== undefined,
  };
  checkPlan(plan);
  const store = await openStore({ location, masterKeyFile: options.masterKeyFile });
  const closers: (() => Promise<void>)[] = [() => store.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const clock = new MovableClock(systemClock);
    const services = await createServices(store, clock);
    const s3 = await createS3({
      objectsFolder: location === memory ? memory : join(location, "objects"),
      services,
    });
    closers.push(() => s3.close());
    const kernel = createKernel({
      services,
      realClock: systemClock,
      s3: (bare) => s3Front(s3, bare),
      ...(options.testMode && {
        testMode: new TestMode({
          clock,
          realClock: systemClock,
          hosts: options.testMode.hosts ?? [],
          ...(options.testMode.bearer && { bearer: options.testMode.bearer }),
          onReset: () => s3.clear(),
        }),
      }),
      ...(options.corsOrigins && { corsOrigins: options.corsOrigins }),
      ...(options.virtualHosts && { virtualHosts: options.virtualHosts }),
      ...(options.log && { log: options.log }),
    });
    const { accountId, adminKey } = await findOrFoundManagementAccount(kernel, plan);
    return {
      accountId,
      ...(adminKey && { adminKey }),
      kernel,
      close,
      handle: (request) => handle(kernel, request),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
