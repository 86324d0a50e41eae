/** A request as it would be after a change. */
import { compilePolicy } from "../evaluation/compile.ts";
import type { CompiledPolicy } from "../evaluation/compiled.ts";
import type { ContextValue, EvaluationRequest, Layer, StatementRef } from "../types.ts";
import { kindOf, type Levels, levelsOf, withLevels } from "./layers.ts";
import { documentOf } from "./probe.ts";
import type { Step } from "./types.ts";

/** A step, and how to take it. */
export interface Trial {
  readonly step: Step;
  readonly take: (request: EvaluationRequest) => EvaluationRequest;
}

export function contextTrial(key: string, value: ContextValue | undefined): Trial {
  const name = key.toLowerCase();
  return {
    step: { type: "context", key, value },
    take: (request) => ({
      ...request,
      context: { get: (asked) => (asked === name ? value : request.context.get(asked)) },
    }),
  };
}

/** Takes a statement out of its policy. */
export function removal(statement: StatementRef, policy: CompiledPolicy): Trial {
  const { layer, index } = statement;
  return {
    step: { type: "remove", statement },
    take: (request) =>
      withLevels(
        request,
        layer,
        levelsOf(request.layers, layer).map((policies) =>
          policies.map((other) => (isSame(other, policy) ? without(other, index) : other)),
        ),
      ),
  };
}

/** Puts a statement into every level of a layer. `statement`: its JSON. */
export function addition(layer: Layer, statement: string): Trial {
  const kind = kindOf(layer);
  const added = compilePolicy(`{"Version":"2012-10-17","Statement":[${statement}]}`, kind);
  return {
    step: { type: "add", layer, statement },
    take: (request) => withLevels(request, layer, addTo(levelsOf(request.layers, layer), layer, added)),
  };
}

function addTo(levels: Levels, layer: Layer, added: CompiledPolicy): Levels {
  if (layer !== "trust" && layer !== "boundary")
    return levels.length === 0 ? [[added]] : levels.map((policies) => [...policies, added]);
  const policy = levels[0]?.[0];
  return [[policy === undefined ? added : joined(policy, added)]];
}

/** What was removed before still comes from the same text. */
function isSame(left: CompiledPolicy, right: CompiledPolicy): boolean {
  return left === right || (left.text === right.text && left.source === right.source);
}

function without(policy: CompiledPolicy, index: number): CompiledPolicy {
  const statements = policy.statements.all.filter((statement) => statement.index !== index);
  return recompiled(policy, new Set(statements.map((statement) => statement.index)));
}

function recompiled(policy: CompiledPolicy, kept: ReadonlySet<number>): CompiledPolicy {
  const document = documentOf(policy);
  if (document === undefined) return policy;
  const statements = document.statements.filter(({ index }) => kept.has(index));
  return compilePolicy(
    { text: policy.text, document: { ...document, statements }, problems: policy.problems },
    policy.kind,
    policy.source,
  );
}

/** One policy with the statements of both. */
function joined(policy: CompiledPolicy, added: CompiledPolicy): CompiledPolicy {
  const [base, more] = [documentOf(policy), documentOf(added)];
  if (base === undefined || more === undefined) return added;
  const kept = new Set(policy.statements.all.map(({ index }) => index));
  const statements = [...base.statements.filter(({ index }) => kept.has(index)), ...more.statements];
  return compilePolicy(
    { text: policy.text, document: { ...base, statements }, problems: policy.problems },
    policy.kind,
    policy.source,
  );
}
