/** Which endpoint somebody names for a service. AWS: SDKs and tools reference, "Service-specific endpoints". */
import type { Environment } from "../../machine.ts";
import type { ProfileSettings, Setting } from "./settings-of.ts";
import { parseBoolean } from "./values.ts";

export interface NamedEndpoint {
  readonly url: string;
  /** The variable or the line that says so. */
  readonly by: { readonly variable: string } | Pick<Setting<string>, "place" | "section">;
}

/**
 * AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's `[services]`, its `endpoint_url`; undefined when nobody
 * names one, or when AWS_IGNORE_CONFIGURED_ENDPOINT_URLS or its like in the profile says to pass them over. The variable
 * has the say over the profile, also with `false`.
 * @param service its key in `[services]`: `sts`, `sso_oidc`.
 */
export function endpointUrlOf(
  service: string,
  env: Environment,
  profile?: ProfileSettings,
): NamedEndpoint | undefined {
  if (ignoresEndpointUrls(env, profile)) return undefined;
  for (const variable of [endpointVariableOf(service), "AWS_ENDPOINT_URL"]) {
    const url = env[variable];
    if (url !== undefined && url !== "") return { url, by: { variable } };
  }
  const setting = profile?.serviceEndpoints.get(service) ?? profile?.settings.endpointUrl;
  return setting && { url: setting.value, by: { place: setting.place, section: setting.section } };
}

/**
 * The same through a chain of profiles, the one that was asked for first: where it says nothing its sources are asked, so
 * that the key of one authority is not sent to another. When it passes endpoints over, so does the whole chain.
 */
export function endpointUrlOfChain(
  service: string,
  env: Environment,
  [target, ...sources]: readonly (ProfileSettings | undefined)[],
): NamedEndpoint | undefined {
  if (ignoresEndpointUrls(env, target)) return undefined;
  for (const profile of [target, ...sources]) {
    const named = endpointUrlOf(service, env, profile);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** What a chain's profiles say for all services, in its order; variables are not looked at but to pass it over. */
export function generalEndpointUrlOfChain(
  env: Environment,
  [target, ...sources]: readonly (ProfileSettings | undefined)[],
): string | undefined {
  if (ignoresEndpointUrls(env, target)) return undefined;
  return [target, ...sources].find(
    (profile) => profile?.settings.endpointUrl !== undefined && !ignoresEndpointUrls(env, profile),
  )?.settings.endpointUrl?.value;
}

/**
 * The endpoints of single services that clients find in the profiles' `[services]`, by the service's key there: the nearest
 * word of each, where no variable and no nearer `endpoint_url` for all services comes before it.
 */
export function serviceEndpointsOfChain(
  env: Environment,
  [target, ...sources]: readonly (ProfileSettings | undefined)[],
): ReadonlyMap<string, Setting<string>> {
  const found = new Map<string, Setting<string>>();
  if (ignoresEndpointUrls(env, target) || env.AWS_ENDPOINT_URL) return found;
  for (const profile of [target, ...sources]) {
    if (profile === undefined || ignoresEndpointUrls(env, profile)) continue;
    for (const [service, setting] of profile.serviceEndpoints) {
      const isSaid = found.has(service) || Boolean(env[endpointVariableOf(service)]);
      if (!isSaid && serviceKey.test(service)) found.set(service, setting);
    }
    if (profile.settings.endpointUrl !== undefined) return found;
  }
  return found;
}

/** What can be part of a variable's name; keys of other characters belong to no service. */
const serviceKey = /^\w+$/;

/** AWS: SDKs and tools reference, "Service-specific endpoints": the service's key in capitals. */
export function endpointVariableOf(service: string): string {
  return `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
}

function ignoresEndpointUrls(env: Environment, profile: ProfileSettings | undefined): boolean {
  const said = parseBoolean(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "");
  return said ?? profile?.settings.ignoreConfiguredEndpointUrls?.value ?? false;
}
