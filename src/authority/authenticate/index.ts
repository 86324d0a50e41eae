/**
 * authenticate: signature and token to Caller. The checks are one story (`authenticate.ts`); how a refusal is worded is
 * the service's table (`refusals.ts`). May import: base, sigv4, wire, principals, sessions.
 */
export {
  type Authenticated,
  type AuthenticationParts,
  authenticate,
  createSigningKeyCache,
} from "./authenticate.ts";
export { refuseMalformed, refuseMalformedForS3 } from "./malformed.ts";
export { queryRefusals, type Refusals, s3Refusals } from "./refusals.ts";
