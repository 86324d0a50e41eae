import { printable, TegataError, type Text } from "../../base/index.ts";
import type { SectionKind } from "../profiles/profile.ts";
import {
  endpointUrlOfChain,
  endpointVariableOf,
  type NamedEndpoint,
  serviceEndpointsOfChain,
} from "../profiles/settings/endpoint-url.ts";
import {
  flagReason,
  keyText,
  type ProfileView,
  variableOf,
  variableReason,
  where,
} from "./chain/settings.ts";
import type { PlanInput } from "./input.ts";
import type { Plan, PlannedValue, Reason } from "./plan.ts";

/** Flag, AWS_REGION, AWS_DEFAULT_REGION, the profile. */
export function regionOf(input: PlanInput, profile: ProfileView): PlannedValue | undefined {
  return (
    typedValue(input.options?.region) ??
    variableOf(input, "AWS_REGION") ??
    variableOf(input, "AWS_DEFAULT_REGION") ??
    profile.read("region")
  );
}

/** The services that a plan calls, by their key in a `services` section. */
export type PlannedService = "sts" | "sso" | "sso_oidc";

/**
 * The endpoint that somebody names for a service: the flag, then what `endpointUrlOfChain` finds.
 * @throws TegataError `EndpointInvalid` with who names it.
 */
export function endpointOf(
  input: PlanInput,
  service: PlannedService,
  profiles: readonly ProfileView[],
): PlannedValue | undefined {
  const flag = service === "sts" ? typedValue(input.options?.stsEndpoint) : undefined;
  if (flag !== undefined) return requireUrl(flag);
  const chain = profiles.map(({ settings }) => settings);
  const named = endpointUrlOfChain(service, input.env, chain);
  return named && requireUrl({ value: named.url, reason: reasonOf(named, service) });
}

/** For a child, by variable: `AWS_ENDPOINT_URL_S3`. undefined where nothing is said. */
export function serviceEndpointsOf(
  input: PlanInput,
  profiles: readonly ProfileView[],
): Plan["serviceEndpoints"] {
  const chain = profiles.map(({ settings }) => settings);
  const found = [...serviceEndpointsOfChain(input.env, chain)];
  if (found.length === 0) return undefined;
  return Object.fromEntries(
    found.map(([service, { value, place, section }]) => [
      endpointVariableOf(service),
      { value, reason: { text: endpointText("services", section.name, service), place } },
    ]),
  );
}

function requireUrl(endpoint: PlannedValue): PlannedValue {
  const { value, reason } = endpoint;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return endpoint;
  throw new TegataError(
    "EndpointInvalid",
    `the endpoint "${printable(value)}"${where(reason)} is no http or https URL`,
    { hint: reason.place === undefined ? `${reason.setting}=https://HOST` : "endpoint_url = https://HOST" },
  );
}

function reasonOf({ by }: NamedEndpoint, service: PlannedService): Reason {
  if ("variable" in by) return variableReason(by.variable);
  const { kind, name } = by.section;
  return { text: endpointText(kind, name, service), place: by.place };
}

function endpointText(kind: SectionKind, name: string, service: string): Text {
  if (kind !== "services") return keyText("endpoint_url", { kind, name });
  return {
    en: `endpoint_url of ${service} in services "${name}"`,
    ja: `services「${name}」の ${service} の endpoint_url`,
  };
}

function typedValue(
  asked: { readonly value: string; readonly setting: string } | undefined,
): PlannedValue | undefined {
  if (asked === undefined) return undefined;
  return { value: asked.value, reason: flagReason(asked.setting) };
}
