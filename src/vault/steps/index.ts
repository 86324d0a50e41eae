/**
 * steps: does what a plan says, one step at a time: from a source or the credentials before to credentials.
 * May import: base, crypto, plan, keyring, mfa, private-files, profiles, programs, services, sso, stored-keys. Start reading at `run-step.ts`.
 */
export type { StepContext } from "./context.ts";
export { keyInFiles, keysInEnvironment } from "./local/machine-keys.ts";
export { runStep } from "./run-step.ts";
