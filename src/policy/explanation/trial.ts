/** A request as it would be after a change. */
import { compilePolicy } from "../evaluation/compile.ts";
import type { CompiledPolicy, CompiledStatement } from "../evaluation/compiled.ts";
import { StatementIndex } from "../evaluation/statement-index.ts";
import type { ContextValue, EvaluationRequest, Layer, StatementRef } from "../types.ts";
import { kindOf, type Levels, levelsOf, withLevels } from "./layers.ts";
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
  return [
    [
      policy === undefined
        ? added
        : withStatements(policy, [...policy.statements.all, ...added.statements.all]),
    ],
  ];
}

/** What was changed before still has the same text. */
function isSame(left: CompiledPolicy, right: CompiledPolicy): boolean {
  return left === right || (left.text === right.text && left.source === right.source);
}

function without(policy: CompiledPolicy, index: number): CompiledPolicy {
  return withStatements(
    policy,
    policy.statements.all.filter((statement) => statement.index !== index),
  );
}

function withStatements(policy: CompiledPolicy, statements: readonly CompiledStatement[]): CompiledPolicy {
  return { ...policy, statements: new StatementIndex(statements) };
}
