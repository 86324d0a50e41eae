/**
 * mfa: codes of MFA devices: who is asked, in which way, and how often. A code is shown to no log and sent once.
 * May import: base, crypto, programs. Start reading at `with-code.ts`, then `choose-driver.ts`.
 */
export { type AskOptions, createAsk } from "./ask.ts";
export { chooseDriver, type MfaDriver, mfaDrivers } from "./choose-driver.ts";
export { parseCode, SentCodes, untilNextCode } from "./codes.ts";
export type { AskMfa, MfaQuestion } from "./question.ts";
export { type CodeContext, withCode } from "./with-code.ts";
