/**
 * The story of a comparison: every action, caller and resource that the statements tell apart, and for each the contexts.
 * INVARIANT (none-is-proven): "none" is said only after every case was looked at.
 * INVARIANT (found-is-seen): a difference is told only after `evaluate` has answered differently for the two sides.
 */
import type { CompiledPolicy } from "../evaluation/compiled.ts";
import { isUngoverned } from "../evaluation/evaluate.ts";
import type { ContextValue } from "../types.ts";
import { type ActionChoice, actionChoices } from "./actions.ts";
import { Budget } from "./budget.ts";
import { Findings } from "./findings.ts";
import { KeyDimension } from "./keys.ts";
import type { Assignment } from "./open.ts";
import { type PrincipalChoice, principalChoices } from "./principals.ts";
import { ResourceDimension } from "./resources.ts";
import { type SearchKey, type Sides, searchContexts, type Term } from "./search.ts";
import { Clauses, type DiffStatement, readSide } from "./side.ts";
import type { DiffOptions, Direction, PolicyDiff, SideName } from "./types.ts";
import { assignmentsFor } from "./variables.ts";
import { type Case, type Comparison, confirm } from "./witness.ts";

const directions: readonly Direction[] = ["added", "removed"];

/**
 * Access that `after` gives and `before` does not, and the other way round. Both are policies of one kind that act side by
 * side: what any of them allows and none denies. Pure, and never throws for the content of a policy.
 * Policies of the resource's side (`resource`, `trust`, `rcp`, `vpce`) are compared for every caller they tell apart.
 */
export function diffPolicies(
  before: readonly CompiledPolicy[],
  after: readonly CompiledPolicy[],
  options: DiffOptions = {},
): PolicyDiff {
  const clauses = new Clauses();
  const comparison: Comparison = {
    kind: before[0]?.kind ?? after[0]?.kind ?? "identity",
    policies: { old: before, new: after },
    statements: { old: readSide("old", before, clauses), new: readSide("new", after, clauses) },
    nameOf: (key) => clauses.nameOf(key),
  };
  const findings = new Findings();
  if (textsOf(before) !== textsOf(after)) {
    findings.noteUnreadable("old", before);
    findings.noteUnreadable("new", after);
    new PolicyComparison(comparison, findings).run(options.actions ?? []);
  }
  return findings.result();
}

/** The same texts in any order. */
function textsOf(policies: readonly CompiledPolicy[]): string {
  return JSON.stringify(policies.map(({ text }) => text).sort());
}

/** Statements that remain for an action, a caller, a resource; the old side's and the new side's. */
type Remaining = Readonly<Record<SideName, readonly DiffStatement[]>>;

class PolicyComparison {
  readonly #comparison: Comparison;
  readonly #findings: Findings;
  readonly #budget = new Budget();
  readonly #resources = new ResourceDimension(this.#budget);
  readonly #keys = new KeyDimension(this.#budget);

  constructor(comparison: Comparison, findings: Findings) {
    this.#comparison = comparison;
    this.#findings = findings;
  }

  run(knownActions: readonly string[]): void {
    const { statements, kind } = this.#comparison;
    if (isSame(statements, meaningWithActions)) return;
    const all = [...statements.old, ...statements.new];
    const actions = actionChoices(all, knownActions, this.#budget);
    const principals = principalChoices(all, kind);
    if (!actions.complete || !principals.complete) this.#giveUp(all, "more patterns than can be compared");
    for (const action of actions.choices) {
      const taking = keep(statements, (statement) => action.taking.has(statement));
      if (isSame(taking, meaning)) continue;
      for (const principal of principals.choices) this.#comparePrincipal(action, principal, taking);
    }
    if (this.#budget.isSpent) this.#giveUp(all, "more cases than can be compared");
  }

  #comparePrincipal(action: ActionChoice, principal: PrincipalChoice, taking: Remaining): void {
    if (isUngoverned(action.action.toLowerCase(), principal.facts)) return;
    const remaining = keep(taking, (statement) => principal.taking.has(statement));
    if (isSame(remaining, meaning) || this.#budget.isSpent) return;
    const open = new Set<Direction>();
    this.#compareResources({ action, principal, remaining, open });
    if (open.size === 0) return;
    const real = new Set(open);
    for (const assignment of assignmentsFor([...remaining.old, ...remaining.new])) {
      if (real.size === 0) return;
      this.#compareResources({ action, principal, remaining, open: real, assignment });
    }
    for (const direction of real) this.#findings.noteOpen(direction, remaining);
  }

  /**
   * Without `assignment`: tells differences that do not depend on open clauses and puts the directions of the others into
   * `open`. With it: takes the directions that it could tell out of `open`.
   */
  #compareResources(given: {
    readonly action: ActionChoice;
    readonly principal: PrincipalChoice;
    readonly remaining: Remaining;
    readonly open: Set<Direction>;
    readonly assignment?: Assignment;
  }): void {
    const { action, principal, remaining, open, assignment } = given;
    const clauses = [
      ...new Set([...remaining.old, ...remaining.new].flatMap(({ resource }) => resource ?? [])),
    ];
    const resources = this.#resources.choices(clauses, action.action, assignment);
    if (!resources.complete && assignment === undefined)
      this.#giveUp([...remaining.old, ...remaining.new], "resources with more patterns than can be compared");
    for (const choice of resources.choices) {
      const wanted = assignment === undefined ? directions : [...open];
      if (wanted.length === 0) return;
      const left = keep(
        remaining,
        ({ resource }) => resource === undefined || choice.taking.has(resource.id),
      );
      if (isSame(left, meaningOfConditions)) continue;
      const keys = this.#keysOf(left, assignment);
      const { hits, partial } = searchContexts(keys, termsOf(left), wanted, this.#budget);
      if (partial) this.#giveUp([...left.old, ...left.new], "more conditions than can be compared");
      for (const [direction, hit] of hits) {
        const isOpen = choice.open || [...hit.values()].some((key) => key.open);
        const values = new Map<string, ContextValue | undefined>(assignment ?? []);
        for (const [key, { value }] of hit) values.set(key, value);
        const difference = isOpen
          ? undefined
          : this.#confirm(direction, { action, principal, resource: choice.resource, values });
        if (difference && assignment !== undefined) open.delete(direction);
        if (!difference && assignment === undefined) open.add(direction);
      }
    }
  }

  #confirm(direction: Direction, found: Case): boolean {
    const difference = confirm(this.#comparison, found);
    if (difference?.direction !== direction) return false;
    this.#findings.add(difference);
    return true;
  }

  #keysOf(left: Remaining, assignment: Assignment | undefined): readonly SearchKey[] {
    const clauses = new Set([...left.old, ...left.new].flatMap((statement) => statement.clauses));
    const byKey = Map.groupBy(clauses, ({ key }) => key);
    return [...byKey].map(([key, own]) => {
      const sorted = own.sort((one, other) => one.id - other.id);
      const { choices, complete } = this.#keys.choices(sorted, assignment);
      if (!complete && assignment === undefined)
        this.#giveUp([...left.old, ...left.new], `more values of ${key} than can be compared`);
      return { key, clauses: new Set(sorted.map(({ id }) => id)), choices, complete };
    });
  }

  #giveUp(statements: readonly DiffStatement[], detail: string): void {
    for (const direction of directions) this.#findings.noteLimit(direction, statements, detail);
  }
}

function keep(statements: Remaining, isKept: (statement: DiffStatement) => boolean): Remaining {
  return { old: statements.old.filter(isKept), new: statements.new.filter(isKept) };
}

function meaning(statement: DiffStatement): string {
  return statement.meaning;
}

function meaningOfConditions({ compiled, clauses }: DiffStatement): string {
  return JSON.stringify([compiled.effect, clauses.map(({ id }) => id)]);
}

function meaningWithActions(statement: DiffStatement): string {
  const { action, unreadable } = statement.statement;
  const values = action?.values.map(({ value }) => value.trim().toLowerCase()) ?? [];
  return JSON.stringify([
    statement.meaning,
    [...unreadable],
    action?.negated ?? null,
    [...new Set(values)].sort(),
  ]);
}

/** Whether both sides say the same as sets of statements, or neither allows anything. */
function isSame(sides: Remaining, meaningOf: (statement: DiffStatement) => string): boolean {
  const allows = [...sides.old, ...sides.new].some(({ compiled }) => compiled.effect === "Allow");
  if (!allows) return true;
  const before = new Set(sides.old.map(meaningOf));
  const after = new Set(sides.new.map(meaningOf));
  return before.size === after.size && [...before].every((text) => after.has(text));
}

function termsOf({ old, new: now }: Remaining): Sides {
  const term = ({ compiled, clauses }: DiffStatement): Term => ({
    deny: compiled.effect === "Deny",
    clauses: clauses.map(({ id }) => id),
  });
  return { old: old.map(term), new: now.map(term) };
}
