/**
 * What `tegata` as a library promises, apart from what keeps the promise: the published types end here, so nothing of the
 * store or the kernel may be imported.
 */

import type { LongLivedKey } from "../authority/accounts/long-lived-key.ts";
import type { Log } from "../authority/kernel/log.ts";
import type { Secret } from "../base/index.ts";
import type { WireRequest, WireResponse } from "../wire/index.ts";

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

export interface EmbeddedAuthority {
  /** Answers one request; never rejects for what the request says. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Writes what is pending and lets the store go. */
  close(): Promise<void>;
  /** The management account. */
  readonly accountId: string;
  /** The admin's key when this run founded the account: the only time it is shown. */
  readonly adminKey?: LongLivedKey;
}
