/** Which statements of which layers apply to a request: the half of an explanation that costs no more than two decisions. */
import { consult, evaluate, isUngoverned, layerOrder } from "../evaluation/evaluate.ts";
import { grantOf } from "../evaluation/layer.ts";
import { RequestView } from "../evaluation/request-view.ts";
import type { Decision, EvaluationRequest, Layer, StatementRef } from "../types.ts";
import { levelsOf, resultOf } from "./layers.ts";
import type { LayerExplanation } from "./types.ts";

/** A statement that applies, and to which effect. */
export interface AppliedRef extends StatementRef {
  readonly effect: "Allow" | "Deny";
}

/** What one layer says, and the statements that say it. */
export interface AppliedLayer {
  readonly layer: Layer;
  readonly result: LayerExplanation["result"];
  /** Every statement that applies, in the order of the policies. */
  readonly statements: readonly AppliedRef[];
}

/**
 * The decision and every statement that applies, layer by layer, without the reasons of those that do not. Only layers
 * that had a say. Pure; never throws for the content of a policy.
 */
export function findApplied(request: EvaluationRequest): {
  readonly decision: Decision;
  readonly layers: readonly AppliedLayer[];
} {
  const decision = evaluate(request);
  const view = new RequestView(request);
  if (isUngoverned(view.action, request.principal)) return { decision, layers: [] };
  const consulted = consult(request, view);
  const layers = layerOrder.flatMap((layer): AppliedLayer[] => {
    if (consulted[layer] === undefined) return [];
    return [
      { layer, result: resultOf(consulted, layer, view), statements: statementsOf(request, layer, view) },
    ];
  });
  return { decision, layers };
}

function statementsOf({ layers }: EvaluationRequest, layer: Layer, view: RequestView): readonly AppliedRef[] {
  return levelsOf(layers, layer)
    .flat()
    .flatMap(({ statements }) => statements.all)
    .filter(
      (statement) =>
        statement.takesAction(view.action) &&
        statement.resource.test(view) &&
        grantOf(statement, view) !== "none",
    )
    .map(({ source, index, sid, position, effect }) => ({ layer, source, index, sid, position, effect }));
}
