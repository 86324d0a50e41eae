import { buildCalls } from "./calls/build-calls.ts";
import { reuseAbove } from "./calls/durations.ts";
import { type Notes, resolveChain } from "./chain/resolve-chain.ts";
import { endpointOf, regionOf, serviceEndpointsOf } from "./endpoint.ts";
import type { PlanInput } from "./input.ts";
import { limitationsOf, longestOf } from "./limitations.ts";
import type { CallStep, Plan, SourceStep } from "./plan.ts";
import { addRemarks } from "./remarks.ts";

/**
 * What will be done to get credentials for a profile. Pure: reads no file, clock or keyring, and calls nothing.
 * @throws TegataError where the files contradict themselves, go in circles or leave something out, and where a duration
 * is asked for that cannot be (`DurationImpossible`); always with file and line where there is one.
 */
export function buildPlan(input: PlanInput): Plan {
  const notes: Notes = { warnings: [], skipped: [] };
  const chain = resolveChain(input, notes);
  const calls = buildCalls(input, chain, notes);
  const steps: readonly [SourceStep, ...CallStep[]] = [chain.source, ...calls];
  addRemarks(input, chain, steps, notes);
  const usesSso = chain.source.kind === "sso" || chain.source.kind === "sso-token";
  const serviceEndpoints = serviceEndpointsOf(input, chain.profiles);
  return {
    profile: input.profile.name,
    steps,
    region: regionOf(input, chain.target),
    stsEndpoint: endpointOf(input, "sts", chain.profiles),
    ssoEndpoint: usesSso ? endpointOf(input, "sso", chain.profiles) : undefined,
    ssoOidcEndpoint: usesSso ? endpointOf(input, "sso_oidc", chain.profiles) : undefined,
    ...(serviceEndpoints && { serviceEndpoints }),
    mfaCodes: calls.filter(({ mfa }) => mfa !== undefined && mfa.process === undefined).length,
    longestSeconds: longestOf(input, steps),
    reuseAboveSeconds: reuseAbove(input),
    cannot: limitationsOf(input, steps.at(-1) ?? chain.source),
    warnings: notes.warnings,
    skipped: notes.skipped,
  };
}
