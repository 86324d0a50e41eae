/**
 * Document → compiled policy.
 * INVARIANT (unknown-never-grants): what cannot be understood never matches in an Allow and always matches in a Deny.
 * An unreadable document says nothing; the Decision names it.
 */
import { compileCondition } from "../conditions/condition.ts";
import type { PolicyDocument, Statement } from "../document/document.ts";
import { type ActionTest, compileActions } from "../matching/action.ts";
import { compilePrincipals, type PrincipalTest } from "../matching/principal.ts";
import { anyResource, compileResources, type ResourceMatcher } from "../matching/resource.ts";
import type { PolicyKind } from "../types.ts";
import { type ParsedPolicy, parsePolicy } from "../validation/validate.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";
import { StatementIndex } from "./statement-index.ts";

type Effect = CompiledStatement["effect"];

/** Kinds whose statements name principals. */
const principalKinds: ReadonlySet<PolicyKind> = new Set(["resource", "trust", "rcp", "vpce"]);
/** Kinds whose statements may leave the resource out: it is the one the policy hangs on. */
const ownResourceKinds: ReadonlySet<PolicyKind> = new Set(["resource", "trust"]);

/**
 * Policy text, or one parsed already, → its evaluable form. Never throws: a text that cannot be read says nothing.
 * `source`: the policy's ARN, or a name that an operator recognises; decisions and denials show it.
 */
export function compilePolicy(
  policy: string | ParsedPolicy,
  kind: PolicyKind,
  source?: string,
): CompiledPolicy {
  const { text, document, problems } = typeof policy === "string" ? parsePolicy(policy, kind) : policy;
  const statements = document === undefined ? [] : compileStatements(document, kind, source);
  return {
    kind,
    source,
    text,
    problems,
    unreadable: document === undefined,
    statements: new StatementIndex(statements),
  };
}

function compileStatements(
  document: PolicyDocument,
  kind: PolicyKind,
  source: string | undefined,
): readonly CompiledStatement[] {
  return document.statements.flatMap((statement) => {
    const effect = effectOf(statement);
    if (effect === undefined) return [];
    if (effect === "Allow" && !isWhole(document, statement, kind)) return [];
    return [compileStatement(document, statement, effect, kind, source)];
  });
}

/** AWS takes exact case only; another case of `Deny` still denies. */
function effectOf({ effect }: Statement): Effect | undefined {
  if (effect?.value === "Allow") return "Allow";
  return effect?.value.toLowerCase() === "deny" ? "Deny" : undefined;
}

/** Whether every part of the statement is there and understood, as an Allow must be. */
function isWhole(document: PolicyDocument, statement: Statement, kind: PolicyKind): boolean {
  const { unreadable, action, resource, principal } = statement;
  return (
    document.understood &&
    unreadable.size === 0 &&
    (action?.values.length ?? 0) > 0 &&
    (resource === undefined ? ownResourceKinds.has(kind) : resource.values.length > 0) &&
    (principal === undefined || principalKinds.has(kind))
  );
}

function compileStatement(
  document: PolicyDocument,
  statement: Statement,
  effect: Effect,
  kind: PolicyKind,
  source: string | undefined,
): CompiledStatement {
  const variables = document.version === "2012-10-17";
  const conditions = statement.conditions.flatMap((clause) => compileCondition(clause, variables) ?? []);
  return {
    effect,
    index: statement.index,
    sid: statement.sid?.value,
    position: statement.position,
    source,
    takesAction: actionsOf(statement, effect),
    resource: resourcesOf(statement, effect, variables),
    grantTo: principalsOf(statement, effect, kind),
    // Equal conditions of one statement are one.
    conditions: [...new Set(conditions)],
    meaning: meaningOf(document, statement, effect, kind),
  };
}

/** What an entry that is not understood counts as, so that its clause comes out as the invariant wants. */
function unknownEntry(effect: Effect, negated: boolean): boolean {
  return (effect === "Deny") !== negated;
}

function actionsOf({ action }: Statement, effect: Effect): ActionTest {
  if (action === undefined || action.values.length === 0) return () => true;
  return compileActions(action, unknownEntry(effect, action.negated));
}

function resourcesOf({ resource }: Statement, effect: Effect, variables: boolean): ResourceMatcher {
  if (resource === undefined || resource.values.length === 0) return anyResource;
  return compileResources(resource, variables, unknownEntry(effect, resource.negated));
}

function principalsOf(statement: Statement, effect: Effect, kind: PolicyKind): PrincipalTest | undefined {
  if (!principalKinds.has(kind)) return undefined;
  const { principal, unreadable } = statement;
  if (unreadable.has("principal")) return () => "direct";
  // AWS: a statement without Principal in a policy of a resource is about nobody.
  if (principal === undefined) return () => "none";
  return compilePrincipals(principal, { effect, trust: kind === "trust" });
}

/** Everything that decides but the actions; places do not. */
function meaningOf(
  { version }: PolicyDocument,
  { resource, principal, conditions, unreadable }: Statement,
  effect: Effect,
  kind: PolicyKind,
): string {
  const texts = (words: readonly { readonly value: string }[] = []): string[] =>
    words.map(({ value }) => value);
  return JSON.stringify([
    version,
    effect,
    kind,
    [...unreadable],
    resource === undefined ? null : [resource.negated, texts(resource.values)],
    principal === undefined
      ? null
      : [principal.negated, principal.everyone, principal.entries.map(({ key, value }) => [key, value])],
    conditions.map(({ operator, key, values }) => [operator.value, key.value, texts(values)]),
  ]);
}
