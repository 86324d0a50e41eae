/** The story of one decision. AWS: IAM user guide, "Policy evaluation logic". */

import type { Grant } from "../matching/principal.ts";
import type { Decision, EvaluationRequest, Layer, PrincipalFacts, StatementRef } from "../types.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";
import { findAllow, findDeny, type Granted, type Levels } from "./layer.ts";
import { RequestView } from "./request-view.ts";
import { linkPolicies, nameOf } from "./statement-index.ts";

/** In this order a layer is named when several refuse. */
export const layerOrder: readonly Layer[] = [
  "scp",
  "rcp",
  "vpce",
  "resource",
  "trust",
  "identity",
  "boundary",
  "session",
];

/** What each layer brings; undefined: the layer has no say. */
export type Consulted = Readonly<Record<Layer, Levels | undefined>>;

/**
 * Decides one request: an explicit deny anywhere wins; then every layer that is needed must allow.
 * Never throws for the content of a policy; what no policy allows is refused.
 */
export function evaluate(request: EvaluationRequest): Decision {
  const view = new RequestView(request);
  if (isUngoverned(view.action, request.principal)) return allow([], view);
  const consulted = consult(request, view);
  const deny = denyOf(consulted, view);
  if (deny !== undefined) return refuse("explicitDeny", deny.layer, [deny], view);
  const own = ownLayer(consulted);
  const granted = allowIn(consulted, own, view);
  const statements: StatementRef[] = [];
  for (const layer of neededLayers(request, consulted, granted?.grant ?? "none", view)) {
    const found = layer === own ? granted : allowIn(consulted, layer, view);
    if (found === undefined) return refuse("implicitDeny", layer, [], view);
    statements.push(referTo(found.statement, layer));
  }
  return allow(statements, view);
}

/** Layer by layer in their order; written out, since every decision comes by. */
function denyOf(consulted: Consulted, view: RequestView): StatementRef | undefined {
  const { scp, rcp, vpce, resource, trust, identity, boundary, session } = consulted;
  return (
    denyIn(scp, "scp", view) ??
    denyIn(rcp, "rcp", view) ??
    denyIn(vpce, "vpce", view) ??
    denyIn(resource, "resource", view) ??
    denyIn(trust, "trust", view) ??
    denyIn(identity, "identity", view) ??
    denyIn(boundary, "boundary", view) ??
    denyIn(session, "session", view)
  );
}

function denyIn(levels: Levels | undefined, layer: Layer, view: RequestView): StatementRef | undefined {
  const deny = levels && findDeny(levels, view);
  return deny && referTo(deny, layer);
}

function allow(statements: readonly StatementRef[], { crossAccount, unreadable }: RequestView): Decision {
  return { allowed: true, outcome: "allow", layer: undefined, statements, crossAccount, unreadable };
}

function refuse(
  outcome: "explicitDeny" | "implicitDeny",
  layer: Layer,
  statements: readonly StatementRef[],
  { crossAccount, unreadable }: RequestView,
): Decision {
  return { allowed: false, outcome, layer, statements, crossAccount, unreadable };
}

/**
 * AWS: GetCallerIdentity needs no permission and no deny takes it away; GetSessionToken no policy can allow or deny.
 * Whether a kind of credential may call them at all is not a question of policies.
 */
export function isUngoverned(lowerCaseAction: string, principal: PrincipalFacts): boolean {
  if (lowerCaseAction === "sts:getcalleridentity") return "accountId" in principal;
  return (
    lowerCaseAction === "sts:getsessiontoken" && (principal.type === "user" || principal.type === "root")
  );
}

/** The policies of every layer that concerns this kind of caller. */
export function consult({ principal, layers }: EvaluationRequest, view: RequestView): Consulted {
  const { signed } = view;
  const { scp, rcp, vpce, resource, trust, identity, boundary, session } = layers;
  return {
    scp: signed ? linkLevels(scp, view) : undefined,
    rcp: linkLevels(rcp, view),
    vpce: linkList(vpce, view),
    resource: linkList(resource, view),
    trust: linkOne(trust, view),
    identity: signed ? linkList(identity, view) : undefined,
    boundary: signed && principal.type !== "root" ? linkOne(boundary, view) : undefined,
    session: signed ? linkList(session, view) : undefined,
  };
}

function linkLevels(
  levels: readonly (readonly CompiledPolicy[])[] | undefined,
  view: RequestView,
): Levels | undefined {
  return levels?.flatMap((policies) => linkList(policies, view) ?? []);
}

function linkList(policies: readonly CompiledPolicy[] | undefined, view: RequestView): Levels | undefined {
  if (policies === undefined) return undefined;
  const { statements, unreadable } = linkPolicies(policies);
  if (unreadable.length > 0) view.noteUnreadable(unreadable);
  return statements.find(view.action);
}

function linkOne(policy: CompiledPolicy | undefined, view: RequestView): Levels | undefined {
  if (policy === undefined) return undefined;
  if (policy.unreadable) view.noteUnreadable([nameOf(policy)]);
  return policy.statements.find(view.action);
}

function allowIn(consulted: Consulted, layer: Layer, view: RequestView): Granted | undefined {
  const levels = levelsOf(consulted, layer);
  return levels && findAllow(levels, view);
}

/** `consulted[layer]`, faster: each of these is a place known beforehand. */
function levelsOf(consulted: Consulted, layer: Layer): Levels | undefined {
  if (layer === "identity") return consulted.identity;
  if (layer === "boundary") return consulted.boundary;
  if (layer === "session") return consulted.session;
  if (layer === "resource") return consulted.resource;
  return consulted[layer];
}

/** Where the resource speaks for itself: a role in its trust policy, anything else in its resource-based ones. */
export function ownLayer({ trust }: Consulted): "resource" | "trust" {
  return trust === undefined ? "resource" : "trust";
}

/**
 * The layers whose Allow is needed, in the order in which a silent one is named.
 * In the caller's own account a grant by the resource to this very caller needs no other, and one to the role or user
 * behind a session only makes up for the identity's policies; across accounts both sides must allow.
 * `granted`: how firmly the resource's own layer names the caller.
 */
export function neededLayers(
  request: EvaluationRequest,
  consulted: Consulted,
  granted: Grant,
  view: RequestView,
): readonly Layer[] {
  const needed: Layer[] = [];
  if (consulted.scp !== undefined) needed.push("scp");
  if (consulted.rcp !== undefined) needed.push("rcp");
  if (consulted.vpce !== undefined) needed.push("vpce");
  const { signed } = view;
  const own = ownLayer(consulted);
  const mustAllow = own === "trust" || request.resourceMustAllow === true;
  if (mustAllow || !signed || view.crossAccount) needed.push(own);
  const grant = view.crossAccount ? "none" : granted;
  if (!signed) return needed;
  if (grant === "direct") return needed.includes(own) ? needed : [...needed, own];
  if (grant === "limited") {
    if (!needed.includes(own)) needed.push(own);
  } else if (!isImplied(request)) needed.push("identity");
  if (consulted.boundary !== undefined) needed.push("boundary");
  // AWS: a federated user has what its session policy gives, so that none gives nothing.
  if (consulted.session !== undefined || request.principal.type === "federated") needed.push("session");
  return needed;
}

/** Root may do everything in its account, and so may whom root federates, within the session policy. */
function isImplied({ principal }: EvaluationRequest): boolean {
  return principal.type === "root" || (principal.type === "federated" && principal.userArn === undefined);
}

function referTo({ source, index, sid, position }: CompiledStatement, layer: Layer): StatementRef {
  return { layer, source, index, sid, position };
}
