/** Keeps what a simulation costs within `limits.ts`. */
import { setImmediate } from "node:timers/promises";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { ContextEntry } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import {
  maxSimulatedPairs,
  maxSimulatedPolicyCharacters,
  maxSimulationMilliseconds,
  maxSimulationSteps,
  simulationSliceMilliseconds,
} from "./limits.ts";
import type { SimulatedPolicy } from "./simulated-policy.ts";

interface PassedDocuments {
  readonly PolicyInputList?: readonly string[] | undefined;
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
}

interface Asked {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ContextEntries?: readonly ContextEntry[] | undefined;
}

/** Refuses more actions × resources than one request may have. */
export function demandPairs(pairs: number): void {
  if (pairs > maxSimulatedPairs)
    throw iamErrors.simulationTooLarge("pairs of action and resource", maxSimulatedPairs);
}

/** Refuses documents that are too long together. */
export function demandPolicyCharacters(input: PassedDocuments): void {
  const { PolicyInputList = [], PermissionsBoundaryPolicyInputList = [], ResourcePolicy = "" } = input;
  const texts = [...PolicyInputList, ...PermissionsBoundaryPolicyInputList, ResourcePolicy];
  if (totalLength(texts) > maxSimulatedPolicyCharacters)
    throw iamErrors.simulationTooLarge("characters of policies", maxSimulatedPolicyCharacters);
}

/** Refuses policies and a request that together are too long for one evaluation. */
export function demandSteps(policies: readonly (SimulatedPolicy | undefined)[], asked: Asked): void {
  const policyCharacters = totalLength(policies.map((policy) => policy?.parsed.text ?? ""));
  const { ActionNames: actions, ResourceArns: resources = [], ContextEntries: entries = [] } = asked;
  const contextCharacters = totalLength(entries.flatMap(({ ContextKeyValues: values = [] }) => values));
  const requestCharacters = longest(actions) + longest(resources) + contextCharacters;
  if (policyCharacters * requestCharacters > maxSimulationSteps)
    throw iamErrors.simulationTooLarge(
      "characters of policies × characters of a request",
      maxSimulationSteps,
    );
}

function totalLength(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/**
 * SECURITY: a policy may be made to be slow. Between two evaluations others have their turn, and a simulation that has
 * run too long is given up.
 */
export function turnTaker({ services: { clock } }: Call): () => Promise<void> {
  const began = clock.now();
  let sliceBegan = began;
  return async () => {
    const now = clock.now();
    if (now - began > maxSimulationMilliseconds) throw iamErrors.simulationTooLong();
    if (now - sliceBegan < simulationSliceMilliseconds) return;
    await setImmediate();
    sliceBegan = clock.now();
  };
}
