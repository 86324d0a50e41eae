/**
 * plan: from a profile to the steps that give its credentials, as plain data with reasons. Pure: no I/O, no clock.
 * May import: base, and the types of profiles and machine. Start reading at `plan.ts`, then `build-plan.ts`.
 */
export { buildPlan } from "./build-plan.ts";
export { type CacheInputs, type CacheValue, cacheInputs, isCached } from "./cache.ts";
export { describeSpan, parseSpan, spellSpan } from "./calls/span.ts";
export {
  describeMechanism,
  describePlan,
  describeStep,
  nameOfStep,
  type PlanLine,
  planLines,
  profileText,
} from "./describe.ts";
export { planIn } from "./in-language.ts";
export type { Asked, PlanInput, PlanOptions, Selection } from "./input.ts";
export type {
  CallStep,
  Limitation,
  MfaUse,
  Origin,
  Plan,
  PlannedSeconds,
  PlannedValue,
  Reason,
  SourceStep,
  Step,
} from "./plan.ts";
export { isWithoutWarning, warnWithoutMfaKey } from "./remarks.ts";
export { stsRegionOf } from "./sts-region.ts";
export { describeWithoutMfa } from "./without-mfa.ts";
