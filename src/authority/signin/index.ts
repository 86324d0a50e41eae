/**
 * signin: the sign-in federation endpoint. Temporary credentials in, a sign-in token out; the token's page names who it
 * is. May import: base, sigv4, wire, the store, sessions, `acceptance.ts`. Start reading at `federation.ts`.
 */
export { type FederationOptions, handleFederation } from "./federation.ts";
export { signinLimits } from "./limits.ts";
