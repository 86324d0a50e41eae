/**
 * doctor: a failure → findings: what happened, with evidence, and what to type next. Judging is pure: facts are gathered
 * elsewhere. May import: base, policy, wire, crypto, vault. Start reading at `symptom/read-symptom.ts`.
 */
export { type Denial, queryCodeOf, readSymptom, type Symptom } from "./symptom/index.ts";
