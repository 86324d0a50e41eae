/** A request's layers as lists: which policies stand in each, and the request with other ones. */
import type { CompiledPolicy } from "../evaluation/compiled.ts";
import { type Consulted, ownLayer } from "../evaluation/evaluate.ts";
import { findAllow, findDeny } from "../evaluation/layer.ts";
import type { RequestView } from "../evaluation/request-view.ts";
import type { Grant } from "../matching/principal.ts";
import type { Decision, EvaluationRequest, Layer, PolicyKind, PolicyLayers } from "../types.ts";

export type Levels = readonly (readonly CompiledPolicy[])[];

/** One list per level; layers without levels have one. Empty when the request brings no such layer. */
export function levelsOf(layers: PolicyLayers, layer: Layer): Levels {
  switch (layer) {
    case "scp":
    case "rcp":
      return layers[layer] ?? [];
    case "trust":
    case "boundary": {
      const policy = layers[layer];
      return policy === undefined ? [] : [[policy]];
    }
    default: {
      const policies = layers[layer];
      return policies === undefined ? [] : [policies];
    }
  }
}

/** The request with these policies in one layer. `trust` and `boundary` hold one policy: the first. */
export function withLevels(request: EvaluationRequest, layer: Layer, levels: Levels): EvaluationRequest {
  return { ...request, layers: { ...request.layers, [layer]: layerOf(layer, levels) } };
}

function layerOf(layer: Layer, levels: Levels): PolicyLayers[Layer] {
  if (layer === "scp" || layer === "rcp") return levels;
  const [policies = []] = levels;
  return layer === "trust" || layer === "boundary" ? policies[0] : policies;
}

/** What a layer says by itself; one without policies says nothing. */
export function resultOf(consulted: Consulted, layer: Layer, view: RequestView): Decision["outcome"] {
  const asked = consulted[layer];
  if (asked === undefined) return "implicitDeny";
  if (findDeny(asked, view) !== undefined) return "explicitDeny";
  return findAllow(asked, view) === undefined ? "implicitDeny" : "allow";
}

/** How firmly the resource's own layer names the caller; not at all where it denies. */
export function ownGrant(consulted: Consulted, view: RequestView): Grant {
  const own = consulted[ownLayer(consulted)];
  if (own === undefined || findDeny(own, view) !== undefined) return "none";
  return findAllow(own, view)?.grant ?? "none";
}

/** The kind of the policies in a layer. */
export function kindOf(layer: Layer): PolicyKind {
  return layer;
}
