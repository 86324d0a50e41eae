/** The engine under measurement: documents compiled, questions read, and the loop that is timed. */
import {
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  type EvaluationRequest,
  evaluate,
  type PolicyKind,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import type { Layer, Policies } from "./corpus.ts";
import { type Ask, principal, type Statement, withResourcePolicy } from "./world.ts";

export interface Compiled {
  readonly layers: PolicyLayers;
  /** For resources that have no policy of their own. */
  readonly withoutResource: PolicyLayers;
}

/** Each document's text, as it would come from a store. */
export function textsOf(layer: Layer): readonly string[] {
  return layer.map((statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}

export function compileLayers(policies: Policies): Compiled {
  const list = (layer: Layer, kind: PolicyKind): CompiledPolicy[] =>
    textsOf(layer).map((text, at) => compilePolicy(text, kind, `${kind}/${at}`));
  const [boundary] = list(policies.boundary, "boundary");
  const session = policies.session.length === 0 ? undefined : list(policies.session, "session");
  const withoutResource = { identity: list(policies.identity, "identity"), boundary, session };
  const resource = policies.resource.length === 0 ? undefined : list(policies.resource, "resource");
  return { withoutResource, layers: { ...withoutResource, resource } };
}

/** Action names as a service's router knows them: one text for each, however often it is asked for. */
const routed = new Map<string, string>();

/** Questions as JSON → requests. Every text but the action's name is new. */
export function readRequests(
  questions: readonly string[],
  { layers, withoutResource }: Compiled,
): EvaluationRequest[] {
  return questions.map((question) => {
    const { action, resource, context }: Ask = JSON.parse(question);
    const name = routed.get(action) ?? action;
    routed.set(name, name);
    const own = withResourcePolicy.has(name.slice(0, name.indexOf(":")));
    return {
      principal,
      action: name,
      resource,
      context: new Map(Object.entries(context)),
      layers: own ? layers : withoutResource,
    };
  });
}

export type Outcomes = Record<Decision["outcome"], number>;

/** What is timed. */
export function decideAll(requests: readonly EvaluationRequest[]): Outcomes {
  const outcomes: Outcomes = { allow: 0, implicitDeny: 0, explicitDeny: 0 };
  for (const request of requests) outcomes[evaluate(request).outcome] += 1;
  return outcomes;
}

/** How the questions come out, and how many are decided by a statement with a condition, or with a wildcard or variable. */
export interface Mix {
  readonly outcomes: Outcomes;
  readonly conditions: number;
  readonly wildcards: number;
}

export function describeMix(requests: readonly EvaluationRequest[], policies: Policies): Mix {
  const outcomes: Outcomes = { allow: 0, implicitDeny: 0, explicitDeny: 0 };
  let conditions = 0;
  let wildcards = 0;
  for (const request of requests) {
    const { outcome, statements } = evaluate(request);
    outcomes[outcome] += 1;
    // The ceilings of boundary and session have both; they are not counted.
    const deciding = statements.map((ref) => find(policies, ref)).filter((found) => !isCeiling(found));
    if (deciding.some(({ Condition }) => Condition !== undefined)) conditions += 1;
    if (deciding.some(({ Resource }) => Resource.some((text) => /[*?$]/.test(text)))) wildcards += 1;
  }
  return { outcomes, conditions, wildcards };
}

function find(policies: Policies, ref: Decision["statements"][number]): Statement {
  const [kind, at] = (ref.source ?? "").split("/");
  const layer = policies[kind as "identity" | "boundary" | "session" | "resource"];
  const found = layer[Number(at)]?.[ref.index];
  if (found === undefined) throw new Error(`no statement ${ref.source} ${ref.index}`);
  return found;
}

function isCeiling({ Effect, Action }: Statement): boolean {
  return Effect === "Allow" && (Action?.length ?? 0) > 5;
}
