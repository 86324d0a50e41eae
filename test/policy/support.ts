/** Requests as the vectors write them: policies as JSON or text, the context as an object. */
import {
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  type EvaluationRequest,
  type PolicyKind,
  type PrincipalFacts,
} from "../../src/policy/index.ts";

/** JSON, or a text that may be none. */
export type PolicyText = string | object;

export interface LayerTexts {
  readonly scp?: readonly (readonly PolicyText[])[];
  readonly rcp?: readonly (readonly PolicyText[])[];
  readonly vpce?: readonly PolicyText[];
  readonly resource?: readonly PolicyText[];
  readonly trust?: PolicyText;
  readonly identity: readonly PolicyText[];
  readonly boundary?: PolicyText;
  readonly session?: readonly PolicyText[];
}

export interface RequestText {
  readonly principal: PrincipalFacts;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccountId?: string;
  readonly resourceMustAllow?: boolean;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly layers: LayerTexts;
}

export function compile(policy: PolicyText, kind: PolicyKind, source: string): CompiledPolicy {
  return compilePolicy(typeof policy === "string" ? policy : JSON.stringify(policy), kind, source);
}

export function requestOf(given: RequestText): EvaluationRequest {
  const { layers } = given;
  const list = (kind: PolicyKind, policies: readonly PolicyText[]): CompiledPolicy[] =>
    policies.map((policy, index) => compile(policy, kind, `${kind}-${index}`));
  const context = new Map(
    Object.entries(given.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return {
    principal: given.principal,
    action: given.action,
    resource: given.resource,
    resourceAccountId: given.resourceAccountId,
    resourceMustAllow: given.resourceMustAllow,
    context,
    layers: {
      scp: layers.scp?.map((level) => list("scp", level)),
      rcp: layers.rcp?.map((level) => list("rcp", level)),
      vpce: layers.vpce === undefined ? undefined : list("vpce", layers.vpce),
      resource: layers.resource === undefined ? undefined : list("resource", layers.resource),
      trust: layers.trust === undefined ? undefined : compile(layers.trust, "trust", "trust"),
      identity: list("identity", layers.identity),
      boundary: layers.boundary === undefined ? undefined : compile(layers.boundary, "boundary", "boundary"),
      session: layers.session === undefined ? undefined : list("session", layers.session),
    },
  };
}
