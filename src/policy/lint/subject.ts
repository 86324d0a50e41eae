/** The document under judgement, and what several rules ask about it. */
import type { PolicyDocument, Statement, Word } from "../document/document.ts";
import { positionsOf } from "../reader/position.ts";
import { scanString } from "../reader/scalar.ts";
import type { ActionFacts, ConditionKeyFacts, ServiceReference } from "../reference/facts.ts";
import { findGlobalKey } from "../reference/keys.ts";
import type { PolicyKind, Position, Problem } from "../types.ts";
import { parsePolicy } from "../validation/validate.ts";
import type { Spot } from "./finding.ts";
import { maxComparisons, maxQuotedCharacters, maxSuggestions } from "./limits.ts";

export class Subject {
  readonly text: string;
  readonly kind: PolicyKind;
  readonly reference: ServiceReference | undefined;
  /** undefined when no statement can be made out of the text. */
  readonly document: PolicyDocument | undefined;
  readonly problems: readonly Problem[];
  /** Whether the document's version knows `${…}`. */
  readonly variables: boolean;
  readonly at: (offset: number) => Position;
  readonly #matching = new Map<string, readonly ActionFacts[]>();
  readonly #keys = new Map<string, ConditionKeyFacts | undefined>();
  #comparisons = 0;
  #suggestions = 0;

  constructor(text: string, kind: PolicyKind, reference: ServiceReference | undefined) {
    const { document, problems } = parsePolicy(text, kind);
    this.text = text;
    this.kind = kind;
    this.reference = reference;
    this.document = document;
    this.problems = problems;
    this.variables = document?.version === "2012-10-17";
    this.at = positionsOf(text);
  }

  get statements(): readonly Statement[] {
    return this.document?.statements ?? [];
  }

  /** Statements of which nothing was misunderstood. */
  get wholeStatements(): readonly Statement[] {
    return this.statements.filter(
      ({ effect, unreadable }) =>
        unreadable.size === 0 && (effect?.value === "Allow" || effect?.value === "Deny"),
    );
  }

  /** The actions that a pattern of the policy names; none when unknown or without a reference. */
  actionsOf(pattern: string): readonly ActionFacts[] {
    const key = pattern.trim().toLowerCase();
    const known = this.#matching.get(key);
    if (known !== undefined) return known;
    const service = this.reference?.service(key.slice(0, Math.max(0, key.indexOf(":"))));
    const found =
      service === undefined || !this.spend(/[*?]/.test(key) ? service.actions.length : 1)
        ? []
        : (this.reference?.actionsMatching(key) ?? []);
    this.#matching.set(key, found);
    return found;
  }

  /** What is known of a condition key; global keys are known without a reference. */
  keyFacts(name: string): ConditionKeyFacts | undefined {
    const known = this.#keys.get(name);
    if (known !== undefined || this.#keys.has(name)) return known;
    const found = this.reference === undefined ? findGlobalKey(name) : this.reference.conditionKey(name);
    this.#keys.set(name, found);
    return found;
  }

  /** Counts comparisons; false when there were too many, and the rule should come to its end. */
  spend(comparisons: number): boolean {
    this.#comparisons += comparisons;
    return !this.exhausted;
  }

  /** Says that no more should be compared. */
  exhaust(): void {
    this.#comparisons = Number.POSITIVE_INFINITY;
  }

  get exhausted(): boolean {
    return this.#comparisons > maxComparisons;
  }

  /** Whether one more "did you mean" may be looked for. */
  maySuggest(): boolean {
    this.#suggestions += 1;
    return this.#suggestions <= maxSuggestions;
  }

  /** A spot that covers the word as it is written. */
  atWord({ position }: Pick<Word, "position">, message: string, statement?: Statement): Spot {
    return {
      message,
      position,
      end: this.at(endOfWord(this.text, position.offset)),
      ...(statement === undefined ? {} : { statementIndex: statement.index }),
    };
  }
}

/** A spot that covers the statement. */
export function atStatement({ position, end, index }: Statement, message: string): Spot {
  return { message, position, end, statementIndex: index };
}

export function isAllow({ effect }: Statement): boolean {
  return effect?.value === "Allow";
}

/** The values of Action; none of a NotAction. */
export function listedActions({ action }: Statement): readonly Word[] {
  return action === undefined || action.negated ? [] : action.values;
}

/** The user's text in quotes, cut where it is long. */
export function quote(text: string): string {
  return `"${text.length > maxQuotedCharacters ? `${text.slice(0, maxQuotedCharacters)}…` : text}"`;
}

/** Strings end after their quote, numbers and booleans at the next separator. */
function endOfWord(text: string, start: number): number {
  if (text[start] === '"') {
    const scanned = scanString(text, start);
    return "end" in scanned ? scanned.end : start + 1;
  }
  let end = start + 1;
  while (end < text.length && !/[\s,\]}]/.test(text[end] ?? "")) end += 1;
  return end;
}
