/** What one layer says about one request. */
import type { Grant } from "../matching/principal.ts";
import type { CompiledStatement } from "./compiled.ts";
import type { RequestView } from "./request-view.ts";
import type { Candidate, ResourceNode } from "./resource-tree.ts";
import type { StatementIndex } from "./statement-index.ts";

/** A layer's policies, ready to be asked: one index, or one for each level of an organisation. */
export type Levels = readonly StatementIndex[];

/** An Allow that applies, and how firmly it names the caller. */
export interface Granted {
  readonly statement: CompiledStatement;
  readonly grant: Grant;
}

const firmness: Readonly<Record<Grant, number>> = { none: 0, account: 1, limited: 2, direct: 3 };

/** A Deny that applies, of whichever level. */
export function findDeny(levels: Levels, view: RequestView): CompiledStatement | undefined {
  for (const index of levels) {
    const found = firmest(index.find(view.action).denies, view, firmness.account);
    if (found !== undefined) return found.statement;
  }
  return undefined;
}

/** An Allow that applies, the firmest if it names principals. Levels stand above one another: each must allow. */
export function findAllow(levels: Levels, view: RequestView): Granted | undefined {
  let found: Granted | undefined;
  for (const index of levels) {
    found = firmest(index.find(view.action).allows, view, firmness.direct);
    if (found === undefined) return undefined;
  }
  return found;
}

/** The statement that names the caller most firmly; one of `enough` firmness ends the search. */
function firmest(tree: ResourceNode, view: RequestView, enough: number): Granted | undefined {
  const { resource } = view;
  let best: Granted | undefined;
  for (let node: ResourceNode | undefined = tree; node !== undefined; node = node.next(resource)) {
    best = firmer(node.beginning, view, enough, best);
    if (node.depth === resource.length) best = firmer(node.whole, view, enough, best);
    if (best !== undefined && firmness[best.grant] >= enough) return best;
  }
  return best;
}

function firmer(
  candidates: readonly Candidate[],
  view: RequestView,
  enough: number,
  best: Granted | undefined,
): Granted | undefined {
  for (const { statement, test } of candidates) {
    if (test !== undefined && !test(view)) continue;
    const grant = grantOf(statement, view);
    if (grant === "none") continue;
    if (best !== undefined && firmness[grant] <= firmness[best.grant]) continue;
    best = { statement, grant };
    if (firmness[grant] >= enough) return best;
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
