/** A case that the comparison came upon → a request, asked of the engine with the policies of either side. */
import { compilePolicy } from "../evaluation/compile.ts";
import type { CompiledPolicy } from "../evaluation/compiled.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type {
  ContextValue,
  Decision,
  EvaluationRequest,
  PolicyKind,
  PolicyLayers,
  StatementRef,
} from "../types.ts";
import type { ActionChoice } from "./actions.ts";
import type { PrincipalChoice } from "./principals.ts";
import type { DiffStatement } from "./side.ts";
import type { Difference, Direction, ResponsibleStatement, SideName } from "./types.ts";

/** What is compared. */
export interface Comparison {
  readonly kind: PolicyKind;
  readonly policies: Readonly<Record<SideName, readonly CompiledPolicy[]>>;
  readonly statements: Readonly<Record<SideName, readonly DiffStatement[]>>;
  /** A condition key as the policies write it. */
  readonly nameOf: (lowerCaseKey: string) => string;
}

export interface Case {
  readonly action: ActionChoice;
  readonly principal: PrincipalChoice;
  readonly resource: string;
  /** undefined: absent. */
  readonly values: ReadonlyMap<string, ContextValue | undefined>;
}

/** Kinds whose policies name principals. */
const principalKinds: ReadonlySet<PolicyKind> = new Set(["resource", "trust", "rcp", "vpce"]);

const everything = compilePolicy(
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  "identity",
);
const allowsEverything: readonly CompiledPolicy[] = [everything];
const nothing: readonly CompiledPolicy[] = [];

/** undefined when the engine answers the same for both sides. */
export function confirm(comparison: Comparison, found: Case): Difference | undefined {
  const requests = {
    old: requestOf(comparison, "old", found),
    new: requestOf(comparison, "new", found),
  };
  const before = evaluate(requests.old);
  const after = evaluate(requests.new);
  if (before.allowed === after.allowed) return undefined;
  const direction: Direction = after.allowed ? "added" : "removed";
  const [allowed, refused] = after.allowed ? [after, before] : [before, after];
  const [allowing, refusing] = after.allowed ? (["new", "old"] as const) : (["old", "new"] as const);
  const responsible =
    refused.outcome === "explicitDeny"
      ? responsibleFor(comparison, refusing, refused, "Deny")
      : responsibleFor(comparison, allowing, allowed, "Allow");
  if (responsible === undefined) return undefined;
  const { values, principal } = found;
  const present = [...values].flatMap(([key, value]) =>
    value === undefined ? [] : [[comparison.nameOf(key), value] as const],
  );
  return {
    direction,
    action: found.action.action,
    otherActions: [],
    resource: found.resource,
    principal: principalKinds.has(comparison.kind) ? principal.facts : undefined,
    alone: principal.alone,
    context: Object.fromEntries(present),
    absent: [...values.keys()].filter((key) => values.get(key) === undefined).map(comparison.nameOf),
    responsible,
    requests,
  };
}

function requestOf({ kind, policies }: Comparison, side: SideName, found: Case): EvaluationRequest {
  const { principal, action, resource, values } = found;
  const { facts, alone } = principal;
  return {
    principal: facts,
    action: action.action,
    resource,
    resourceAccountId: "accountId" in facts ? facts.accountId : undefined,
    // Otherwise what the caller's own policies allow would hide what the compared ones say.
    resourceMustAllow: principalKinds.has(kind),
    context: { get: (key) => values.get(key) },
    layers: layersOf(kind, policies[side], facts.type === "federated", alone),
  };
}

function layersOf(
  kind: PolicyKind,
  policies: readonly CompiledPolicy[],
  federated: boolean,
  alone: boolean,
): PolicyLayers {
  if (!principalKinds.has(kind)) return { identity: policies };
  return {
    identity: alone ? nothing : allowsEverything,
    resource: policies,
    // A federated user without a session policy may do nothing.
    session: federated ? allowsEverything : undefined,
  };
}

function responsibleFor(
  { kind }: Comparison,
  side: SideName,
  decision: Decision,
  effect: "Allow" | "Deny",
): ResponsibleStatement | undefined {
  const layer = principalKinds.has(kind) ? "resource" : "identity";
  const ref = decision.statements.find((statement) => statement.layer === layer);
  return ref === undefined ? undefined : { side, effect, ...placeOf(ref) };
}

function placeOf({
  source,
  index,
  sid,
  position,
}: StatementRef): Omit<ResponsibleStatement, "side" | "effect"> {
  return { source, index, sid, position };
}
