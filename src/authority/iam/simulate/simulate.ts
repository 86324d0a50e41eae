/** SimulateCustomPolicy and SimulatePrincipalPolicy, and which context keys they need. Nothing is ever changed. */
import { listContextKeys } from "../../../policy/index.ts";
import type { EvaluationResult, SimulatePolicyResponse } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { pageOf } from "../entities/paging.ts";
import { demandPolicyCharacters, turnTaker } from "./cost.ts";
import { demandPolicySource, policySourceResource } from "./policy-source.ts";
import { buildResult, missingContext, type PairResult, simulatePair } from "./results.ts";
import type { SimulatedPolicy } from "./simulated-policy.ts";
import { readPassedPolicies, readSimulation, type Simulation, type SimulationInput } from "./simulation.ts";

export const simulateOperations: readonly AnyOperation[] = [
  iamOperation("SimulateCustomPolicy", {
    access: "policy",
    handle: async (input, call) => simulate(input, call, await readSimulation(input, call, undefined)),
  }),
  iamOperation("SimulatePrincipalPolicy", {
    access: "policy",
    resource: policySourceResource,
    async handle(input, call) {
      const source = await demandPolicySource(call, "iam:SimulatePrincipalPolicy", input.PolicySourceArn);
      return simulate(input, call, await readSimulation(input, call, source));
    },
  }),
  iamOperation("GetContextKeysForCustomPolicy", {
    access: "policy",
    handle(input) {
      demandPolicyCharacters(input);
      return { ContextKeyNames: contextKeysOf(readPassedPolicies(input.PolicyInputList)) };
    },
  }),
  iamOperation("GetContextKeysForPrincipalPolicy", {
    access: "policy",
    resource: policySourceResource,
    async handle(input, call) {
      const action = "iam:GetContextKeysForPrincipalPolicy";
      const source = await demandPolicySource(call, action, input.PolicySourceArn);
      demandPolicyCharacters(input);
      const passed = readPassedPolicies(input.PolicyInputList);
      return { ContextKeyNames: contextKeysOf([...source.policies, ...passed]) };
    },
  }),
];

function contextKeysOf(policies: readonly SimulatedPolicy[]): readonly string[] {
  return listContextKeys(policies.flatMap(({ parsed }) => parsed.document ?? []));
}

/** One page of results, one result an action; only what is on the page is evaluated. */
async function simulate(
  input: SimulationInput,
  call: Call,
  simulation: Simulation,
): Promise<SimulatePolicyResponse> {
  const places = simulation.actions.map((action, place) => ({ action, key: String(place).padStart(6, "0") }));
  const page = pageOf(places, input, ({ key }) => key);
  const results: EvaluationResult[] = [];
  const turn = turnTaker(call);
  for (const { action } of page.items) {
    const pairs: PairResult[] = [];
    for (const resource of simulation.resources) {
      pairs.push(simulatePair(simulation, action, resource));
      await turn();
    }
    results.push(buildResult(action, pairs, missingContext(simulation, action)));
  }
  return { EvaluationResults: results, ...page.end };
}
