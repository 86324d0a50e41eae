/** The engine asked what the model is asked: policies compiled once, then question after question. */
import {
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  type PolicyKind,
  type PolicyLayers,
} from "../../../src/policy/index.ts";
import type { ModelLayers, PolicyJson, Question } from "../index.ts";

/** Policies are named by level and place, as the model names them. */
export function compileLayers({
  scp,
  rcp,
  vpce,
  resource,
  trust,
  identity,
  boundary,
  session,
}: ModelLayers): PolicyLayers {
  const one = (kind: PolicyKind, policy: PolicyJson, name = "0.0"): CompiledPolicy =>
    compilePolicy(textOf(policy), kind, name);
  const list = (kind: PolicyKind, policies: readonly PolicyJson[], level = 0): readonly CompiledPolicy[] =>
    policies.map((policy, place) => one(kind, policy, `${level}.${place}`));
  return {
    scp: scp?.map((level, at) => list("scp", level, at)),
    rcp: rcp?.map((level, at) => list("rcp", level, at)),
    vpce: vpce && list("vpce", vpce),
    resource: resource && list("resource", resource),
    trust: trust === undefined ? undefined : one("trust", trust),
    identity: list("identity", identity),
    boundary: boundary === undefined ? undefined : one("boundary", boundary),
    session: session && list("session", session),
  };
}

export function ask(layers: PolicyLayers, { context, ...question }: Question): Decision {
  const byLowerCaseKey = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return evaluate({ ...question, context: byLowerCaseKey, layers });
}

export function textOf(policy: PolicyJson): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}
