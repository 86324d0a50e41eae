/**
 * Random worlds: the policies that have a say, and several questions to them. Made from a seed and an index, so that any
 * one can be made again; from few names, so that policies and requests meet. Start reading at this file.
 */
import type { PolicyKind } from "../../../src/policy/index.ts";
import { Rng } from "../../fuzz/rng.ts";
import type { ModelLayers, PolicyJson, Question } from "../index.ts";
import {
  callers,
  otherAccount,
  ownAccount,
  requestActions,
  requestResources,
  ungovernedActions,
} from "./alphabet.ts";
import { otherVersion, policy } from "./policies.ts";
import { context, fewLetters } from "./values.ts";

export { callers, otherAccount, ownAccount, principalNames, user } from "./alphabet.ts";
export { clause } from "./conditions.ts";
export { policy, type StatementJson, statement, wellFormedAction, wellFormedResource } from "./policies.ts";
export { context, type Family, familyOf, hadValue } from "./values.ts";

/** Those whom every layer concerns. */
const signedCallers = callers.filter((caller) => "accountId" in caller);

export interface World {
  readonly layers: ModelLayers;
  /** Asked one after the other, of policies compiled once. */
  readonly questions: readonly Question[];
}

export const questionsPerWorld = 4;

/** The world number `index` of a run. */
export function worldOf(seed: number, index: number): World {
  const rng = Rng.forRequest(seed, index);
  const layers = layersOf(rng);
  return { layers, questions: Array.from({ length: questionsPerWorld }, () => question(rng)) };
}

export function question(rng: Rng): Question {
  return {
    principal: rng.pick(rng.chance(0.22) ? callers : signedCallers),
    action: actionOf(rng),
    resource: rng.chance(0.2) ? `arn:aws:s3:::${fewLetters(rng, "ab/", 6)}` : rng.pick(requestResources),
    ...(rng.chance(0.85) && { resourceAccountId: rng.chance(0.9) ? ownAccount : otherAccount }),
    ...(rng.chance(0.05) && { resourceMustAllow: rng.chance(0.8) }),
    context: context(rng),
  };
}

function actionOf(rng: Rng): string {
  if (rng.chance(0.01)) return rng.pick(ungovernedActions);
  return rng.chance(0.15) ? `s3:${fewLetters(rng, "gG", 4)}` : rng.pick(requestActions);
}

export function layersOf(rng: Rng): ModelLayers {
  return {
    identity: policies(rng, "identity", rng.pick([0, 1, 2, 2, 2])),
    ...(rng.chance(0.5) && { resource: policies(rng, "resource", rng.pick([0, 1, 1, 2])) }),
    ...(rng.chance(0.07) && { trust: policy(rng, "trust") }),
    ...(rng.chance(0.2) && { boundary: filter(rng, "boundary") }),
    ...(rng.chance(0.25) && { session: filters(rng, "session") }),
    ...(rng.chance(0.12) && { scp: levels(rng, "scp") }),
    ...(rng.chance(0.1) && { rcp: levels(rng, "rcp") }),
    ...(rng.chance(0.1) && { vpce: filters(rng, "vpce") }),
  };
}

function policies(rng: Rng, kind: PolicyKind, count: number): PolicyJson[] {
  const made = Array.from({ length: count }, () => policy(rng, kind));
  const [first] = made;
  return first !== undefined && rng.chance(0.04) ? [...made, otherVersion(first)] : made;
}

/** Filters let most pass, or nothing ever would. */
function filter(rng: Rng, kind: PolicyKind): PolicyJson {
  if (rng.chance(0.33)) return policy(rng, kind);
  const named = kind === "rcp" || kind === "vpce";
  return { Statement: [{ Effect: "Allow", ...(named && { Principal: "*" }), Action: "*", Resource: "*" }] };
}

function filters(rng: Rng, kind: PolicyKind): PolicyJson[] {
  return Array.from({ length: rng.pick([0, 1, 1, 1, 2]) }, () => filter(rng, kind));
}

function levels(rng: Rng, kind: PolicyKind): PolicyJson[][] {
  return Array.from({ length: rng.pick([0, 1, 1, 2, 2, 3]) }, () => filters(rng, kind));
}
