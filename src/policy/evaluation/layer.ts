/** What one layer says about one request. */
import type { Grant } from "../matching/principal.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";
import type { RequestView } from "./request-view.ts";
import type { Candidate, ResourceNode } from "./resource-tree.ts";
import { linkPolicies, nameOf, type StatementIndex } from "./statement-index.ts";

export interface Verdict {
  /** A Deny that applies. */
  readonly deny: CompiledStatement | undefined;
  /** An Allow that applies, the firmest if it names principals. */
  readonly allow: CompiledStatement | undefined;
  readonly grant: Grant;
}

interface Found {
  readonly statement: CompiledStatement;
  readonly grant: Grant;
}

const silent: Verdict = { deny: undefined, allow: undefined, grant: "none" };
const firmness: Readonly<Record<Grant, number>> = { none: 0, account: 1, limited: 2, direct: 3 };

/** Policies side by side: any Deny denies, any Allow allows. */
export function judgePolicies(policies: readonly CompiledPolicy[], view: RequestView): Verdict {
  const { statements, unreadable } = linkPolicies(policies);
  if (unreadable.length > 0) view.noteUnreadable(unreadable);
  return judgeStatements(statements, view);
}

/** One policy by itself. */
export function judgePolicy(policy: CompiledPolicy, view: RequestView): Verdict {
  if (policy.unreadable) view.noteUnreadable([nameOf(policy)]);
  return judgeStatements(policy.statements, view);
}

function judgeStatements(statements: StatementIndex, view: RequestView): Verdict {
  const { denies, allows } = statements.find(view.action);
  const deny = firmest(denies, view, "account");
  if (deny !== undefined) return { deny: deny.statement, allow: undefined, grant: "none" };
  const allow = firmest(allows, view, "direct");
  return allow === undefined ? silent : { deny: undefined, allow: allow.statement, grant: allow.grant };
}

/** Levels above one another (organisation, units, account): each must allow. */
export function judgeLevels(levels: readonly (readonly CompiledPolicy[])[], view: RequestView): Verdict {
  let last = silent;
  let complete = true;
  for (const level of levels) {
    last = judgePolicies(level, view);
    if (last.deny !== undefined) return last;
    complete &&= last.allow !== undefined;
  }
  return complete ? last : silent;
}

/** The statement that names the caller most firmly; one of `enough` firmness ends the search. */
function firmest(tree: ResourceNode, view: RequestView, enough: Grant): Found | undefined {
  const { resource } = view;
  let best: Found | undefined;
  for (let node: ResourceNode | undefined = tree; node !== undefined; node = node.next(resource)) {
    best = firmer(node.beginning, view, enough, best);
    if (node.depth === resource.length) best = firmer(node.whole, view, enough, best);
    if (best !== undefined && firmness[best.grant] >= firmness[enough]) return best;
  }
  return best;
}

function firmer(
  candidates: readonly Candidate[],
  view: RequestView,
  enough: Grant,
  best: Found | undefined,
): Found | undefined {
  for (const { statement, test } of candidates) {
    if (test !== undefined && !test(view)) continue;
    const grant = grantOf(statement, view);
    if (grant === "none") continue;
    if (firmness[grant] <= (best === undefined ? 0 : firmness[best.grant])) continue;
    best = { statement, grant };
    if (firmness[grant] >= firmness[enough]) return best;
  }
  return best;
}

/** How firmly the statement names the caller, if its conditions hold; one without principals names it directly. */
export function grantOf(statement: CompiledStatement, view: RequestView): Grant {
  const grant = statement.grantTo === undefined ? "direct" : statement.grantTo(view.names);
  if (grant === "none") return grant;
  for (const condition of statement.conditions) {
    if (!condition.holds(view.context, view.evaluation)) return "none";
  }
  return grant;
}
