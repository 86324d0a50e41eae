/** One simulated action → its EvaluationResult. AWS: IAM API reference, "EvaluationResult". */
import { isAccountId, parseArn } from "../../../base/index.ts";
import {
  type AppliedLayer,
  type Decision,
  distinctKeys,
  findApplied,
  type Layer,
} from "../../../policy/index.ts";
import type {
  EvaluationResult,
  PolicyEvaluationDecisionType,
  ResourceSpecificResult,
  Statement,
} from "../../../wire/models/iam-types.generated.ts";
import { matchedStatements, sourceTypes } from "./matched-statements.ts";
import type { Simulation } from "./simulation.ts";

/** What came out for one action and one resource. */
export interface PairResult {
  readonly resource: string;
  readonly outcome: Decision["outcome"];
  readonly statements: readonly Statement[];
  /** undefined: no service control policy binds the account. */
  readonly allowedByOrganizations: boolean | undefined;
  /** undefined: there is no boundary. */
  readonly allowedByBoundary: boolean | undefined;
  readonly details: Readonly<Record<string, PolicyEvaluationDecisionType>> | undefined;
}

const shown = {
  allow: "allowed",
  explicitDeny: "explicitDeny",
  implicitDeny: "implicitDeny",
} as const;

/** Asks the engine about one action on one resource. AWS: where service control policies refuse, nothing else is told. */
export function simulatePair(simulation: Simulation, action: string, resource: string): PairResult {
  const { principal, context, boundary, resourcePolicy } = simulation;
  const { decision, layers } = findApplied({
    principal,
    action,
    resource,
    resourceAccountId: resourceAccountOf(simulation, resource),
    resourceMustAllow: resourcePolicy !== undefined && parseArn(resource)?.service === "kms",
    context,
    layers: simulation.layers,
  });
  const allowedByOrganizations = simulation.layers.scp && isAllowedBy(layers, "scp");
  const refusedAbove = allowedByOrganizations === false;
  return {
    resource,
    outcome: decision.outcome,
    statements: refusedAbove ? [] : matchedStatements(simulation, decision.outcome, layers),
    allowedByOrganizations,
    allowedByBoundary: boundary && isAllowedBy(layers, "boundary"),
    details: refusedAbove ? undefined : decisionDetails(resource, decision, layers),
  };
}

/**
 * AWS: without a resource policy only the caller's policies are asked, whoever owns the resource. With one, the owner is
 * the account in the resource's ARN, else ResourceOwner, else the caller's account.
 */
function resourceAccountOf(simulation: Simulation, resource: string): string {
  if (simulation.resourcePolicy === undefined) return simulation.principal.accountId;
  const named = parseArn(resource)?.accountId ?? "";
  return isAccountId(named) ? named : simulation.resourceOwner;
}

/** No layer has a say where no policy governs the action. */
function isAllowedBy(layers: readonly AppliedLayer[], layer: Layer): boolean {
  return layers.length === 0 || resultOf(layers, layer) === "allow";
}

/** Keys that statements about this action refer to and the request does not give, as written. */
export function missingContext(simulation: Simulation, action: string): readonly string[] {
  const { identity, boundary, resourcePolicy, context } = simulation;
  const policies = [
    ...identity,
    ...(boundary ? [boundary] : []),
    ...(resourcePolicy ? [resourcePolicy] : []),
  ];
  const name = action.toLowerCase();
  const keys = policies.flatMap(({ compiled, statements }) =>
    compiled.statements.all
      .filter(({ takesAction }) => takesAction(name))
      .flatMap(({ index }) => statements.get(index)?.keys ?? []),
  );
  return distinctKeys(keys.filter((key) => !context.has(key)));
}

/** AWS: each side's answer when account borders are crossed, empty within one account, absent for all resources. */
function decisionDetails(
  resource: string,
  { crossAccount }: Decision,
  layers: readonly AppliedLayer[],
): PairResult["details"] {
  if (resource === "*") return undefined;
  if (!crossAccount) return {};
  return {
    [sourceTypes.identity]: shown[resultOf(layers, "identity")],
    [sourceTypes.resource]: shown[resultOf(layers, "resource")],
  };
}

function resultOf(layers: readonly AppliedLayer[], layer: Layer): AppliedLayer["result"] {
  return layers.find((candidate) => candidate.layer === layer)?.result ?? "implicitDeny";
}

/** Stricter first. */
const strictness: readonly Decision["outcome"][] = ["explicitDeny", "implicitDeny", "allow"];

/**
 * AWS: one result for an action however many resources there are: the strictest decision with its statements, and beside
 * it each resource's own. Without resources there is nothing but the result.
 */
export function buildResult(
  action: string,
  pairs: readonly PairResult[],
  missing: readonly string[],
): EvaluationResult {
  const outcome = strictness.find((one) => pairs.some((pair) => pair.outcome === one)) ?? "implicitDeny";
  const deciding = pairs.filter((pair) => pair.outcome === outcome);
  const [first] = deciding;
  const resources = new Set(pairs.map(({ resource }) => resource));
  const onResources = !resources.has("*");
  return {
    EvalActionName: action,
    EvalResourceName: resources.size === 1 && first !== undefined ? first.resource : "*",
    EvalDecision: shown[outcome],
    MatchedStatements: distinctStatements(deciding.flatMap(({ statements }) => statements)),
    MissingContextValues: missing,
    ...organizationsDetail(pairs),
    ...boundaryDetail(pairs),
    ...(first?.details && { EvalDecisionDetails: first.details }),
    ...(onResources && { ResourceSpecificResults: pairs.map((pair) => buildResourceResult(pair, missing)) }),
  };
}

function buildResourceResult(pair: PairResult, missing: readonly string[]): ResourceSpecificResult {
  return {
    EvalResourceName: pair.resource,
    EvalResourceDecision: shown[pair.outcome],
    MatchedStatements: pair.statements,
    MissingContextValues: missing,
    ...(pair.details && { EvalDecisionDetails: pair.details }),
    ...boundaryDetail([pair]),
  };
}

function organizationsDetail(
  pairs: readonly PairResult[],
): Pick<EvaluationResult, "OrganizationsDecisionDetail"> {
  if (pairs.some(({ allowedByOrganizations }) => allowedByOrganizations === undefined)) return {};
  const allowed = pairs.every(({ allowedByOrganizations }) => allowedByOrganizations);
  return { OrganizationsDecisionDetail: { AllowedByOrganizations: allowed } };
}

function boundaryDetail(
  pairs: readonly PairResult[],
): Pick<EvaluationResult, "PermissionsBoundaryDecisionDetail"> {
  if (pairs.some(({ allowedByBoundary }) => allowedByBoundary === undefined)) return {};
  const allowed = pairs.every(({ allowedByBoundary }) => allowedByBoundary);
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowed } };
}

function distinctStatements(statements: readonly Statement[]): readonly Statement[] {
  const seen = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...seen.values()];
}
