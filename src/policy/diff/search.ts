/** Conditions: is there a context under which one side allows and the other does not? */
import type { Budget } from "./budget.ts";
import type { KeyChoice, KeyChoices } from "./keys.ts";
import { maxSearchedKeys } from "./limits.ts";
import type { Direction } from "./types.ts";

/** What is left of a statement once action, resource and caller are settled: clauses that must all hold. */
export interface Term {
  readonly deny: boolean;
  readonly clauses: readonly number[];
}

export interface Sides {
  readonly old: readonly Term[];
  readonly new: readonly Term[];
}

/** A condition key with its clauses and the values that they tell apart. */
export interface SearchKey extends KeyChoices {
  readonly key: string;
  readonly clauses: ReadonlySet<number>;
}

/** Values by key; keys that do not matter are left out. */
export type Hit = ReadonlyMap<string, KeyChoice>;

export interface SearchResult {
  readonly hits: ReadonlyMap<Direction, Hit>;
  /** Whether a limit was met before all was looked at. */
  readonly partial: boolean;
}

/** Finds one context at most for each direction that is wanted. */
export function searchContexts(
  keys: readonly SearchKey[],
  sides: Sides,
  wanted: Iterable<Direction>,
  budget: Budget,
): SearchResult {
  const search = new ContextSearch(keys, wanted, budget);
  search.visit(0, { old: reduce(sides.old), new: reduce(sides.new) }, new Map());
  return search;
}

class ContextSearch implements SearchResult {
  readonly hits = new Map<Direction, Hit>();
  partial = false;
  readonly #keys: readonly SearchKey[];
  readonly #budget: Budget;
  readonly #wanted: Set<Direction>;
  readonly #seen = new Set<string>();

  constructor(keys: readonly SearchKey[], wanted: Iterable<Direction>, budget: Budget) {
    this.#keys = keys;
    this.#wanted = new Set(wanted);
    this.#budget = budget;
  }

  visit(depth: number, sides: Sides, chosen: Hit): void {
    const before = answerOf(sides.old);
    const after = answerOf(sides.new);
    const open: Direction[] = [];
    if (before !== true && after !== false) open.push("added");
    if (before !== false && after !== true) open.push("removed");
    if (!open.some((direction) => this.#wanted.has(direction))) return;
    if (before !== undefined && after !== undefined) {
      for (const direction of open) if (this.#wanted.delete(direction)) this.hits.set(direction, chosen);
      return;
    }
    const [oldText, newText] = [JSON.stringify(sides.old), JSON.stringify(sides.new)];
    const state = `${depth} ${oldText} ${newText} ${[...this.#wanted].join()}`;
    if (oldText === newText || this.#seen.has(state)) return;
    this.#seen.add(state);
    this.#choose(depth, sides, chosen);
  }

  #choose(depth: number, sides: Sides, chosen: Hit): void {
    const at = this.#keys.findIndex(({ clauses }, index) => index >= depth && isIn(clauses, sides));
    const key = this.#keys[at];
    if (key === undefined) return;
    for (const choice of key.choices) {
      if (!this.#budget.case() || depth >= maxSearchedKeys) this.partial = true;
      if (this.partial || this.#wanted.size === 0) return;
      const next = { old: settle(sides.old, key, choice), new: settle(sides.new, key, choice) };
      this.visit(at + 1, next, new Map([...chosen, [key.key, choice]]));
    }
  }
}

function isIn(clauses: ReadonlySet<number>, sides: Sides): boolean {
  return [...sides.old, ...sides.new].some((term) => term.clauses.some((id) => clauses.has(id)));
}

/** The terms once one key has its value. */
function settle(terms: readonly Term[], { clauses }: SearchKey, { holding }: KeyChoice): readonly Term[] {
  return reduce(
    terms.flatMap((term) => {
      const own = term.clauses.filter((id) => clauses.has(id));
      if (own.length === 0) return [term];
      if (own.some((id) => !holding.has(id))) return [];
      return [{ deny: term.deny, clauses: term.clauses.filter((id) => !clauses.has(id)) }];
    }),
  );
}

/** In one form: nothing where nothing can be allowed; a single Allow where one holds already; each term once, in order. */
function reduce(terms: readonly Term[]): readonly Term[] {
  const allows = terms.filter(({ deny }) => !deny);
  const denies = terms.filter(({ deny }) => deny);
  if (allows.length === 0 || denies.some(({ clauses }) => clauses.length === 0)) return [];
  const sure = allows.find(({ clauses }) => clauses.length === 0);
  const byText = new Map(
    [...(sure === undefined ? allows : [sure]), ...denies].map((term) => [JSON.stringify(term), term]),
  );
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, term]) => term);
}

/** Whether a side allows; undefined while it depends on conditions. */
function answerOf(terms: readonly Term[]): boolean | undefined {
  if (terms.length === 0) return false;
  const isSure = terms.length === 1 && terms.every(({ deny, clauses }) => !deny && clauses.length === 0);
  return isSure ? true : undefined;
}
