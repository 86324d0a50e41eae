/** Which endpoint somebody names for a service. AWS: SDKs and tools reference, "Service-specific endpoints". */
import type { Environment } from "../../machine.ts";
import type { Place } from "../profile.ts";
import type { ProfileSettings } from "./settings-of.ts";
import { parseBoolean } from "./values.ts";

export interface NamedEndpoint {
  readonly url: string;
  /** The variable or the line that says so. */
  readonly by: { readonly variable: string } | { readonly place: Place };
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
  const ignore = parseBoolean(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "");
  if (ignore ?? profile?.settings.ignoreConfiguredEndpointUrls?.value ?? false) return undefined;
  for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, "AWS_ENDPOINT_URL"]) {
    const url = env[variable];
    if (url !== undefined && url !== "") return { url, by: { variable } };
  }
  const setting = profile?.serviceEndpoints.get(service) ?? profile?.settings.endpointUrl;
  return setting && { url: setting.value, by: { place: setting.place } };
}
