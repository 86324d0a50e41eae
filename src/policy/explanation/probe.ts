/** Asks each clause of a statement by itself, where an evaluation stops at the first that does not fit. */
import { compileCondition } from "../conditions/condition.ts";
import type { ConditionClause, PolicyDocument, Statement } from "../document/document.ts";
import type { CompiledPolicy, CompiledStatement } from "../evaluation/compiled.ts";
import type { RequestView } from "../evaluation/request-view.ts";
import type { EvaluationRequest, Layer, Position } from "../types.ts";
import { parsePolicy } from "../validation/validate.ts";
import { originOf } from "./key-origin.ts";
import type { AppliedStatement, FailedClause } from "./types.ts";

/** A request and one evaluation's view of it. */
export interface Asked {
  readonly request: EvaluationRequest;
  readonly view: RequestView;
}

/** A statement of a layer beside its text. */
export interface Probed {
  readonly layer: Layer;
  readonly policy: CompiledPolicy;
  readonly compiled: CompiledStatement;
  readonly statement: Statement;
  readonly document: PolicyDocument;
  /** Clauses that do not fit the request; none: the statement applies. */
  readonly failed: readonly Failure[];
}

export interface Failure {
  readonly clause: FailedClause;
  /** The condition that failed; undefined for other clauses. */
  readonly condition: ConditionClause | undefined;
}

const documents = new WeakMap<CompiledPolicy, PolicyDocument>();

/** The policy's text read again; undefined when no statement can be made out of it. */
export function documentOf(policy: CompiledPolicy): PolicyDocument | undefined {
  const known = documents.get(policy);
  if (known !== undefined) return known;
  const { document } = parsePolicy(policy.text, policy.kind);
  if (document !== undefined) documents.set(policy, document);
  return document;
}

/** Every statement of the policy that can have an effect. */
export function probePolicy(policy: CompiledPolicy, layer: Layer, asked: Asked): readonly Probed[] {
  const document = documentOf(policy);
  if (document === undefined) return [];
  const statements = new Map(document.statements.map((statement) => [statement.index, statement]));
  return policy.statements.all.flatMap((compiled) => {
    const statement = statements.get(compiled.index);
    if (statement === undefined) return [];
    const failed = failuresOf(compiled, statement, document, asked);
    return [{ layer, policy, compiled, statement, document, failed }];
  });
}

export function appliedStatement({ layer, compiled, statement }: Probed): AppliedStatement {
  const { source, index, sid, position, effect } = compiled;
  return { layer, source, index, sid, position, end: statement.end, effect };
}

/** Whether a condition holds for the request. One of an unknown operator counts as its statement's effect wants. */
export function conditionHolds(
  clause: ConditionClause,
  document: PolicyDocument,
  view: RequestView,
): boolean {
  const condition = compileCondition(clause, document.version === "2012-10-17");
  return condition === undefined || condition.holds(view.context, view.evaluation);
}

function failuresOf(
  compiled: CompiledStatement,
  statement: Statement,
  document: PolicyDocument,
  { request, view }: Asked,
): readonly Failure[] {
  const { action, resource, principal, conditions } = statement;
  const failed: Failure[] = [];
  const fail = (
    clause: FailedClause["clause"],
    element: string,
    position: Position | undefined,
    wanted: readonly string[],
    had: FailedClause["had"],
  ): void => {
    const at = position ?? statement.position;
    const facts = { clause, element, position: at, key: undefined, wanted, had, origin: undefined };
    failed.push({ clause: facts, condition: undefined });
  };
  if (!compiled.takesAction(view.action))
    fail(
      "action",
      nameOf("Action", action?.negated),
      action?.position,
      textsOf(action?.values),
      request.action,
    );
  if (!compiled.resource.test(view))
    fail(
      "resource",
      nameOf("Resource", resource?.negated),
      resource?.position,
      textsOf(resource?.values),
      request.resource,
    );
  if (compiled.grantTo !== undefined && compiled.grantTo(view.names) === "none") {
    const { account, limited, direct } = view.names;
    const names = [...direct, ...limited, ...(account === undefined ? [] : [account])];
    const wanted = [...(principal?.everyone === true ? ["*"] : []), ...textsOf(principal?.entries)];
    fail("principal", nameOf("Principal", principal?.negated), principal?.position, wanted, names);
  }
  for (const condition of conditions) {
    if (conditionHolds(condition, document, view)) continue;
    failed.push({ clause: failedCondition(condition, view), condition });
  }
  return failed;
}

function failedCondition({ operator, key, values }: ConditionClause, view: RequestView): FailedClause {
  const texts = view.context.get(key.value.toLowerCase())?.map(({ text }) => text);
  return {
    clause: "condition",
    element: operator.value,
    position: key.position,
    key: key.value,
    wanted: textsOf(values),
    had: texts?.length === 1 ? texts[0] : texts,
    origin: originOf(key.value).text,
  };
}

function nameOf(element: string, negated: boolean | undefined): string {
  return negated === true ? `Not${element}` : element;
}

function textsOf(words: readonly { readonly value: string }[] | undefined): readonly string[] {
  return (words ?? []).map(({ value }) => value);
}
