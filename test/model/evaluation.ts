/** One decision, layer by layer. AWS: IAM user guide, "Policy evaluation logic". */
import type { Decision, Layer, PolicyKind, PrincipalFacts } from "../../src/policy/index.ts";
import { type Context, holds, variablesOf } from "./conditions.ts";
import { type ModelStatement, type PolicyJson, readPolicy } from "./document.ts";
import { accountInArn, takesAction, takesResource } from "./matching.ts";
import { type Grant, grantOf, grants } from "./principals.ts";
import { all, type Truth } from "./truth.ts";

export interface ModelLayers {
  readonly scp?: readonly (readonly PolicyJson[])[];
  readonly rcp?: readonly (readonly PolicyJson[])[];
  readonly vpce?: readonly PolicyJson[];
  readonly resource?: readonly PolicyJson[];
  readonly trust?: PolicyJson;
  readonly identity: readonly PolicyJson[];
  readonly boundary?: PolicyJson;
  readonly session?: readonly PolicyJson[];
}

export interface Question {
  readonly principal: PrincipalFacts;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccountId?: string;
  readonly resourceMustAllow?: boolean;
  readonly context: Context;
}

/** A statement by the name of its layer, the place of its policy in there, and its place in the policy. */
export type StatementName = `${Layer} ${string} ${number}`;

/** What the engine must answer. */
export interface ModelDecision extends Pick<Decision, "outcome" | "layer" | "crossAccount"> {
  /** A Deny that applies, or each Allow that applies in a layer that was needed: the engine names one of each layer. */
  readonly determining: ReadonlyMap<Layer, readonly StatementName[]>;
  readonly unreadable: readonly string[];
}

/** Levels above one another, policies side by side in each; most layers have one level. */
type Levels = readonly (readonly {
  readonly name: string;
  readonly statements: readonly ModelStatement[] | undefined;
}[])[];

interface Verdict {
  readonly denies: readonly StatementName[];
  /** At each level. */
  readonly allows: readonly (readonly { readonly name: StatementName; readonly grant: Grant }[])[];
}

/** In this order a layer is named when several refuse. */
const order: readonly Layer[] = [
  ...(["scp", "rcp", "vpce", "resource", "trust", "identity", "boundary", "session"] as const),
];

export function decide(layers: ModelLayers, question: Question): ModelDecision {
  const { principal } = question;
  const account = "accountId" in principal ? principal.accountId : undefined;
  const owner = question.resourceAccountId ?? accountInArn(question.resource) ?? account;
  const crossAccount = account !== undefined && owner !== account;
  if (isUngoverned(question))
    return { outcome: "allow", layer: undefined, crossAccount, determining: new Map(), unreadable: [] };

  const asked = layersOf(layers, principal);
  const unreadable = [...asked.values()]
    .flat(2)
    .flatMap(({ name, statements }) => (statements === undefined ? [name] : []));
  const verdicts = new Map([...asked].map(([layer, levels]) => [layer, judge(layer, levels, question)]));

  for (const layer of order) {
    const denies = verdicts.get(layer)?.denies ?? [];
    if (denies.length > 0)
      return {
        outcome: "explicitDeny",
        layer,
        crossAccount,
        determining: new Map([[layer, denies]]),
        unreadable,
      };
  }
  const determining = new Map<Layer, readonly StatementName[]>();
  for (const layer of neededLayers(question, verdicts, crossAccount)) {
    const verdict = verdicts.get(layer);
    if (!allows(verdict))
      return { outcome: "implicitDeny", layer, crossAccount, determining: new Map(), unreadable };
    determining.set(layer, firmestOf(verdict));
  }
  return { outcome: "allow", layer: undefined, crossAccount, determining, unreadable };
}

/** AWS: GetCallerIdentity cannot be denied; no policy can allow or deny GetSessionToken to a user or root. */
function isUngoverned({ action, principal }: Question): boolean {
  const name = action.toLowerCase();
  if (name === "sts:getcalleridentity") return "accountId" in principal;
  return name === "sts:getsessiontoken" && ["user", "root"].includes(principal.type);
}

/**
 * The layers that have a say about this kind of caller.
 * | | anonymous, service, unsigned federation | root | others |
 * |---|---|---|---|
 * | SCP, identity, session | | yes | yes |
 * | boundary | | | yes |
 * | RCP, VPC endpoint, resource, trust | yes | yes | yes |
 */
function layersOf(layers: ModelLayers, caller: PrincipalFacts): ReadonlyMap<Layer, Levels> {
  const found = new Map<Layer, Levels>();
  const hasAccount = "accountId" in caller;
  const add = (layer: Layer, levels: readonly (readonly PolicyJson[])[] | undefined): void => {
    if (levels === undefined) return;
    const read = (policy: PolicyJson, level: number, place: number) => ({
      name: `${level}.${place}`,
      statements: readPolicy(policy, layer satisfies PolicyKind),
    });
    found.set(
      layer,
      levels.map((level, at) => level.map((policy, place) => read(policy, at, place))),
    );
  };
  const { scp, rcp, vpce, resource, trust, identity, boundary, session } = layers;
  if (hasAccount) add("scp", scp);
  add("rcp", rcp);
  add("vpce", vpce && [vpce]);
  add("resource", resource && [resource]);
  add("trust", trust === undefined ? undefined : [[trust]]);
  if (hasAccount) add("identity", [identity]);
  if (hasAccount && caller.type !== "root")
    add("boundary", boundary === undefined ? undefined : [[boundary]]);
  if (hasAccount) add("session", session && [session]);
  return found;
}

/** Every statement of the layer that applies to the question. */
function judge(layer: Layer, levels: Levels, question: Question): Verdict {
  const applying = levels.map((level) =>
    level.flatMap(({ name: policy, statements = [] }) =>
      statements.flatMap((statement) => {
        const name: StatementName = `${layer} ${policy} ${statement.index}`;
        const grant = applies(statement, question);
        return grant === "none" ? [] : [{ name, grant, effect: statement.effect }];
      }),
    ),
  );
  return {
    denies: applying.flat().flatMap(({ name, effect }) => (effect === "Deny" ? [name] : [])),
    allows: applying.map((level) => level.filter(({ effect }) => effect === "Allow")),
  };
}

/** How firmly the statement applies to the question: an Allow when everything in it is true, a Deny when nothing is false. */
function applies(statement: ModelStatement, question: Question): Grant {
  const { effect, action, resource, conditions, strange, variables, kind } = statement;
  const source = variables ? variablesOf(question.context) : undefined;
  const grant = grantOf(statement, question.principal);
  const ownResource = kind === "resource" || kind === "trust";
  const truth = all([
    strange ? "unknown" : true,
    typeof action === "string" ? "unknown" : takesAction(action, question.action),
    resource === "missing" && ownResource
      ? true
      : typeof resource === "string"
        ? "unknown"
        : takesResource(resource, question.resource, source),
    grant === "unknown" ? "unknown" : grant !== "none",
    ...conditions.map(
      (condition): Truth =>
        condition === "malformed" ? "unknown" : holds(condition, question.context, variables),
    ),
  ]);
  if (effect === "Deny") return truth === false ? "none" : "direct";
  return truth === true && grant !== "unknown" ? grant : "none";
}

/** Each level must allow, and there must be one. */
function allows(verdict: Verdict | undefined): verdict is Verdict {
  return (
    verdict !== undefined && verdict.allows.length > 0 && verdict.allows.every((level) => level.length > 0)
  );
}

function grantIn(verdict: Verdict | undefined): Grant {
  const found = (verdict?.allows ?? []).flat().map(({ grant }) => grants.indexOf(grant));
  return grants[Math.max(0, ...found)] ?? "none";
}

/** The Allows that name the caller as firmly as any. */
function firmestOf(verdict: Verdict): readonly StatementName[] {
  return verdict.allows.flatMap((level) => {
    const best = grantIn({ denies: [], allows: [level] });
    return level.filter(({ grant }) => grant === best).map(({ name }) => name);
  });
}

/**
 * The layers that must allow, in the order in which a silent one is named. In one account, all layers silent:
 * | resource policy or trust names | identity | boundary | session |
 * |---|---|---|---|
 * | this very caller, or everybody (direct) | | | |
 * | the role or user behind it (limited) | | needed | needed |
 * | its account, or not at all | needed | needed | needed |
 * Across accounts nothing is spared, and the resource must allow. Filters are always needed where there are any.
 */
function neededLayers(
  { principal, resourceMustAllow = false }: Question,
  verdicts: ReadonlyMap<Layer, Verdict>,
  crossAccount: boolean,
): readonly Layer[] {
  const own: Layer = verdicts.has("trust") ? "trust" : "resource";
  const hasAccount = "accountId" in principal;
  const grant = crossAccount ? "none" : grantIn(verdicts.get(own));
  const spared = grant === "direct" || grant === "limited";
  // Root may do everything, and so may whom root federated.
  const impliedByRoot =
    principal.type === "root" || (principal.type === "federated" && principal.userArn === undefined);
  const filtered = hasAccount && grant !== "direct";
  const needed: Record<Layer, boolean> = {
    scp: verdicts.has("scp"),
    rcp: verdicts.has("rcp"),
    vpce: verdicts.has("vpce"),
    resource: own === "resource" && (spared || !hasAccount || crossAccount || resourceMustAllow),
    trust: own === "trust",
    identity: hasAccount && !spared && !impliedByRoot,
    boundary: filtered && verdicts.has("boundary"),
    // AWS: a federated user has what its session policy gives: none gives nothing.
    session: filtered && (verdicts.has("session") || principal.type === "federated"),
  };
  return order.filter((layer) => needed[layer]);
}
