/** What one layer says about one request. */
import type { Grant } from "../matching/principal.ts";
import type { CompiledStatement } from "./compiled.ts";
import type { RequestView } from "./request-view.ts";
import type { Candidate, ResourceNode } from "./resource-tree.ts";
import type { Candidates } from "./statement-index.ts";

/** A layer's statements that take the action: one list of policies, or one for each level of an organisation. */
export type Levels = readonly Candidates[];

/** An Allow that applies, and how firmly it names the caller. */
export interface Granted {
  readonly statement: CompiledStatement;
  readonly grant: Grant;
}

const firmness: Readonly<Record<Grant, number>> = { none: 0, account: 1, limited: 2, direct: 3 };

/** A Deny that applies, of whichever level. */
export function findDeny(levels: Levels, view: RequestView): CompiledStatement | undefined {
  for (const { denies } of levels) {
    const found = firmest(denies, view, "account");
    if (found !== undefined) return found.statement;
  }
  return undefined;
}

/** An Allow that applies, the firmest if it names principals. Levels stand above one another: each must allow. */
export function findAllow(levels: Levels, view: RequestView): Granted | undefined {
  let found: Granted | undefined;
  for (const { allows } of levels) {
    found = firmest(allows, view, "direct");
    if (found === undefined) return undefined;
  }
  return found;
}

/** The statement that names the caller most firmly; one of `enough` firmness ends the search. */
function firmest(tree: ResourceNode, view: RequestView, enough: Enough): Granted | undefined {
  const { resource } = view;
  let best: Granted | undefined;
  for (let node: ResourceNode | undefined = tree; node !== undefined; node = node.next(resource)) {
    best = firmer(node.beginning, view, enough, best);
    if (node.depth === resource.length) best = firmer(node.whole, view, enough, best);
    if (best !== undefined && isEnough(best.grant, enough)) return best;
  }
  return best;
}

/** A Deny may name the caller in any way; of Allows the firmest counts. */
type Enough = "account" | "direct";

function isEnough(grant: Grant, enough: Enough): boolean {
  return grant === "direct" || enough === "account";
}

function firmer(
  candidates: readonly Candidate[],
  view: RequestView,
  enough: Enough,
  best: Granted | undefined,
): Granted | undefined {
  for (const { statement, test } of candidates) {
    if (test !== undefined && !test(view)) continue;
    const grant = grantOf(statement, view);
    if (grant === "none") continue;
    if (isEnough(grant, enough)) return { statement, grant };
    if (best === undefined || firmness[grant] > firmness[best.grant]) best = { statement, grant };
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
