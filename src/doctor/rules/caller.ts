/** What the caller's own policies say to a refused call, where they may be read: asked of the engine that AWS's grammar has. */
import {
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  type Decision,
  type EvaluationRequest,
  evaluate,
  listContextKeys,
  parsePolicy,
  parsePrincipal,
  principalContext,
} from "../../policy/index.ts";
import type { CallerPolicy, Facts } from "../facts.ts";
import { type Denial, roleOfSession } from "../symptom/index.ts";
import { documentOf } from "./lines.ts";
import { type StatementJson, statementsOf } from "./statements.ts";
import {
  assumeRoleDenial,
  givenContext,
  isOfRole,
  mfaContext,
  principalOf,
  whatTrustLacks,
} from "./trust.ts";

export type CallerLack =
  | {
      readonly kind: "deny";
      /** What denies; undefined where it is known only that something does. */
      readonly by: Denying | undefined;
      /** What the simulator calls the policies that decided. */
      readonly simulated?: readonly string[];
      /** Whether nothing that is not known here has a say in it. */
      readonly isSure: boolean;
    }
  /** Nothing allows it. */
  | { readonly kind: "permission" }
  /** Its policies allow it. */
  | { readonly kind: "nothing" };

export interface Denying {
  readonly policy: CallerPolicy;
  /** From 0. */
  readonly index: number;
  readonly statement: StatementJson;
}

/** undefined where no refusal is shown, or where too little can be read. */
export function whatCallerLacks(facts: Facts): CallerLack | undefined {
  const denial = facts.symptom?.denial;
  if (denial === undefined || facts.symptom?.by !== "service") return undefined;
  const caller = facts.endpoint?.caller;
  const {
    policies = [],
    isWhole = false,
    simulation,
  } = caller?.arn === roleOfSession(denial.user) ? caller : {};
  const decision = decide(facts, denial, policies);
  if (decision === undefined) return undefined;
  if (decision.outcome === "explicitDeny") return denyOf(facts, decision, policies);
  if (simulation?.decision === "explicitDeny")
    return { kind: "deny", by: undefined, simulated: simulation.policies, isSure: simulation.isWhole };
  // A trust policy that names the caller itself needs no other permission.
  if (isTrustedByName(facts) && decision.allowed && !isWhole)
    return { kind: "deny", by: undefined, isSure: false };
  if (simulation !== undefined) return { kind: simulation.decision === "allowed" ? "nothing" : "permission" };
  if (!isWhole) return undefined;
  return { kind: decision.allowed ? "nothing" : "permission" };
}

function isTrustedByName(facts: Facts): boolean {
  return assumeRoleDenial(facts) !== undefined && whatTrustLacks(facts)?.kind === "nothing";
}

function decide(facts: Facts, denial: Denial, policies: readonly CallerPolicy[]): Decision | undefined {
  const principal = principalOf(facts, denial);
  if (principal === undefined) return undefined;
  const of = (kind: CallerPolicy["kind"]) => policies.filter((policy) => policy.kind === kind);
  const [boundary] = of("boundary");
  const request: EvaluationRequest = {
    principal,
    action: denial.action,
    resource: denial.resource ?? "*",
    context: new Map([...principalContext(principal), ...givenContext(facts)]),
    layers: {
      identity: of("identity").map((policy) => compile(policy, policies)),
      ...(boundary !== undefined && { boundary: compile(boundary, policies) }),
      ...(isOfRole(denial) && { trust: trustOf(facts, denial) }),
    },
  };
  return evaluate(request);
}

/** Named by its place, so that what denies is found again. */
function compile(policy: CallerPolicy, policies: readonly CallerPolicy[]): CompiledPolicy {
  return compilePolicy(policy.text, policy.kind, String(policies.indexOf(policy)));
}

/** The role's own, or one that lets the caller's account decide. */
function trustOf({ endpoint }: Facts, { user, action, resource }: Denial): CompiledPolicy {
  const role = endpoint?.role;
  if (role?.trustPolicy !== undefined && role.arn === resource)
    return compilePolicy(role.trustPolicy, "trust");
  const AWS = user.split(":")[4] ?? "";
  return compilePolicy(documentOf({ Effect: "Allow", Principal: { AWS }, Action: action }), "trust");
}

function denyOf(facts: Facts, decision: Decision, policies: readonly CallerPolicy[]): CallerLack | undefined {
  const [ref] = decision.statements;
  const policy = policies[Number(ref?.source ?? -1)];
  const statement = policy && statementsOf(policy.text)[ref?.index ?? -1];
  // Of the role's trust policy, that is.
  if (ref === undefined || policy === undefined || statement === undefined) return undefined;
  return {
    kind: "deny",
    by: { policy, index: ref.index, statement },
    isSure: !dependsOnUnknown(facts, statement),
  };
}

/** A condition on what is not known here may be what does not apply. */
function dependsOnUnknown(facts: Facts, statement: StatementJson): boolean {
  const principal = parsePrincipal(facts.symptom?.denial?.user ?? "");
  const known = new Set([
    ...(principal === undefined ? [] : principalContext(principal).keys()),
    ...givenContext(facts).map(([key]) => key),
    ...mfaKeys,
  ]);
  const { document } = parsePolicy(documentOf(statement), "identity");
  return document === undefined || listContextKeys([document]).some((key) => !known.has(key.toLowerCase()));
}

const mfaKeys = ["aws:multifactorauthpresent", "aws:multifactorauthage"] as const;

/** Whether the statement denies the call as it was, and not when it comes with a code that was just given. */
export function isLiftedByCode(facts: Facts, statement: StatementJson): boolean {
  const denial = facts.symptom?.denial;
  const principal = denial && principalOf(facts, denial);
  if (denial === undefined || principal === undefined) return false;
  const { action, resource = "*" } = denial;
  const layers = { identity: [compilePolicy(documentOf(statement), "identity")] };
  const denies = (more: readonly (readonly [string, ContextValue])[]): boolean => {
    const context = new Map([...principalContext(principal), ...more]);
    return evaluate({ principal, action, resource, context, layers }).outcome === "explicitDeny";
  };
  return denies(givenContext(facts)) && !denies([...givenContext(facts), ...mfaContext(true)]);
}
