/**
 * What a document says, from its JSON. AWS: IAM user guide, "Grammar of the IAM JSON policy language"; what stands
 * there and is not in the grammar is `malformed`.
 */
import type { PolicyKind } from "../../src/policy/index.ts";

/** A policy: its JSON, or a text, which may be none. */
export type PolicyJson = object | string;

type JsonObject = Readonly<Record<string, unknown>>;

/** `Action` or `NotAction` with its entries, and so on. */
export interface Clause<Entries> {
  readonly negated: boolean;
  readonly entries: Entries;
}
export type Words = readonly string[];
/** `"*"` alone, or pairs of a kind of principal and a name. */
export type Names = "*" | readonly (readonly [string, string])[];
export type ClauseOf<Entries> = Clause<Entries> | "missing" | "malformed";

export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: Words;
}

export interface ModelStatement {
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** Version 2008-10-17 has no variables. */
  readonly variables: boolean;
  readonly action: ClauseOf<Words>;
  readonly resource: ClauseOf<Words>;
  readonly principal: ClauseOf<Names>;
  readonly conditions: readonly (ConditionEntry | "malformed")[];
  /** Whether the document or the statement has an element that the grammar does not know, or an unknown version. */
  readonly strange: boolean;
  readonly kind: PolicyKind;
}

const versions = ["2008-10-17", "2012-10-17"];
const topElements = ["Version", "Id", "Statement"];
const elements = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
];
const principalKinds = ["AWS", "Service", "Federated", "CanonicalUser"];

/** The document's statements; undefined when none can be made out of it. */
export function readPolicy(policy: PolicyJson, kind: PolicyKind): readonly ModelStatement[] | undefined {
  const document = typeof policy === "string" ? parse(policy) : policy;
  if (!isObject(document)) return undefined;
  const { Version: version = "2008-10-17", Statement: statements } = document;
  const strange =
    Object.keys(document).some((name) => !topElements.includes(name)) ||
    !versions.some((known) => known === version);
  const list = statements === undefined ? [] : listOf(statements);
  return list.flatMap((statement, index) => {
    if (!isObject(statement)) return [];
    const effect = effectOf(statement.Effect);
    if (effect === undefined) return [];
    return [
      {
        index,
        effect,
        variables: version === "2012-10-17",
        action: clauseOf(statement, "Action", wordsOf),
        resource: clauseOf(statement, "Resource", wordsOf),
        principal: clauseOf(statement, "Principal", namesOf),
        conditions: "Condition" in statement ? conditionsOf(statement.Condition) : [],
        strange: strange || Object.keys(statement).some((name) => !elements.includes(name)),
        kind,
      },
    ];
  });
}

/** `Allow` in exact case; a Deny denies in any. Anything else is neither. */
function effectOf(effect: unknown): "Allow" | "Deny" | undefined {
  if (effect === "Allow") return "Allow";
  return typeof effect === "string" && effect.toLowerCase() === "deny" ? "Deny" : undefined;
}

/** Grammar: an element or its Not form, never both; a list of nothing is none. */
function clauseOf<Entries extends { readonly length: number }>(
  statement: JsonObject,
  name: string,
  read: (json: unknown) => Entries | undefined,
): ClauseOf<Entries> {
  const negated = `Not${name}` in statement;
  if (negated && name in statement) return "malformed";
  if (!negated && !(name in statement)) return "missing";
  const entries = read(statement[negated ? `Not${name}` : name]);
  return entries === undefined || entries.length === 0 ? "malformed" : { negated, entries };
}

/** A string or a list of strings. */
function wordsOf(json: unknown): Words | undefined {
  const list = listOf(json);
  return list.every((item) => typeof item === "string") ? list : undefined;
}

/** `"*"`, or kinds of principals with a string or strings each. */
function namesOf(json: unknown): Names | undefined {
  if (json === "*") return "*";
  if (!isObject(json)) return undefined;
  const names: (readonly [string, string])[] = [];
  for (const [kind, values] of Object.entries(json)) {
    const words = wordsOf(values);
    if (!principalKinds.includes(kind) || words === undefined) return undefined;
    for (const word of words) names.push([kind, word]);
  }
  return names;
}

/** Operator → key → a value or values; numbers and booleans count as their text. An operator without keys asks nothing. */
function conditionsOf(json: unknown): ModelStatement["conditions"] {
  if (!isObject(json)) return ["malformed"];
  return Object.entries(json).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return ["malformed" as const];
    return Object.entries(keys).map(([key, value]) => {
      const values = listOf(value);
      const scalar = values.every((item) => ["string", "number", "boolean"].includes(typeof item));
      return scalar ? { operator, key, values: values.map(String) } : "malformed";
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [json];
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
