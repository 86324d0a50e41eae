/**
 * Whether one pattern, clause or statement takes everything that another takes. Sound, not complete: a yes is certain.
 */
import { parseOperator } from "../conditions/operator-name.ts";
import type { Clause, ConditionClause, PrincipalClause, Statement, Word } from "../document/document.ts";
import { parsePattern } from "../matching/variables.ts";
import type { PolicyKind } from "../types.ts";

/** Counts what comparisons cost; false when they have cost too much. */
export interface Meter {
  spend(comparisons: number): boolean;
}

/** Steps of a matcher that count as one comparison. */
export const stepsPerComparison = 16;

const run = -1;
const one = -2;
/** A character, a wildcard, or a variable by its key and default. */
type Token = string | typeof run | typeof one;

/** Pattern → tokens; of wildcards side by side every `?` comes first and one `*` last, which means the same. */
function tokensOf(text: string, variables: boolean): readonly Token[] {
  const tokens: Token[] = [];
  for (const piece of parsePattern(text, { wildcards: true, variables })) {
    if (piece.type === "text") tokens.push(...piece.text.split(""));
    else if (piece.type === "variable") tokens.push(`\${${piece.key},${piece.fallback ?? ""}}`);
    else if (piece.type === "one" && tokens.at(-1) === run) tokens.splice(-1, 1, one, run);
    else if (piece.type === "one" || tokens.at(-1) !== run) tokens.push(piece.type === "one" ? one : run);
  }
  return tokens;
}

/** Whether whatever the narrow pattern matches, the wide one matches too. */
export function coversPattern(meter: Meter, wide: string, narrow: string, variables: boolean): boolean {
  if (wide === narrow || wide === "*") return true;
  const start = wide.search(/[*?$]/);
  if (start < 0 || !narrow.startsWith(wide.slice(0, start))) return false;
  if (!meter.spend(Math.ceil((wide.length * narrow.length) / stepsPerComparison))) return false;
  const pattern = tokensOf(wide, variables);
  const text = tokensOf(narrow, variables);
  let at = 0;
  let index = 0;
  let starIndex = -1;
  let starAt = 0;
  while (at < text.length) {
    const token = pattern[index];
    const read = text[at];
    if (token === run) {
      starIndex = index;
      starAt = at;
      index += 1;
    } else if (token === read || (token === one && typeof read === "string" && read.length === 1)) {
      at += 1;
      index += 1;
    } else if (starIndex >= 0) {
      starAt += 1;
      at = starAt;
      index = starIndex + 1;
    } else return false;
  }
  while (pattern[index] === run) index += 1;
  return index === pattern.length;
}

/** The same of actions: case and white space around them do not matter. */
export function coversActionName(meter: Meter, wide: string, narrow: string): boolean {
  return coversPattern(meter, wide.trim().toLowerCase(), narrow.trim().toLowerCase(), false);
}

/** The same of resources: segment by segment, as they are compared. */
export function coversResource(meter: Meter, wide: string, narrow: string, variables: boolean): boolean {
  if (wide === narrow || wide === "*") return true;
  const [wideParts, narrowParts] = [segmentsOf(wide), segmentsOf(narrow)];
  if (wideParts === undefined || narrowParts === undefined) return false;
  return wideParts.every((part, at) =>
    coversPattern(meter, part, narrowParts[at] ?? "", variables && at === 5),
  );
}

function segmentsOf(resource: string): readonly string[] | undefined {
  const parts = resource.split(":");
  if (parts[0] !== "arn" || parts.length < 3) return undefined;
  while (parts.length < 6) parts.push("*");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Whether the wide statement applies to every request that the narrow one applies to, effects apart. */
export function coversStatement(
  meter: Meter,
  wide: Statement,
  narrow: Statement,
  variables: boolean,
  kind: PolicyKind,
): boolean {
  return (
    meter.spend(1) &&
    coversClause(wide.action, narrow.action, (left, right) => coversActionName(meter, left, right)) &&
    coversClause(wide.resource, narrow.resource, (left, right) =>
      coversResource(meter, left, right, variables),
    ) &&
    (!variables || appliesWithoutVariables(wide.resource, narrow.resource)) &&
    coversPrincipal(wide.principal, narrow.principal, kind) &&
    wide.conditions.every((condition) => narrow.conditions.some((other) => isImplied(condition, other)))
  );
}

/** An Allow whose NotResource has a variable that the request cannot fill applies to nothing; then neither may the other. */
function appliesWithoutVariables(wide: Clause | undefined, narrow: Clause | undefined): boolean {
  if (wide?.negated !== true) return true;
  const others = new Set(narrow?.values.map(({ value }) => value));
  return wide.values.every(({ value }) => !hasVariable(value) || others.has(value));
}

function hasVariable(resource: string): boolean {
  return parsePattern(resource, { wildcards: true, variables: true }).some(
    (piece) => piece.type === "variable",
  );
}

type Covers = (wide: string, narrow: string) => boolean;

function coversClause(wide: Clause | undefined, narrow: Clause | undefined, covers: Covers): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  if (!wide.negated && wide.values.some(({ value }) => value.trim() === "*")) return true;
  if (wide.negated !== narrow.negated) return false;
  const [outer, inner] = wide.negated ? [narrow.values, wide.values] : [wide.values, narrow.values];
  return coversWords(outer, inner, covers);
}

function coversWords(wide: readonly Word[], narrow: readonly Word[], covers: Covers): boolean {
  return narrow.every(({ value }) => wide.some((word) => covers(word.value, value)));
}

/** `"*"` in a trust policy leaves web identities out. */
function coversPrincipal(
  wide: PrincipalClause | undefined,
  narrow: PrincipalClause | undefined,
  kind: PolicyKind,
): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  if (wide.negated || narrow.negated) return false;
  if (wide.everyone) return kind !== "trust" || narrow.everyone;
  return (
    !narrow.everyone &&
    narrow.entries.every(({ key, value }) =>
      wide.entries.some((entry) => entry.key === key && entry.value === value),
    )
  );
}

/** Whether `given` holding means that `condition` holds: the same operator and key, with fewer values or as many. */
function isImplied(condition: ConditionClause, given: ConditionClause): boolean {
  const operator = parseOperator(condition.operator.value);
  if (operator === undefined || condition.key.value.toLowerCase() !== given.key.value.toLowerCase())
    return false;
  if (condition.operator.value.toLowerCase() !== given.operator.value.toLowerCase()) return false;
  const negated = operator.name.includes("Not");
  const [more, fewer] = negated ? [given.values, condition.values] : [condition.values, given.values];
  return coversWords(more, fewer, (left, right) => left === right);
}
