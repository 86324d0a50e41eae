/** The story of one decision. AWS: IAM user guide, "Policy evaluation logic". */
import type { Decision, EvaluationRequest, Layer, PrincipalFacts, StatementRef } from "../types.ts";
import type { CompiledStatement } from "./compiled.ts";
import { judgeLevels, judgePolicies, judgePolicy, type Verdict } from "./layer.ts";
import { RequestView } from "./request-view.ts";

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

/** undefined: the layer has no say. */
export type Verdicts = Readonly<Record<Layer, Verdict | undefined>>;

/**
 * Decides one request: an explicit deny anywhere wins; then every layer that is needed must allow.
 * Never throws for the content of a policy; what no policy allows is refused.
 */
export function evaluate(request: EvaluationRequest): Decision {
  const view = new RequestView(request);
  const { crossAccount } = view;
  if (isUngoverned(view.action, request.principal))
    return {
      allowed: true,
      outcome: "allow",
      layer: undefined,
      statements: [],
      crossAccount,
      unreadable: [],
    };
  const verdicts = judge(request, view);
  const { unreadable } = view;
  const deny = firstDeny(verdicts);
  if (deny !== undefined) {
    const { layer } = deny;
    return {
      allowed: false,
      outcome: "explicitDeny",
      layer,
      statements: [deny],
      crossAccount,
      unreadable,
    };
  }
  const statements: StatementRef[] = [];
  for (const layer of neededLayers(request, verdicts, view)) {
    const allow = verdicts[layer]?.allow;
    if (allow === undefined)
      return { allowed: false, outcome: "implicitDeny", layer, statements: [], crossAccount, unreadable };
    statements.push(referTo(allow, layer));
  }
  return { allowed: true, outcome: "allow", layer: undefined, statements, crossAccount, unreadable };
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

/** Asks every layer that applies to this kind of caller. */
export function judge({ principal, layers }: EvaluationRequest, view: RequestView): Verdicts {
  const { signed } = view;
  const { scp, rcp, vpce, resource, trust, identity, boundary, session } = layers;
  return {
    scp: signed && scp !== undefined ? judgeLevels(scp, view) : undefined,
    rcp: rcp === undefined ? undefined : judgeLevels(rcp, view),
    vpce: vpce === undefined ? undefined : judgePolicies(vpce, view),
    resource: resource === undefined ? undefined : judgePolicies(resource, view),
    trust: trust === undefined ? undefined : judgePolicy(trust, view),
    identity: signed ? judgePolicies(identity, view) : undefined,
    boundary:
      signed && principal.type !== "root" && boundary !== undefined ? judgePolicy(boundary, view) : undefined,
    session: signed && session !== undefined ? judgePolicies(session, view) : undefined,
  };
}

/** The Deny to name, of the layers in their order. */
function firstDeny(verdicts: Verdicts): StatementRef | undefined {
  const { scp, rcp, vpce, resource, trust, identity, boundary, session } = verdicts;
  const any =
    scp?.deny ??
    rcp?.deny ??
    vpce?.deny ??
    resource?.deny ??
    trust?.deny ??
    identity?.deny ??
    boundary?.deny ??
    session?.deny;
  if (any === undefined) return undefined;
  const layer = layerOrder.find((each) => verdicts[each]?.deny !== undefined);
  return layer && referTo(any, layer);
}

/**
 * The layers whose Allow is needed, in the order in which a silent one is named.
 * In the caller's own account a grant by the resource to this very caller needs no other, and one to the role or user
 * behind a session only makes up for the identity's policies; across accounts both sides must allow.
 */
export function neededLayers(
  request: EvaluationRequest,
  verdicts: Verdicts,
  view: RequestView,
): readonly Layer[] {
  const needed: Layer[] = [];
  if (verdicts.scp !== undefined) needed.push("scp");
  if (verdicts.rcp !== undefined) needed.push("rcp");
  if (verdicts.vpce !== undefined) needed.push("vpce");
  const { signed } = view;
  const own: Layer = verdicts.trust === undefined ? "resource" : "trust";
  const mustAllow = own === "trust" || request.resourceMustAllow === true;
  if (mustAllow || !signed || view.crossAccount) needed.push(own);
  const grant = view.crossAccount ? "none" : (verdicts[own]?.grant ?? "none");
  if (!signed) return needed;
  if (grant === "direct") return needed.includes(own) ? needed : [...needed, own];
  if (grant === "limited") {
    if (!needed.includes(own)) needed.push(own);
  } else if (!isImplied(request)) needed.push("identity");
  if (verdicts.boundary !== undefined) needed.push("boundary");
  // AWS: a federated user has what its session policy gives, so that none gives nothing.
  if (verdicts.session !== undefined || request.principal.type === "federated") needed.push("session");
  return needed;
}

/** Root may do everything in its account, and so may whom root federates, within the session policy. */
function isImplied({ principal }: EvaluationRequest): boolean {
  return principal.type === "root" || (principal.type === "federated" && principal.userArn === undefined);
}

function referTo({ source, index, sid, position }: CompiledStatement, layer: Layer): StatementRef {
  return { layer, source, index, sid, position };
}
