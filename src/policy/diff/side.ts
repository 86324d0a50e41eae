/** One side of a comparison: its statements with their clauses, equal clauses of both sides being one. */
import { type CompiledCondition, compileCondition } from "../conditions/condition.ts";
import { type ParsedOperator, parseOperator } from "../conditions/operator-name.ts";
import type { Clause, ConditionClause, PolicyDocument, Statement, Word } from "../document/document.ts";
import type { CompiledPolicy, CompiledStatement } from "../evaluation/compiled.ts";
import { parsePattern } from "../matching/variables.ts";
import type { Position } from "../types.ts";
import { parsePolicy } from "../validation/validate.ts";
import type { SideName } from "./types.ts";

/** One operator on one key. Clauses that say the same are one object. */
export interface KeyClause {
  readonly id: number;
  /** Lower case. */
  readonly key: string;
  readonly operator: ParsedOperator;
  readonly values: readonly string[];
  /** Whether `${` in its values means something. */
  readonly variables: boolean;
  /** Keys of the variables in its values. */
  readonly variableKeys: readonly string[];
  readonly condition: CompiledCondition;
  readonly position: Position;
}

export interface ResourceClause {
  readonly id: number;
  readonly negated: boolean;
  /** What an entry that is no ARN counts as. */
  readonly unknown: boolean;
  readonly entries: readonly ResourceEntry[];
  readonly variableKeys: readonly string[];
}

export interface ResourceEntry {
  readonly text: string;
  readonly variables: boolean;
  readonly variableKeys: readonly string[];
  readonly position: Position;
}

export interface DiffStatement {
  readonly side: SideName;
  readonly compiled: CompiledStatement;
  readonly statement: Statement;
  /** undefined: any resource. */
  readonly resource: ResourceClause | undefined;
  readonly clauses: readonly KeyClause[];
  /** Statements with the same one say the same of any action that both take. */
  readonly meaning: string;
}

/** What the two sides share: equal clauses are one object, and keys have one spelling. */
export class Clauses {
  readonly #known = new Map<string, KeyClause | ResourceClause>();
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<string, string>();

  /** A condition key as the policies write it, by its lower-case name. */
  nameOf(lowerCaseKey: string): string {
    return this.#names.get(lowerCaseKey) ?? lowerCaseKey;
  }

  noteName(written: string): void {
    const key = written.toLowerCase();
    if (!this.#names.has(key)) this.#names.set(key, written);
  }

  share<T extends KeyClause | ResourceClause>(identity: string, make: (id: number) => T): T {
    const known = this.#known.get(identity);
    // One identity, one type: identities of the two kinds begin differently.
    if (known !== undefined) return known as T;
    const id = this.#ids.size;
    this.#ids.set(identity, id);
    const made = make(id);
    this.#known.set(identity, made);
    return made;
  }
}

/** The statements of the policies that say something; a policy that cannot be read has none. */
export function readSide(
  side: SideName,
  policies: readonly CompiledPolicy[],
  clauses: Clauses,
): readonly DiffStatement[] {
  return policies.flatMap((policy) => {
    const { document } = parsePolicy(policy.text, policy.kind);
    if (document === undefined) return [];
    const byIndex = new Map(document.statements.map((statement) => [statement.index, statement]));
    return policy.statements.all.flatMap((compiled) => {
      const statement = byIndex.get(compiled.index);
      return statement === undefined ? [] : [readStatement(side, compiled, statement, document, clauses)];
    });
  });
}

function readStatement(
  side: SideName,
  compiled: CompiledStatement,
  statement: Statement,
  { version }: PolicyDocument,
  shared: Clauses,
): DiffStatement {
  const variables = version === "2012-10-17";
  const resource = readResource(statement.resource, variables, compiled.effect, shared);
  const keyClauses = statement.conditions.flatMap((clause) => readClause(clause, variables, shared) ?? []);
  const clauses = [...new Set(keyClauses)].sort((left, right) => left.id - right.id);
  const meaning = JSON.stringify([
    compiled.effect,
    resource?.id ?? null,
    principalMeaning(compiled, statement),
    clauses.map(({ id }) => id),
  ]);
  return { side, compiled, statement, resource, clauses, meaning };
}

function readResource(
  clause: Clause | undefined,
  variables: boolean,
  effect: string,
  shared: Clauses,
): ResourceClause | undefined {
  if (clause === undefined || clause.values.length === 0) return undefined;
  const { negated } = clause;
  const entries = distinct(clause.values).map(({ value, position }): ResourceEntry => {
    const variableKeys = variables ? variablesIn(tailOf(value), shared) : [];
    // "$" without meaning is the same in both versions.
    return { text: value, variables: variables && value.includes("$"), variableKeys, position };
  });
  const identity = JSON.stringify([
    "resource",
    negated,
    // An entry that is no ARN counts by the effect.
    effect,
    entries.map(({ text, variables: known }) => [text, known]),
  ]);
  return shared.share(identity, (id) => ({
    id,
    negated,
    unknown: (effect === "Deny") !== negated,
    entries,
    variableKeys: [...new Set(entries.flatMap((entry) => entry.variableKeys))],
  }));
}

/** Variables count after the fifth colon only. */
function tailOf(resource: string): string {
  return resource.split(":").slice(5).join(":");
}

function readClause(clause: ConditionClause, variables: boolean, shared: Clauses): KeyClause | undefined {
  const operator = parseOperator(clause.operator.value);
  const condition = compileCondition(clause, variables);
  if (operator === undefined || condition === undefined) return undefined;
  const key = clause.key.value.toLowerCase();
  shared.noteName(clause.key.value);
  const values = distinct(clause.values).map(({ value }) => value);
  const { name, set, ifExists } = operator;
  const known = variables && /^(?:String|Arn|Bool)/.test(name) && values.some((value) => value.includes("$"));
  const identity = JSON.stringify(["condition", name, set ?? "", ifExists, known, key, ...values]);
  return shared.share(identity, (id) => ({
    id,
    key,
    operator,
    values,
    variables: known,
    variableKeys: known ? [...new Set(values.flatMap((value) => variablesIn(value, shared)))] : [],
    condition,
    position: clause.values[0]?.position ?? clause.key.position,
  }));
}

/** In one order, each once. */
function distinct(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [word.value, word])).values()].sort((left, right) =>
    left.value < right.value ? -1 : 1,
  );
}

function variablesIn(text: string, shared: Clauses): string[] {
  if (!text.includes("${")) return [];
  const pieces = parsePattern(text, { wildcards: true, variables: true });
  return pieces.flatMap((piece) => {
    if (piece.type !== "variable") return [];
    shared.noteName(piece.written);
    return [piece.key];
  });
}

function principalMeaning({ grantTo }: CompiledStatement, { principal, unreadable }: Statement): unknown {
  if (grantTo === undefined) return "";
  if (unreadable.has("principal")) return "unreadable";
  if (principal === undefined) return "nobody";
  const entries = new Set(principal.entries.map(({ key, value }) => JSON.stringify([key, value])));
  return [principal.negated, principal.everyone, [...entries].sort()];
}
