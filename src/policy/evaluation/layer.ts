/** What one layer says about one request. */
import type { Grant } from "../matching/principal.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";
import type { RequestView } from "./request-view.ts";

export interface Verdict {
  /** A Deny that applies. */
  readonly deny: CompiledStatement | undefined;
  /** An Allow that applies, the firmest if it names principals. */
  readonly allow: CompiledStatement | undefined;
  readonly grant: Grant;
}

export const silent: Verdict = { deny: undefined, allow: undefined, grant: "none" };

const firmness: Readonly<Record<Grant, number>> = { none: 0, account: 1, limited: 2, direct: 3 };

/** Policies side by side: any Deny denies, any Allow allows. */
export function judgePolicies(policies: readonly CompiledPolicy[], view: RequestView): Verdict {
  let allow: CompiledStatement | undefined;
  let grant: Grant = "none";
  for (const { statements } of policies) {
    const candidates = statements.find(view.action);
    for (const statement of candidates.denies) {
      if (grantOf(statement, view) !== "none") return { deny: statement, allow, grant };
    }
    if (grant === "direct") continue;
    for (const statement of candidates.allows) {
      const granted = grantOf(statement, view);
      if (firmness[granted] <= firmness[grant]) continue;
      allow = statement;
      grant = granted;
      if (grant === "direct") break;
    }
  }
  return { deny: undefined, allow, grant };
}

/** Levels above one another (organisation, units, account): each must allow. */
export function judgeLevels(levels: readonly (readonly CompiledPolicy[])[], view: RequestView): Verdict {
  let allow: CompiledStatement | undefined;
  let complete = true;
  for (const level of levels) {
    const verdict = judgePolicies(level, view);
    if (verdict.deny !== undefined) return verdict;
    if (verdict.allow === undefined) complete = false;
    allow = verdict.allow;
  }
  return complete ? { deny: undefined, allow, grant: "direct" } : silent;
}

/** Whether the statement applies, and how firmly it names the caller; one without principals names it directly. */
function grantOf(statement: CompiledStatement, view: RequestView): Grant {
  if (!statement.takesResource(view)) return "none";
  const grant = statement.grantTo === undefined ? "direct" : statement.grantTo(view.names);
  if (grant === "none") return "none";
  for (const condition of statement.conditions) {
    if (!condition.holds(view.context, view.evaluation)) return "none";
  }
  return grant;
}
