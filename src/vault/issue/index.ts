/**
 * issue: carries a plan out: the sessions that are kept, the steps that are left to do, and what the service refuses.
 * May import: base, cache, plan, services, steps. Start reading at `issue-plan.ts`, then `session-ids.ts`.
 */
export { type IssueContext, issuePlan, type PlanResult } from "./issue-plan.ts";
