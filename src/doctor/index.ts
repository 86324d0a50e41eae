/**
 * doctor: a failure → findings: what happened, with evidence, and what to type next. `gather/` reads, `judge/` decides and
 * is pure; an ailment is a rule in `rules/`. May import: base, policy, wire, crypto, vault.
 * Start reading at `facts.ts`, then `judge/judge.ts`.
 */
export { innerCommand, profileNamedBy, profileWithin } from "./command.ts";
export type { Facts } from "./facts.ts";
export { findPage, nearestPages } from "./find-page.ts";
export { type Finding, type Language, languages } from "./finding.ts";
export { type GatherRequest, gather } from "./gather/index.ts";
export { describeFindings, judge, listChecked } from "./judge/index.ts";
export { type Page, pages } from "./pages.ts";
export { rules } from "./rules/index.ts";
export {
  isAboutCredentials,
  maxTextCharacters,
  queryCodeOf,
  readSymptom,
  type Symptom,
} from "./symptom/index.ts";
