import { type InLanguage, type Language, textIn } from "../../base/index.ts";
import type { Plan, Reason } from "./plan.ts";

/** The plan as programs get it: the same data with every text in one language. */
export function planIn(plan: Plan, language: Language): InLanguage<Plan> {
  const { region, stsEndpoint, ssoEndpoint, ssoOidcEndpoint, serviceEndpoints, longestSeconds } = plan;
  const [source, ...calls] = plan.steps;
  return {
    ...plan,
    steps: [withReason(source, language), ...calls.map((step) => withReason(step, language))],
    region: region && withReason(region, language),
    stsEndpoint: stsEndpoint && withReason(stsEndpoint, language),
    ssoEndpoint: ssoEndpoint && withReason(ssoEndpoint, language),
    ssoOidcEndpoint: ssoOidcEndpoint && withReason(ssoOidcEndpoint, language),
    serviceEndpoints:
      serviceEndpoints &&
      Object.fromEntries(
        Object.entries(serviceEndpoints).map(([name, value]) => [name, withReason(value, language)]),
      ),
    longestSeconds: longestSeconds && { ...longestSeconds, reason: longestSeconds.reason[language] },
    reuseAboveSeconds: withReason(plan.reuseAboveSeconds, language),
    cannot: plan.cannot.map((limitation) => textIn(limitation, language)),
    warnings: plan.warnings.map((warning) => textIn(warning, language)),
    skipped: plan.skipped.map((skipped) => textIn(skipped, language)),
  };
}

type WithReason<T> = T extends unknown ? Omit<T, "reason"> & { readonly reason: InLanguage<Reason> } : never;

function withReason<T extends { readonly reason: Reason }>(value: T, language: Language): WithReason<T> {
  return { ...value, reason: textIn(value.reason, language) } as unknown as WithReason<T>;
}
