/**
 * Single faults, one of which at a time `scripts/plant-faults.ts` plants in a copy of the engine, to see whether model,
 * laws and vectors catch it. Each is an exact text of today's engine and another in its place: who changes such a text
 * changes it here too, or the script refuses to run.
 */
import { conditionFaults } from "./conditions.ts";
import { documentFaults } from "./document.ts";
import { evaluationFaults } from "./evaluation.ts";
import type { Fault } from "./fault.ts";
import { matchingFaults } from "./matching.ts";

export type { Fault } from "./fault.ts";
export const faults: readonly Fault[] = [
  ...documentFaults,
  ...matchingFaults,
  ...conditionFaults,
  ...evaluationFaults,
];
