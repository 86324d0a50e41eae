/**
 * The reference model: what a policy means, in plain lines straight from AWS's tables and our page on what they leave
 * open (docs/design/decisions/policy-language.md). No index, no cache, no compiled form; nothing of the engine but types.
 * Where model and engine differ, one of them is wrong; `against/` looks for such cases, `random/` makes them.
 * Start reading at `evaluation.ts`; then document, matching, conditions, operators, principals.
 */
export { type Context, holds, type OperatorName, operatorNames, spell } from "./conditions.ts";
export type { PolicyJson } from "./document.ts";
export {
  decide,
  type ModelDecision,
  type ModelLayers,
  type Question,
  type StatementName,
} from "./evaluation.ts";
