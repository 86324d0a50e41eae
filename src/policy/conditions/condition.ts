/** One operator on one key: how absence, several values and the modifiers count. */
import type { ConditionClause } from "../document/document.ts";
import { maxSharedConditions } from "../limits.ts";
import { type ContextText, type ContextTexts, type ContextView, contextKey } from "./context.ts";
import { type ParsedOperator, parseOperator } from "./operator-name.ts";
import { operators } from "./operators.ts";
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
  const condition = onceEach(compileRule(operator, key, values, variables));
  if (shared.size >= maxSharedConditions) shared.clear();
  shared.set(identity, condition);
  return condition;
}

/** Remembers the answer for the evaluation it was asked in. */
function onceEach(rule: Rule): CompiledCondition {
  let answered = -1;
  let answer = false;
  return {
    holds: (view, evaluation) => {
      if (answered === evaluation) return answer;
      const result = rule(view);
      answered = evaluation;
      answer = result;
      return result;
    },
  };
}

function compileRule(
  operator: ParsedOperator,
  key: string,
  values: readonly string[],
  variables: boolean,
): Rule {
  if (operator.name === "Null") return compileNull(key, values);
  const { negated, compile } = operators[operator.name];
  const tests = values.map((value) => compile(value, variables));
  const [only] = tests;
  const matches =
    tests.length === 1 && only !== undefined
      ? only
      : (value: ContextText, view: ContextView) => tests.some((test) => test(value, view));
  const holds = (value: ContextText, view: ContextView): boolean => matches(value, view) !== negated;
  const present = presentRule(operator, negated, holds);
  const absent =
    operator.ifExists || operator.set === "ForAllValues" || (negated && operator.set === undefined);
  const asked = contextKey(key);
  return (view) => {
    const texts = view.read(asked);
    return texts === undefined ? absent : present(texts, view);
  };
}

type PresentRule = (texts: ContextTexts, view: ContextView) => boolean;

function presentRule(
  { set }: ParsedOperator,
  negated: boolean,
  holds: (value: ContextText, view: ContextView) => boolean,
): PresentRule {
  switch (set) {
    case "ForAllValues":
      // AWS: also true when the values come to nothing but empty texts.
      return (texts, view) =>
        texts.every(({ text }) => text === "") || texts.every((value) => holds(value, view));
    case "ForAnyValue":
      return (texts, view) => texts.some((value) => holds(value, view));
    default:
      // Several values without a set prefix: no match; a negated operator must hold for every one of them.
      return (texts, view) =>
        texts.length === 1 ? holds(texts[0], view) : negated && texts.every((value) => holds(value, view));
  }
}

/** `"true"`: the key is absent; `"false"`: it is there. Set prefixes make no difference. */
function compileNull(key: string, values: readonly string[]): Rule {
  const wanted = new Set(values.map(parseBoolean));
  const asked = contextKey(key);
  return (view) => wanted.has(view.read(asked) === undefined);
}
