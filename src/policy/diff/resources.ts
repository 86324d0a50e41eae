/** The resources that clauses tell apart: one for each combination of clauses that a resource can meet. */
import { parseArn } from "../../base/index.ts";
import { compileResources, type ResourceMatcher, type ResourceView } from "../matching/resource.ts";
import { parsePattern } from "../matching/variables.ts";
import { accepts, explore, isIncluded, type Tokens } from "./automaton.ts";
import type { Budget } from "./budget.ts";
import { type Assignment, answersOf, type Rule } from "./open.ts";
import type { ResourceClause, ResourceEntry } from "./side.ts";
import { anyArn, asAnyText, asSymbol, asValues, resourceTokens } from "./tokens.ts";

export interface ResourceChoice {
  readonly resource: string;
  /** Clauses that take it. */
  readonly taking: ReadonlySet<number>;
  /** Whether an open clause was given an answer. */
  readonly open: boolean;
}

export interface ResourceChoices {
  readonly choices: readonly ResourceChoice[];
  readonly complete: boolean;
}

/** What is known of one resource while variables are open. */
interface Facts {
  /** Clauses met whatever the variables are. */
  readonly sure: readonly ResourceClause[];
  /** Entries with variables that may take it, by their number. */
  readonly entries: readonly OpenEntry[];
  /** NotResource clauses that may take it. */
  readonly negated: readonly ResourceClause[];
}

interface OpenEntry {
  readonly id: number;
  readonly wide: Tokens;
  readonly symbols: Tokens;
}

export class ResourceDimension {
  readonly #budget: Budget;
  readonly #cache = new Map<string, ResourceChoices>();
  readonly #entries = new Map<string, OpenEntry>();
  readonly #included = new Map<string, boolean>();
  readonly #matchers = new Map<string, ResourceMatcher>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Without `assignment` clauses with variables are left open. Examples are made to go with `action`. */
  choices(clauses: readonly ResourceClause[], action: string, assignment?: Assignment): ResourceChoices {
    const looks = looksOf(action);
    const key = JSON.stringify([looks, clauses.map(({ id }) => id), [...(assignment ?? [])], !assignment]);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const made =
      assignment === undefined ? this.#open(clauses, looks) : this.#closed(clauses, looks, assignment);
    this.#cache.set(key, made);
    return made;
  }

  #closed(clauses: readonly ResourceClause[], looks: string, assignment: Assignment): ResourceChoices {
    const variableValue = (key: string): string | undefined => assignment.get(key);
    const entries = clauses.flatMap((clause) => clause.entries);
    const patterns = entries.flatMap((entry) => {
      const tokens = isPattern(entry) && resourceTokens(entry.text, entry.variables, asValues(variableValue));
      return tokens ? [tokens] : [];
    });
    const { classes, complete } = explore(patterns, anyArn, this.#budget);
    const choices = new Map<string, ResourceChoice>();
    for (const resource of [
      ...examples(entries, looks, variableValue),
      ...classes.map(({ text }) => text),
      "*",
    ]) {
      const taking = clauses.filter((clause) => this.#matcher(clause).test(viewOf(resource, variableValue)));
      const ids = new Set(taking.map(({ id }) => id));
      const vector = [...ids].join(",");
      if (!choices.has(vector)) choices.set(vector, { resource, taking: ids, open: false });
    }
    return { choices: [...choices.values()], complete };
  }

  #open(clauses: readonly ResourceClause[], looks: string): ResourceChoices {
    const entries = clauses.flatMap((clause) => clause.entries);
    const patterns = entries.flatMap((entry) => {
      const tokens = isPattern(entry) && resourceTokens(entry.text, entry.variables, asAnyText);
      return tokens ? [tokens] : [];
    });
    const exploration = explore(patterns, anyArn, this.#budget);
    let { complete } = exploration;
    const choices = new Map<string, ResourceChoice>();
    const texts = exploration.classes.map(({ text }) => text);
    const seen = new Set<string>();
    for (const resource of [...examples(entries, looks, () => "example"), ...texts, "*"]) {
      const facts = this.#factsOf(clauses, resource);
      const vector = JSON.stringify(
        [facts.sure, facts.entries, facts.negated].map((list) => list.map(({ id }) => id)),
      );
      if (seen.has(vector)) continue;
      seen.add(vector);
      const answered = this.#answer(clauses, resource, facts);
      if (answered === undefined) complete = false;
      for (const choice of answered ?? []) {
        const key = `${choice.open} ${[...choice.taking].sort((left, right) => left - right).join(",")}`;
        if (!choices.has(key)) choices.set(key, choice);
      }
    }
    return { choices: [...choices.values()], complete };
  }

  #factsOf(clauses: readonly ResourceClause[], resource: string): Facts {
    const view = viewOf(resource, () => undefined);
    const sure: ResourceClause[] = [];
    const entries = new Map<number, OpenEntry>();
    const negated: ResourceClause[] = [];
    for (const clause of clauses) {
      const plain = clause.entries.filter(({ variableKeys }) => variableKeys.length === 0);
      const listed = plain.length > 0 && this.#listing(clause, plain).test(view);
      if (clause.variableKeys.length === 0) {
        if (listed !== clause.negated) sure.push(clause);
      } else if (clause.negated) {
        if (!listed) negated.push(clause);
      } else if (listed) sure.push(clause);
      for (const entry of clause.entries) {
        const open = this.#openEntry(entry);
        if (open !== undefined && accepts(open.wide, resource)) entries.set(open.id, open);
      }
    }
    return { sure, entries: [...entries.values()], negated };
  }

  /** Every way the open clauses may answer for one resource. */
  #answer(
    clauses: readonly ResourceClause[],
    resource: string,
    { sure, entries, negated }: Facts,
  ): readonly ResourceChoice[] | undefined {
    // Numbers of entries and of clauses are told apart by their sign.
    const ids = [...entries.map(({ id }) => id), ...negated.map(({ id }) => -1 - id)];
    const answers = answersOf(ids, this.#rules(entries, negated));
    return answers?.map((answer) => {
      const taking = new Set(sure.map(({ id }) => id));
      for (const clause of clauses) {
        const met = clause.negated
          ? answer.has(-1 - clause.id)
          : clause.entries.some((entry) => answer.has(this.#openEntry(entry)?.id ?? -Infinity));
        if (met) taking.add(clause.id);
      }
      return { resource, taking, open: ids.length > 0 };
    });
  }

  #rules(entries: readonly OpenEntry[], negated: readonly ResourceClause[]): readonly Rule[] {
    const rules: Rule[] = [];
    for (const part of entries)
      for (const whole of entries) {
        if (part !== whole && this.#isIncluded(part, whole))
          rules.push((chosen) => !chosen.has(part.id) || chosen.has(whole.id));
      }
    for (const { id, entries: listed } of negated)
      for (const entry of listed) {
        const open = this.#openEntry(entry);
        if (open !== undefined) rules.push((chosen) => !(chosen.has(-1 - id) && chosen.has(open.id)));
      }
    return rules;
  }

  /** Whether one entry takes all that another takes, whatever their variables are. */
  #isIncluded(part: OpenEntry, whole: OpenEntry): boolean {
    const key = `${part.id} ${whole.id}`;
    const known = this.#included.get(key);
    if (known !== undefined) return known;
    const included = isIncluded(part.symbols, whole.symbols, this.#budget);
    this.#included.set(key, included);
    return included;
  }

  #openEntry(entry: ResourceEntry): OpenEntry | undefined {
    if (entry.variableKeys.length === 0) return undefined;
    const known = this.#entries.get(entry.text);
    if (known !== undefined) return known;
    const wide = resourceTokens(entry.text, true, asAnyText) ?? [];
    const symbols = resourceTokens(entry.text, true, asSymbol) ?? [];
    const open = { id: this.#entries.size, wide, symbols };
    this.#entries.set(entry.text, open);
    return open;
  }

  #matcher(clause: ResourceClause): ResourceMatcher {
    return this.#compiled(clause, clause.entries, clause.negated);
  }

  #listing(clause: ResourceClause, entries: readonly ResourceEntry[]): ResourceMatcher {
    return this.#compiled(clause, entries, false);
  }

  #compiled(
    { unknown, negated: clauseNegated }: ResourceClause,
    entries: readonly ResourceEntry[],
    negated: boolean,
  ): ResourceMatcher {
    const key = JSON.stringify([
      unknown,
      clauseNegated,
      negated,
      entries.map(({ text, variables }) => [text, variables]),
    ]);
    const known = this.#matchers.get(key);
    if (known !== undefined) return known;
    const [first] = entries;
    const values = entries.map(({ text, position }) => ({ value: text, position }));
    const variables = entries.some((entry) => entry.variables);
    const position = first?.position ?? { offset: 0, line: 1, column: 1 };
    const matcher = compileResources({ negated, values, position }, variables, unknown);
    this.#matchers.set(key, matcher);
    return matcher;
  }
}

/** Whether the engine takes the entry for an ARN, or "*". */
function isPattern({ text }: ResourceEntry): boolean {
  return text === "*" || /^arn:[^:]*:[^:*?]+(?::|$)/.test(text);
}

function viewOf(resource: string, variable: (key: string) => string | undefined): ResourceView {
  return {
    resource,
    variable,
    segments: () => {
      const arn = parseArn(resource);
      if (arn === undefined) return undefined;
      return ["arn", arn.partition, arn.service, arn.region, arn.accountId, arn.resource];
    },
  };
}

/** ARNs of the action's service that a person would recognise; then what the entries themselves suggest. */
function examples(
  entries: readonly ResourceEntry[],
  looks: string,
  variableValue: (key: string) => string | undefined,
): string[] {
  const filled = entries
    .filter(isPattern)
    .flatMap(({ text, variables }) => fill(text, variables, variableValue));
  const fitting = filled.filter((text) => fits(text, looks));
  return [...fitting, exampleOf(looks), ...filled].filter((text) => parseArn(text) !== undefined);
}

/** What the resource of an action usually looks like: its service, or an object of S3. */
function looksOf(action: string): string {
  const service = action.slice(0, action.indexOf(":")).toLowerCase();
  return service === "s3" && /object/i.test(action) ? "s3 object" : service;
}

function fits(text: string, looks: string): boolean {
  const arn = parseArn(text);
  if (looks === "s3 object") return arn?.service === "s3" && /.\/./.test(arn.resource);
  if (looks === "s3") return arn?.service === "s3" && !arn.resource.includes("/");
  return arn?.service === looks;
}

function exampleOf(looks: string): string {
  if (looks === "s3") return "arn:aws:s3:::example-bucket";
  if (looks === "s3 object") return "arn:aws:s3:::example-bucket/example-key";
  if (looks === "iam" || looks === "sts") return "arn:aws:iam::111122223333:role/example";
  return `arn:aws:${looks}:us-east-1:111122223333:example`;
}

function fill(
  text: string,
  variables: boolean,
  variableValue: (key: string) => string | undefined,
): string[] {
  const pieces = parsePattern(text, { wildcards: true, variables });
  const written = (forRun: string): string =>
    pieces
      .map((piece) => {
        if (piece.type === "text") return piece.text;
        if (piece.type === "run") return forRun;
        if (piece.type === "one") return "1";
        return variableValue(piece.key) ?? piece.fallback ?? "";
      })
      .join("");
  return [...new Set([written("example"), written("")])];
}
