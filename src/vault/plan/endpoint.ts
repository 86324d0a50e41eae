import { type ProfileView, variableOf } from "./chain/settings.ts";
import type { PlanInput } from "./input.ts";
import type { PlannedValue } from "./plan.ts";

/** Flag, AWS_REGION, AWS_DEFAULT_REGION, the profile. */
export function regionOf(input: PlanInput, profile: ProfileView): PlannedValue | undefined {
  return (
    typedValue(input.options?.region) ??
    variableOf(input, "AWS_REGION") ??
    variableOf(input, "AWS_DEFAULT_REGION") ??
    profile.read("region")
  );
}

/** The services that a plan calls: the key of their part in a `services` section and the end of their variable. */
const services = {
  sts: { section: "sts", variable: "AWS_ENDPOINT_URL_STS" },
  sso: { section: "sso", variable: "AWS_ENDPOINT_URL_SSO" },
  ssoOidc: { section: "sso_oidc", variable: "AWS_ENDPOINT_URL_SSO_OIDC" },
} as const;

/**
 * The endpoint that somebody names for a service, in AWS's order: the service's variable, the general one, the
 * `services` section of the profile, the profile. AWS: SDKs and tools reference, "Service-specific endpoints".
 * Where the target says nothing its sources are asked, so that a key of one authority is not sent to another.
 */
export function endpointOf(
  input: PlanInput,
  service: keyof typeof services,
  profiles: readonly ProfileView[],
): PlannedValue | undefined {
  const flag = service === "sts" ? typedValue(input.options?.stsEndpoint) : undefined;
  if (flag !== undefined) return flag;
  const { section, variable } = services[service];
  if (isTrue(variableOf(input, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) return undefined;
  return (
    variableOf(input, variable) ??
    variableOf(input, "AWS_ENDPOINT_URL") ??
    profiles.map((profile) => fromProfile(input, profile, section)).find((found) => found)
  );
}

function fromProfile(input: PlanInput, profile: ProfileView, section: string): PlannedValue | undefined {
  if (isTrue(profile.read("ignore_configured_endpoint_urls"))) return undefined;
  return fromServices(input, profile, section) ?? profile.read("endpoint_url");
}

function isTrue(said: PlannedValue | undefined): boolean {
  return said?.value.toLowerCase() === "true";
}

function fromServices(input: PlanInput, profile: ProfileView, key: string): PlannedValue | undefined {
  const named = profile.read("services");
  const section = named && input.files.services.get(named.value);
  const nested = section?.properties.get(key)?.subProperties?.get("endpoint_url");
  if (nested === undefined || nested.value === "") return undefined;
  return {
    value: nested.value,
    reason: { text: `endpoint_url of ${key} in services "${named?.value}"`, place: nested.place },
  };
}

function typedValue(
  asked: { readonly value: string; readonly setting: string } | undefined,
): PlannedValue | undefined {
  if (asked === undefined) return undefined;
  return { value: asked.value, reason: { text: `${asked.setting} says so`, setting: asked.setting } };
}
