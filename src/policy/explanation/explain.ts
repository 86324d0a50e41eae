/** The story of an explanation: the decision once more, slowly, asking every statement of every layer. */
import {
  type Consulted,
  consult,
  evaluate,
  isUngoverned,
  layerOrder,
  neededLayers,
} from "../evaluation/evaluate.ts";
import { RequestView } from "../evaluation/request-view.ts";
import type { EvaluationRequest, Layer } from "../types.ts";
import { findChanges } from "./changes.ts";
import { levelsOf, ownGrant, resultOf } from "./layers.ts";
import { type Asked, appliedStatement, type Probed, probePolicy } from "./probe.ts";
import type { ExplainOptions, Explanation, FailedClause, LayerExplanation, NearMiss } from "./types.ts";

/** Near misses told. */
const maxNearMisses = 10;

/**
 * Explains what `evaluate` answers to the same request. Pure; never throws for the content of a policy; costs some
 * hundred evaluations at most. `changes` holds only what the engine itself answered otherwise to.
 */
export function explain(request: EvaluationRequest, options: ExplainOptions = {}): Explanation {
  const decision = evaluate(request);
  const { principal, action, resource } = request;
  const about = { principal, action, resource };
  const view = new RequestView(request);
  if (isUngoverned(view.action, principal))
    return { request: about, decision, layers: [], nearMisses: [], changes: [] };
  const asked = { request, view, consulted: consult(request, view) };
  const needed = neededLayers(request, asked.consulted, ownGrant(asked.consulted, view), view);
  const layers = layerOrder.filter((layer) => asked.consulted[layer] !== undefined || needed.includes(layer));
  const probed = layers.flatMap((layer) => probeLayer(layer, asked));
  const { veiled, mayGoOn = () => true } = options;
  const isOpen = (layer: Layer): boolean => veiled?.has(layer) !== true;
  const open = probed.filter(({ layer }) => isOpen(layer));
  const silent = needed.filter((layer) => isOpen(layer) && isSilent(layer, request, probed));
  const deniable = (["identity", "resource", "trust"] as const).find((layer) => layers.includes(layer));
  return {
    request: about,
    decision,
    layers: layers.map((layer) => explainLayer(layer, asked, needed.includes(layer), probed)),
    nearMisses: decision.allowed
      ? nearMisses(open.filter(({ compiled }) => compiled.effect === "Deny"))
      : nearMisses(
          open.filter(({ compiled, layer }) => compiled.effect === "Allow" && silent.includes(layer)),
        ),
    changes: findChanges({ request, decision, probed: open, needed, silent, deniable, mayGoOn }),
  };
}

function probeLayer(layer: Layer, asked: Asked): readonly Probed[] {
  return levelsOf(asked.request.layers, layer).flatMap((policies) =>
    policies.flatMap((policy) => probePolicy(policy, layer, asked)),
  );
}

/** Whether some level of the layer, or the whole of it, has no Allow that applies. */
function isSilent(layer: Layer, { layers }: EvaluationRequest, probed: readonly Probed[]): boolean {
  const levels = levelsOf(layers, layer);
  const speaks = (policies: (typeof levels)[number]): boolean =>
    probed.some(
      (found) =>
        found.layer === layer &&
        found.compiled.effect === "Allow" &&
        found.failed.length === 0 &&
        policies.includes(found.policy),
    );
  return levels.length === 0 || !levels.every(speaks);
}

function explainLayer(
  layer: Layer,
  { request, view, consulted }: Asked & { readonly consulted: Consulted },
  needed: boolean,
  probed: readonly Probed[],
): LayerExplanation {
  const applied = probed.filter((found) => found.layer === layer && found.failed.length === 0);
  const denies = applied.filter(({ compiled }) => compiled.effect === "Deny");
  const allows = applied.filter(({ compiled }) => compiled.effect === "Allow");
  return {
    layer,
    result: resultOf(consulted, layer, view),
    needed,
    policies: levelsOf(request.layers, layer).flat().length,
    statements: [...denies, ...allows].map(appliedStatement),
  };
}

/** Conditions are the nearest misses; an action of another service is none. */
const nearness: readonly FailedClause["clause"][] = ["condition", "principal", "resource", "action"];

function nearMisses(probed: readonly Probed[]): readonly NearMiss[] {
  const found = probed.flatMap((one) => {
    const [only, ...others] = one.failed;
    if (only === undefined || others.length > 0 || isFar(only.clause)) return [];
    return [{ statement: appliedStatement(one), failed: only.clause }];
  });
  return nearness
    .flatMap((clause) => found.filter(({ failed }) => failed.clause === clause))
    .slice(0, maxNearMisses);
}

function isFar({ clause, wanted, had }: FailedClause): boolean {
  if (clause !== "action" || typeof had !== "string") return false;
  const vendor = had.slice(0, had.indexOf(":") + 1).toLowerCase();
  return !wanted.some((value) => value.trim().toLowerCase().startsWith(vendor));
}
