/** An authority in this process: accounts, STS, IAM, S3 and sign-in behind one `handle`, without a port. */
import { join } from "node:path";
import {
  createKernel,
  createServices,
  handle,
  type Kernel,
  type Log,
  type LongLivedKey,
  openStore,
  TestMode,
} from "../authority/index.ts";
import { MovableClock, type Secret, systemClock } from "../base/index.ts";
import { createS3 } from "../s3/index.ts";
import type { WireRequest, WireResponse } from "../wire/index.ts";
import { checkTestMode, findOrFoundManagementAccount } from "./first-run.ts";
import { s3Front } from "./s3-front.ts";

export interface AuthorityOptions {
  /** A directory, made when missing, or `:memory:` (the default), which leaves nothing behind. */
  readonly store?: string;
  /** Holds the master key in base64; default: `master.key` in the store's directory. */
  readonly masterKeyFile?: string;
  /** Twelve digits; made at random on the first run. */
  readonly accountId?: string;
  /** Fixes the key of the user `admin` on the first run; a later run with another one is refused. */
  readonly adminKey?: LongLivedKey;
  /** Gives the account's root user a key on the first run. */
  readonly rootKey?: LongLivedKey;
  /** Where the first run writes the admin's key; nowhere by default. */
  readonly credentialsFile?: string;
  /** Lets `POST /_tegata/…` move the clock, empty the authority and make accounts. */
  readonly testMode?: { readonly hosts?: readonly string[]; readonly bearer?: Secret };
  /** Origins that browsers may call STS and S3 from. */
  readonly corsOrigins?: readonly string[];
  /** Host names whose subdomains are buckets; default `localhost`. */
  readonly virtualHosts?: readonly string[];
  readonly log?: Log;
}

export interface Authority {
  /** Answers one request; never rejects for what the request says. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Writes what is pending and lets the store go. */
  close(): Promise<void>;
  /** The management account. */
  readonly accountId: string;
  /** The admin's key when this run founded the account: the only time it is shown. */
  readonly adminKey?: LongLivedKey;
  /** For programs of this process that go around the wire: seeds. */
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
    await checkTestMode(kernel, options.testMode !== undefined);
    const { accountId, adminKey } = await findOrFoundManagementAccount(kernel, {
      accountId: options.accountId,
      adminKey: options.adminKey,
      rootKey: options.rootKey,
      credentialsFile: options.credentialsFile,
    });
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
