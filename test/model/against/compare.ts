/** Where model and engine differ on a world. */
import type { Decision } from "../../../src/policy/index.ts";
import { decide, type ModelDecision, type Question, type StatementName } from "../index.ts";
import type { World } from "../random/index.ts";
import { ask, compileLayers } from "./engine.ts";

/** One part of a decision that differs. */
interface Disagreement {
  readonly part: string;
  readonly model: unknown;
  readonly engine: unknown;
}

export interface Difference extends Disagreement {
  readonly question: Question;
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

function differ(model: ModelDecision, engine: Decision): Disagreement | undefined {
  for (const part of ["outcome", "layer", "crossAccount"] as const)
    if (model[part] !== engine[part]) return { part, model: model[part], engine: engine[part] };
  if (engine.allowed !== (model.outcome === "allow"))
    return { part: "allowed", model: model.outcome, engine: engine.allowed };
  return differInReading(model, engine) ?? differInStatements(model, engine);
}

/** Once a Deny is found, what stands behind it need not be read. */
function differInReading(model: ModelDecision, engine: Decision): Disagreement | undefined {
  const all = model.unreadable.toSorted();
  const found = engine.unreadable.toSorted();
  const agreed =
    model.outcome === "explicitDeny"
      ? found.every((name) => all.includes(name))
      : JSON.stringify(found) === JSON.stringify(all);
  return agreed ? undefined : { part: "unreadable", model: all, engine: found };
}

/** The engine names one statement of each layer that mattered, and that one is among those the model finds. */
function differInStatements(
  { determining }: ModelDecision,
  { statements }: Decision,
): Disagreement | undefined {
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
