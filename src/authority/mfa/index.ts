/**
 * mfa: whether a one-time code is right, is used for the first time, and may be tried at all.
 * Imports base, crypto and the store. Start reading at `verifier.ts`.
 */
export {
  createMfaVerifier,
  type MfaAttempt,
  type MfaOutcome,
  type MfaPairAttempt,
  type MfaVerifier,
  type MfaVerifierOptions,
} from "./verifier.ts";
