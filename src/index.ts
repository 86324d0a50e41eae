/**
 * tegata as a library. `createAuthority` answers requests in this process; `tegata/policy` and `tegata/sigv4` are usable
 * alone.
 */
export { Secret, TegataError } from "./base/index.ts";
export {
  type Authority,
  type AuthorityOptions,
  createAuthority,
  type HttpServer,
  listen,
} from "./server/index.ts";
export { type WireBody, WireHeaders, type WireRequest, type WireResponse, wholeBody } from "./wire/index.ts";
