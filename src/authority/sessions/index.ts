/**
 * sessions: temporary credentials as sealed tokens. Nothing is stored per session: the token carries what the authority
 * must know, and only the authority can read it. Permissions are never in it.
 * Imports base, crypto, sigv4, wire's errors and the store. Start reading at `issuer.ts`.
 */
export { createSessionIssuer, type SessionIssuerOptions } from "./issuer.ts";
export type { OpenedSession, SessionClaims, SessionIssuer, TemporaryCredentials } from "./session.ts";
