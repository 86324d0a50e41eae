/** The values of one condition key that clauses tell apart: single, several, none. */
import { ContextView } from "../conditions/context.ts";
import type { OperatorName } from "../conditions/operator-name.ts";
import type { ContextValue } from "../types.ts";
import type { Budget } from "./budget.ts";
import { maxValueLists } from "./limits.ts";
import { type Assignment, answersOf, type Rule } from "./open.ts";
import { samplesFor } from "./samples.ts";
import type { KeyClause } from "./side.ts";
import { asAnyText, asValues } from "./tokens.ts";

export interface KeyChoice {
  /** undefined: absent. */
  readonly value: ContextValue | undefined;
  /** Clauses that hold. */
  readonly holding: ReadonlySet<number>;
  /** Whether an open clause was given an answer. */
  readonly open: boolean;
}

export interface KeyChoices {
  readonly choices: readonly KeyChoice[];
  readonly complete: boolean;
}

/** Conditions remember their answer by the number of the evaluation; those of `evaluate` are positive. */
let trials = -1;

export class KeyDimension {
  readonly #budget: Budget;
  readonly #cache = new Map<string, KeyChoices>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Clauses of one key. Without `assignment` those that cannot be judged exactly are left open. */
  choices(clauses: readonly KeyClause[], assignment?: Assignment): KeyChoices {
    const key = JSON.stringify([
      clauses.map(({ id }) => id),
      [...(assignment ?? [])],
      assignment === undefined,
    ]);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const made = assignment === undefined ? this.#open(clauses) : this.#closed(clauses, assignment);
    this.#cache.set(key, made);
    return made;
  }

  #closed(clauses: readonly KeyClause[], assignment: Assignment): KeyChoices {
    const [first] = clauses;
    const key = first?.key ?? "";
    if (assignment.has(key)) {
      const value = assignment.get(key);
      const holding = holdingAt(clauses, key, value, assignment);
      return { choices: [{ value, holding, open: false }], complete: true };
    }
    const variable = asValues((name) => assignment.get(name));
    const samples = samplesFor(clauses, variable, this.#budget);
    return combine(clauses, samples.values, samples.complete, assignment);
  }

  #open(clauses: readonly KeyClause[]): KeyChoices {
    const closed = clauses.filter(({ variableKeys }) => variableKeys.length === 0);
    const samples = samplesFor(closed, asAnyText, this.#budget);
    const base = combine(closed, samples.values, samples.complete, new Map());
    const isOpen = ({ variableKeys, operator }: KeyClause): boolean =>
      variableKeys.length > 0 || (!base.complete && operator.name !== "Null");
    const open = clauses.filter(isOpen);
    if (open.length === 0) return base;
    const answers = answersOf(
      open.map(({ id }) => id),
      rulesOf(open),
    );
    if (answers === undefined) return { choices: base.choices, complete: false };
    const key = open[0]?.key ?? "";
    const choices: KeyChoice[] = [];
    for (const { value, holding } of distinctBases(base.choices, open, base.complete)) {
      if (value === undefined) {
        const absent = holdingAt(clauses, key, undefined, new Map());
        choices.push({ value, holding: absent, open: false });
        continue;
      }
      const sure = [...holding].filter((id) => open.every((clause) => clause.id !== id));
      for (const answer of answers)
        choices.push({ value, holding: new Set([...sure, ...answer]), open: true });
    }
    return { choices, complete: true };
  }
}

/** When the samples miss combinations, only presence and absence are sure. */
function distinctBases(
  choices: readonly KeyChoice[],
  open: readonly KeyClause[],
  complete: boolean,
): readonly KeyChoice[] {
  if (complete) return choices;
  const present = choices.find(({ value }) => value !== undefined);
  const absent = choices.find(({ value }) => value === undefined);
  const ids = new Set(open.map(({ id }) => id));
  return [present, absent].flatMap((choice) =>
    choice === undefined
      ? []
      : [{ ...choice, holding: new Set([...choice.holding].filter((id) => !ids.has(id))) }],
  );
}

/** For each operator those that hold of every value that it holds of. */
const looser: ReadonlyMap<OperatorName, readonly OperatorName[]> = new Map([
  ["StringEquals", ["StringLike", "StringEqualsIgnoreCase"]],
  ["StringNotLike", ["StringNotEquals"]],
  ["StringNotEqualsIgnoreCase", ["StringNotEquals"]],
  ["ArnEquals", ["ArnLike"]],
  ["ArnLike", ["ArnEquals"]],
  ["ArnNotEquals", ["ArnNotLike"]],
  ["ArnNotLike", ["ArnNotEquals"]],
]);

/** The clauses that must hold where others do. The key is there, so that IfExists makes no difference. */
function rulesOf(open: readonly KeyClause[]): readonly Rule[] {
  return open.flatMap((part) =>
    open
      .filter((whole) => part !== whole && isImplied(part, whole))
      .map(
        (whole): Rule =>
          (chosen) =>
            !chosen.has(part.id) || chosen.has(whole.id),
      ),
  );
}

/** A positive clause holds where one with fewer values does; a negated one the other way round. */
function isImplied(part: KeyClause, whole: KeyClause): boolean {
  const { name, set } = part.operator;
  if (set !== whole.operator.set || part.variables !== whole.variables) return false;
  if (name !== whole.operator.name && !looser.get(name)?.includes(whole.operator.name)) return false;
  const [few, many] = name.includes("Not") ? [whole, part] : [part, whole];
  return few.values.every((value) => many.values.includes(value));
}

function holdingAt(
  clauses: readonly KeyClause[],
  key: string,
  value: ContextValue | undefined,
  assignment: Assignment,
): Set<number> {
  trials -= 1;
  const view = new ContextView({ get: (name) => (name === key ? value : assignment.get(name)) });
  const trial = trials;
  return new Set(clauses.filter(({ condition }) => condition.holds(view, trial)).map(({ id }) => id));
}

/** Single values, lists of them, and none, each kind of answer once. */
function combine(
  clauses: readonly KeyClause[],
  samples: readonly string[],
  complete: boolean,
  assignment: Assignment,
): KeyChoices {
  const key = clauses[0]?.key ?? "";
  const choices = new Map<string, KeyChoice>();
  const add = (value: ContextValue | undefined): void => {
    const holding = holdingAt(clauses, key, value, assignment);
    // Absence is apart from every value: clauses that are still open may tell them apart.
    const vector = `${value === undefined} ${[...holding].join(",")}`;
    if (!choices.has(vector)) choices.set(vector, { value, holding, open: false });
  };
  const singles = distinctSingles(clauses, [...samples, ""], key, assignment);
  for (const value of singles) add(value);
  add(undefined);
  const lists = listsOf(singles, clauses.filter(({ operator }) => operator.name !== "Null").length + 1);
  for (const list of lists.lists) add(list);
  return { choices: [...choices.values()], complete: complete && lists.complete };
}

/** One value for each combination of clauses that a value meets; the empty text apart, as sets of values count it apart. */
function distinctSingles(
  clauses: readonly KeyClause[],
  samples: readonly string[],
  key: string,
  assignment: Assignment,
): readonly string[] {
  const isApart = clauses.some(({ operator }) => operator.set === "ForAllValues");
  const singles = new Map<string, string>();
  for (const value of samples) {
    const holding = [...holdingAt(clauses, key, value, assignment)].join(",");
    const vector = `${isApart && value === ""} ${holding}`;
    if (!singles.has(vector)) singles.set(vector, value);
  }
  return [...singles.values()];
}

/**
 * Every list of up to `most` values. More are not needed: what a clause says of a list needs one of its values to be seen,
 * and one more that is not the empty text.
 */
function listsOf(values: readonly string[], most: number): { lists: string[][]; complete: boolean } {
  const lists: string[][] = values.map((value) => [value, value]);
  let layer = values.map((value, at) => ({ list: [value], at }));
  for (let size = 2; size <= Math.min(most, values.length); size += 1) {
    layer = layer.flatMap(({ list, at }) =>
      values.slice(at + 1).map((value, further) => ({ list: [...list, value], at: at + 1 + further })),
    );
    if (lists.length + layer.length > maxValueLists) return { lists, complete: false };
    lists.push(...layer.map(({ list }) => list));
  }
  return { lists, complete: true };
}
