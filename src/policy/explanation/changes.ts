/**
 * The smallest changes that turn a decision. Steps are proposed from the statements at hand, then sets of one, two and
 * three are tried on the engine; what the engine does not confirm is not told.
 */
import type { ConditionClause } from "../document/document.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { RequestView } from "../evaluation/request-view.ts";
import type { Decision, EvaluationRequest, Layer } from "../types.ts";
import { candidateValues } from "./candidate-values.ts";
import { originOf } from "./key-origin.ts";
import { appliedStatement, conditionHolds, type Probed } from "./probe.ts";
import { writeStatement } from "./statement-text.ts";
import { addition, contextTrial, removal, type Trial } from "./trial.ts";
import type { Change, Step } from "./types.ts";

/** Steps that are combined with one another. */
const maxSteps = 12;
/** Steps of one change that were searched for; longer ones are only the one that takes every obstacle away. */
const maxStepsTogether = 3;
/** Times the engine is asked per explanation. */
const maxTrials = 300;
/** Statements whose conditions are looked at for values that would turn them. */
const maxStatementsTurned = 40;
/** Changes told. */
const maxChanges = 6;
/** Removals in the change that takes every obstacle away. */
const maxRemovals = 50;

/** What is known when changes are looked for. */
export interface Situation {
  readonly request: EvaluationRequest;
  readonly decision: Decision;
  /** The statements of every layer that has a say. */
  readonly probed: readonly Probed[];
  /** Layers whose Allow is needed. */
  readonly needed: readonly Layer[];
  /** Those of them in which no Allow applies. */
  readonly silent: readonly Layer[];
  /** Where a Deny can be put. */
  readonly deniable: Layer | undefined;
  /** Whether there is time for another trial. */
  readonly mayGoOn: () => boolean;
}

/**
 * What the caller can bring along comes first: it opens nothing to anybody. Of these, and of the others, least steps first,
 * and of equal length what is easiest for whoever asks. Empty when no policy governs the action.
 */
export function findChanges(situation: Situation): readonly Change[] {
  const { request, decision } = situation;
  const proposed = decision.allowed ? stepsToRefuse(situation) : stepsToAllow(situation);
  const trials = distinct(proposed).slice(0, maxSteps);
  const found: { readonly set: readonly number[]; readonly change: Change }[] = [];
  let asked = 0;
  for (const set of subsets(trials.length, maxStepsTogether)) {
    if (asked >= maxTrials || found.length >= maxChanges || !situation.mayGoOn()) break;
    if (found.some((earlier) => earlier.set.every((index) => set.includes(index)))) continue;
    asked += 1;
    const change = attempt(
      request,
      decision,
      set.flatMap((index) => trials[index] ?? []),
    );
    if (change !== undefined) found.push({ set, change });
  }
  if (found.length > 0 || !situation.mayGoOn())
    return found
      .map(({ change }) => change)
      .toSorted((left, right) => Number(!isBroughtAlong(left)) - Number(!isBroughtAlong(right)));
  const last = attempt(request, decision, everyObstacle(situation));
  return last === undefined ? [] : [last];
}

function attempt(
  request: EvaluationRequest,
  decision: Decision,
  trials: readonly Trial[],
): Change | undefined {
  const { outcome } = evaluate(trials.reduce((changed, { take }) => take(changed), request));
  const turned = (outcome === "allow") !== decision.allowed;
  return turned ? { steps: trials.map(({ step }) => step), outcome } : undefined;
}

/** What stands in the way: Denies that apply, layers that say nothing. */
function stepsToAllow(situation: Situation): readonly Trial[] {
  const { probed, silent } = situation;
  const steps: Trial[] = [];
  const denies = probed.filter(({ compiled, failed }) => compiled.effect === "Deny" && failed.length === 0);
  for (const found of denies.slice(0, maxStatementsTurned))
    steps.push(...contextSteps(situation, found, found.statement.conditions, false));
  const allows = probed.filter(
    (found) => found.compiled.effect === "Allow" && silent.includes(found.layer) && isOnlyConditions(found),
  );
  for (const found of allows.slice(0, maxStatementsTurned))
    steps.push(...contextSteps(situation, found, failedConditions(found), true));
  return [...steps, ...everyObstacle(situation)].toSorted((left, right) => effortOf(left) - effortOf(right));
}

/** What the grant rests on: Allows that apply, Denies that nearly do. */
function stepsToRefuse(situation: Situation): readonly Trial[] {
  const { request, probed, needed, deniable } = situation;
  const steps: Trial[] = [];
  const allows = probed.filter(
    ({ compiled, failed, layer }) =>
      compiled.effect === "Allow" && failed.length === 0 && needed.includes(layer),
  );
  for (const found of allows.slice(0, maxStatementsTurned))
    steps.push(
      ...contextSteps(situation, found, found.statement.conditions, false),
      removal(appliedStatement(found), found.policy),
    );
  const denies = probed.filter((found) => found.compiled.effect === "Deny" && isOnlyConditions(found));
  for (const found of denies.slice(0, maxStatementsTurned))
    steps.push(...contextSteps(situation, found, failedConditions(found), true));
  if (deniable !== undefined) steps.push(addition(deniable, writeStatement("Deny", deniable, request)));
  return steps.toSorted((left, right) => effortOf(left) - effortOf(right));
}

/** Always enough, if not always smallest: no Deny applies any more and every silent layer allows. */
function everyObstacle({ request, decision, probed, silent }: Situation): readonly Trial[] {
  if (decision.allowed) return [];
  const denies = probed.filter(({ compiled, failed }) => compiled.effect === "Deny" && failed.length === 0);
  return [
    ...silent.map((layer) => addition(layer, writeStatement("Allow", layer, request))),
    ...denies.slice(0, maxRemovals).map((found) => removal(appliedStatement(found), found.policy)),
  ];
}

function isOnlyConditions({ failed }: Probed): boolean {
  return failed.length > 0 && failed.every(({ condition }) => condition !== undefined);
}

function failedConditions({ failed }: Probed): readonly ConditionClause[] {
  return failed.flatMap(({ condition }) => condition ?? []);
}

/** For each condition the first value that makes it hold, or fail, as `wanted` says. */
function contextSteps(
  { request, mayGoOn }: Situation,
  { document }: Probed,
  conditions: readonly ConditionClause[],
  wanted: boolean,
): readonly Trial[] {
  return conditions.flatMap((condition) => {
    for (const value of candidateValues(condition)) {
      if (!mayGoOn()) break;
      const trial = contextTrial(condition.key.value, value);
      if (conditionHolds(condition, document, new RequestView(trial.take(request))) === wanted)
        return [trial];
    }
    return [];
  });
}

/** What a caller can bring comes first, then what an administrator can add or take away, then becoming another caller. */
function effortOf({ step }: Trial): number {
  if (step.type === "context") return originOf(step.key).effort;
  return step.type === "add" ? additionEffort : removalEffort;
}

const additionEffort = 2.3;
const removalEffort = 2.6;

function isBroughtAlong({ steps }: Change): boolean {
  return steps.every((step) => step.type === "context" && originOf(step.key).effort < additionEffort);
}

function distinct(trials: readonly Trial[]): readonly Trial[] {
  const seen = new Map<string, Trial>();
  for (const trial of trials) {
    const name = nameOf(trial.step);
    if (!seen.has(name)) seen.set(name, trial);
  }
  return [...seen.values()];
}

function nameOf(step: Step): string {
  return step.type === "context"
    ? JSON.stringify([step.key.toLowerCase(), step.value ?? null])
    : JSON.stringify(step);
}

/** Sets of indices below `count`, small ones first. */
function* subsets(count: number, maxSize: number): Generator<readonly number[]> {
  for (let size = 1; size <= maxSize; size += 1) yield* subsetsOf(size, 0, count);
}

function* subsetsOf(size: number, from: number, count: number): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let first = from; first < count; first += 1)
      for (const rest of subsetsOf(size - 1, first + 1, count)) yield [first, ...rest];
}
