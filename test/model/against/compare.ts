/** Where model and engine differ on a world. */

import type { Decision } from "../../../src/policy/index.ts";
import { decide, type ModelDecision, type Question, type StatementName } from "../index.ts";
import type { World } from "../random/index.ts";
import { ask, compileLayers } from "./engine.ts";

export interface Difference {
  readonly question: Question;
  /** Which part of the decision differs. */
  readonly part: string;
  readonly model: unknown;
  readonly engine: unknown;
}

/** Asks both every question of the world; undefined when they agree on all. */
export function compare(
  { layers, questions }: World,
  see?: (decision: ModelDecision) => void,
): Difference | undefined {
  const compiled = compileLayers(layers);
  for (const question of questions) {
    const model = decide(layers, question);
    see?.(model);
    const difference = differ(model, ask(compiled, question));
    if (difference !== undefined) return { question, ...difference };
  }
  return undefined;
}

function differ(model: ModelDecision, engine: Decision): Omit<Difference, "question"> | undefined {
  for (const part of ["outcome", "layer", "crossAccount"] as const)
    if (model[part] !== engine[part]) return { part, model: model[part], engine: engine[part] };
  if (engine.allowed !== (model.outcome === "allow"))
    return { part: "allowed", model: model.outcome, engine: engine.allowed };
  // Once a Deny is found, layers and levels behind it need not be read.
  const all = [...model.unreadable].sort();
  const found = [...engine.unreadable].sort();
  const complete =
    model.outcome === "explicitDeny" ? found.every((name) => all.includes(name)) : `${found}` === `${all}`;
  if (!complete) return { part: "unreadable", model: all, engine: found };
  return differInStatements(model, engine);
}

/** The engine names one statement of each layer that mattered, and that one is among those the model finds. */
function differInStatements(
  { determining }: ModelDecision,
  { statements }: Decision,
): Omit<Difference, "question"> | undefined {
  const layers = [...determining.keys()];
  const named = statements.map(({ layer }) => layer);
  if (`${named}` !== `${layers}`) return { part: "layers named", model: layers, engine: named };
  for (const { layer, source, index } of statements) {
    const name: StatementName = `${layer} ${source ?? ""} ${index}`;
    const possible = determining.get(layer) ?? [];
    if (!possible.includes(name)) return { part: "statement named", model: possible, engine: name };
  }
  return undefined;
}
