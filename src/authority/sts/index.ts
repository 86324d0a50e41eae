/**
 * sts: the Security Token Service's operations. May import: base, policy, wire, the store, sessions, and the contracts
 * beside it (`operation.ts`, `call.ts`, `caller.ts`). Start reading at `assume-role.ts`.
 * Which credentials may call what is decided before, by `acceptance.ts`.
 */
import type { AnyOperation } from "../operation.ts";
import { assumeRole } from "./assume-role.ts";
import { decodeAuthorizationMessage } from "./decode-authorization-message.ts";
import { getAccessKeyInfo } from "./get-access-key-info.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getFederationToken } from "./get-federation-token.ts";
import { getSessionToken } from "./get-session-token.ts";

export { type IssuingCall, issuingCalls, type SessionDuration } from "./calls.ts";
export { stsLimits } from "./limits.ts";

export const stsOperations: readonly AnyOperation[] = [
  assumeRole,
  decodeAuthorizationMessage,
  getAccessKeyInfo,
  getCallerIdentity,
  getFederationToken,
  getSessionToken,
];
