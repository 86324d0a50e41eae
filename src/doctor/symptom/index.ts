/**
 * symptom: an error text → what it says, as data. The words of AWS's services and clients, in closed tables.
 * Pure. May import: base, wire. Start reading at `read-symptom.ts`.
 */
export { type ClientFailure, clientFailures, networkFailures } from "./client-texts.ts";
export { bareStatuses, isAboutCredentials, knownCodes, queryCodeOf } from "./codes.ts";
export { roleOfSession } from "./denial.ts";
export { maxSentenceCharacters, maxTextCharacters, readSymptom } from "./read-symptom.ts";
export type { ClockTold, Denial, Named, PolicyType, Symptom } from "./symptom.ts";
export { type WebIdentityRefusal, webIdentityRefusal } from "./web-identity.ts";
