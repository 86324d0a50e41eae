/** One operator on one key: how absence, several values and the modifiers count. */
import type { ConditionClause } from "../document/document.ts";
import { maxSharedConditions } from "../limits.ts";
import { type ContextKey, type ContextTexts, type ContextView, contextKey } from "./context.ts";
import { type ParsedOperator, parseOperator, type SetPrefix } from "./operator-name.ts";
import { operators, type ValueTest } from "./operators.ts";
import { parseBoolean } from "./typed.ts";

/** A condition of one or many policies; asked at most once per evaluation. */
export interface CompiledCondition {
  /** `evaluation`: the number of the evaluation that `view` belongs to. */
  readonly holds: (view: ContextView, evaluation: number) => boolean;
}

const shared = new Map<string, CompiledCondition>();

/** Equal conditions are one object, whichever policy they stand in. undefined when the operator is not AWS's. */
export function compileCondition(clause: ConditionClause, variables: boolean): CompiledCondition | undefined {
  const operator = parseOperator(clause.operator.value);
  if (operator === undefined) return undefined;
  const values = clause.values.map(({ value }) => value);
  const key = clause.key.value.toLowerCase();
  const { name, set, ifExists } = operator;
  const identity = JSON.stringify([name, set ?? "", ifExists, variables, key, ...values]);
  const known = shared.get(identity);
  if (known !== undefined) return known;
  const condition = new SharedCondition(contextKey(key), ruleOf(operator, values, variables));
  if (shared.size >= maxSharedConditions) shared.clear();
  shared.set(identity, condition);
  return condition;
}

/** How a condition answers: to no value, to one, and to several. */
interface Rule {
  readonly absent: boolean;
  readonly one: ValueTest;
  /** Whether `one` says the opposite of the answer. */
  readonly negated: boolean;
  readonly several: (texts: ContextTexts, view: ContextView) => boolean;
}

/** Remembers the answer for the evaluation it was asked in. */
class SharedCondition implements CompiledCondition {
  readonly #key: ContextKey;
  readonly #absent: boolean;
  readonly #one: ValueTest;
  readonly #negated: boolean;
  readonly #several: Rule["several"];
  #answered = -1;
  #answer = false;

  constructor(key: ContextKey, { absent, one, negated, several }: Rule) {
    this.#key = key;
    this.#absent = absent;
    this.#one = one;
    this.#negated = negated;
    this.#several = several;
  }

  holds(view: ContextView, evaluation: number): boolean {
    if (this.#answered === evaluation) return this.#answer;
    const answer = this.#ask(view);
    this.#answered = evaluation;
    this.#answer = answer;
    return answer;
  }

  #ask(view: ContextView): boolean {
    const texts = view.read(this.#key);
    if (texts === undefined) return this.#absent;
    if (texts.length === 1) return this.#one(texts[0], view) !== this.#negated;
    return this.#several(texts, view);
  }
}

function ruleOf(
  { name, set, ifExists }: ParsedOperator,
  values: readonly string[],
  variables: boolean,
): Rule {
  if (name === "Null") return nullRule(values);
  const { negated, compile } = operators[name];
  const matches = anyOf(values.map((value) => compile(value, variables)));
  if (set !== undefined) return setRule((value, view) => matches(value, view) !== negated, set, ifExists);
  return {
    absent: ifExists || negated,
    one: matches,
    negated,
    // Without a set prefix no match; a negated operator must hold for every one of them.
    several: (texts, view) => negated && !texts.some((value) => matches(value, view)),
  };
}

function anyOf(tests: readonly ValueTest[]): ValueTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (value, view) => {
    for (const test of tests) if (test(value, view)) return true;
    return false;
  };
}

function setRule(holds: ValueTest, set: SetPrefix, ifExists: boolean): Rule {
  if (set === "ForAnyValue")
    return {
      absent: ifExists,
      one: holds,
      negated: false,
      several: (texts, view) => texts.some((value) => holds(value, view)),
    };
  // AWS: also true when the values come to nothing but empty texts.
  return {
    absent: true,
    one: (value, view) => value.text === "" || holds(value, view),
    negated: false,
    several: (texts, view) =>
      texts.every(({ text }) => text === "") || texts.every((value) => holds(value, view)),
  };
}

/** `"true"`: the key is absent; `"false"`: it is there. Set prefixes make no difference. */
function nullRule(values: readonly string[]): Rule {
  const wanted = new Set(values.map(parseBoolean));
  const present = (): boolean => wanted.has(false);
  return { absent: wanted.has(true), one: present, negated: false, several: present };
}
