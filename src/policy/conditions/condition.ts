/** One operator on one key: how absence, several values and the modifiers count. */
import type { ConditionClause } from "../document/document.ts";
import { maxSharedConditions } from "../limits.ts";
import { type ContextKey, type ContextView, contextKey } from "./context.ts";
import { type ParsedOperator, parseOperator, type SetPrefix } from "./operator-name.ts";
import { operators, type ValueTest } from "./operators.ts";
import { parseBoolean } from "./typed.ts";

/** A condition of one or many policies; asked at most once per evaluation. */
export interface CompiledCondition {
  /** `evaluation`: the number of the evaluation that `view` belongs to. */
  readonly holds: (view: ContextView, evaluation: number) => boolean;
}

type Rule = (view: ContextView) => boolean;

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
  const condition = new SharedCondition(compileRule(operator, key, values, variables));
  if (shared.size >= maxSharedConditions) shared.clear();
  shared.set(identity, condition);
  return condition;
}

/** Remembers the answer for the evaluation it was asked in. */
class SharedCondition implements CompiledCondition {
  readonly #rule: Rule;
  #answered = -1;
  #answer = false;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  holds(view: ContextView, evaluation: number): boolean {
    if (this.#answered === evaluation) return this.#answer;
    const answer = this.#rule(view);
    this.#answered = evaluation;
    this.#answer = answer;
    return answer;
  }
}

function compileRule(
  operator: ParsedOperator,
  name: string,
  values: readonly string[],
  variables: boolean,
): Rule {
  const key = contextKey(name);
  if (operator.name === "Null") return nullRule(key, values);
  const { negated, compile } = operators[operator.name];
  const matches = anyOf(values.map((value) => compile(value, variables)));
  const { set, ifExists } = operator;
  if (set === undefined) return plainRule(key, matches, negated, ifExists || negated);
  const holds: ValueTest = (value, view) => matches(value, view) !== negated;
  return setRule(key, holds, set, ifExists);
}

function anyOf(tests: readonly ValueTest[]): ValueTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (value, view) => {
    for (const test of tests) if (test(value, view)) return true;
    return false;
  };
}

/** Several values without a set prefix: no match; a negated operator must hold for every one of them. */
function plainRule(key: ContextKey, matches: ValueTest, negated: boolean, absent: boolean): Rule {
  return (view) => {
    const texts = view.read(key);
    if (texts === undefined) return absent;
    if (texts.length === 1) return matches(texts[0], view) !== negated;
    return negated && !texts.some((value) => matches(value, view));
  };
}

function setRule(key: ContextKey, holds: ValueTest, set: SetPrefix, ifExists: boolean): Rule {
  const all = set === "ForAllValues";
  return (view) => {
    const texts = view.read(key);
    if (texts === undefined) return all || ifExists;
    if (!all) return texts.some((value) => holds(value, view));
    // AWS: also true when the values come to nothing but empty texts.
    return texts.every(({ text }) => text === "") || texts.every((value) => holds(value, view));
  };
}

/** `"true"`: the key is absent; `"false"`: it is there. Set prefixes make no difference. */
function nullRule(key: ContextKey, values: readonly string[]): Rule {
  const wanted = new Set(values.map(parseBoolean));
  return (view) => wanted.has(view.read(key) === undefined);
}
