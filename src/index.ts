/**
 * tegata as a library. `createAuthority` answers requests in this process; `tegata/policy` and `tegata/sigv4` are usable
 * alone.
 */
import type { AuthorityOptions, EmbeddedAuthority } from "./server/embedded-authority.ts";
import { createAuthority as open } from "./server/index.ts";

export type { LongLivedKey } from "./authority/accounts/long-lived-key.ts";
export type { Log } from "./authority/kernel/log.ts";
export { Secret, TegataError } from "./base/index.ts";
export type { AuthorityOptions, EmbeddedAuthority as Authority } from "./server/embedded-authority.ts";
export { type HttpServer, listen } from "./server/http/server.ts";
export {
  type WireBody,
  WireHeaders,
  type WireRequest,
  type WireResponse,
  wholeBody,
} from "./wire/request.ts";

/**
 * Opens the store (`:memory:` unless given), founds the management account on the first run, and answers from then on.
 * Throws TegataError when the store cannot be used (in use, read-only, damaged, newer, wrong master key) or was founded
 * with other settings.
 *
 * @example
 * const authority = await createAuthority();
 * const server = await listen({ host: "127.0.0.1", port: 0, handle: authority.handle, onFault: console.error });
 */
export const createAuthority: (options?: AuthorityOptions) => Promise<EmbeddedAuthority> = open;
