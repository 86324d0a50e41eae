/** The way to the services for a profile: what the files and the variables say about it, whoever then calls. */
import type { Machine } from "./machine.ts";
import type { Origin, Plan } from "./plan/index.ts";
import {
  endpointUrlOfChain,
  generalEndpointUrlOfChain,
  type ProfileSettings,
  parseBoolean,
  type SharedFiles,
  sourceChainOf,
} from "./profiles/index.ts";
import type { Connection, RequestHandler } from "./services/index.ts";

/** How services are reached that nobody's plan calls: IAM for one. */
export interface ProfileConnection {
  readonly connection: Connection;
  /** The endpoint that somebody names for a service: `iam`, `sts`. */
  readonly endpointOf: (service: string) => string | undefined;
  readonly region: string | undefined;
}

/** What whoever made the vault decided about all of its calls. */
export interface ConnectionOptions {
  readonly onNote?: (message: string) => void;
  readonly onClockOffset?: Connection["onClockOffset"];
  readonly requestHandler?: RequestHandler;
  /** Default: whoever is far away is told of at each call. */
  readonly skewedHosts?: Set<string>;
}

/** A profile with its sources, the profile first; undefined for one that only the keyring knows. */
export type ProfileChain = readonly (ProfileSettings | undefined)[];

/** Endpoints and region as a plan for the profile has them. @throws TegataError as `settingsOf`. */
export function connectProfile(
  files: SharedFiles,
  profile: string,
  machine: Machine,
  options: ConnectionOptions,
): ProfileConnection {
  const chain = sourceChainOf(files, profile);
  const { env } = machine;
  return {
    connection: connectionOf(chain, machine, options),
    endpointOf: (service) => endpointUrlOfChain(service, env, chain)?.url,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || chain[0]?.settings.region?.value,
  };
}

/**
 * FIPS and dual stack are the profile's own, as AWS has it. Authorities belong to an endpoint, so they are looked for where
 * that is: in the sources too.
 */
export function connectionOf(chain: ProfileChain, machine: Machine, options: ConnectionOptions): Connection {
  const { onNote = () => {}, onClockOffset, requestHandler, skewedHosts } = options;
  const { env } = machine;
  const settings = chain[0]?.settings;
  const bundle = caBundleOf(chain, env);
  return {
    machine,
    useFips: parseBoolean(env.AWS_USE_FIPS_ENDPOINT ?? "") ?? settings?.useFipsEndpoint?.value ?? false,
    useDualstack:
      parseBoolean(env.AWS_USE_DUALSTACK_ENDPOINT ?? "") ?? settings?.useDualstackEndpoint?.value ?? false,
    ...(bundle && { caBundle: bundle.value, caBundleReason: bundle.reason }),
    onNote,
    ...(onClockOffset && { onClockOffset }),
    ...(requestHandler && { requestHandler }),
    ...(skewedHosts && { skewedHosts }),
  };
}

function caBundleOf(
  chain: ProfileChain,
  env: Machine["env"],
): { readonly value: string; readonly reason: Origin } | undefined {
  const variable = "AWS_CA_BUNDLE";
  const value = env[variable];
  if (value) return { value, reason: { setting: variable } };
  const named = chain.find((profile) => profile?.settings.caBundle !== undefined)?.settings.caBundle;
  return named && { value: named.value, reason: { place: named.place } };
}

/** The profiles that a plan's calls go by. */
export function chainOf(files: SharedFiles, plan: Plan): ProfileChain {
  return sourceChainOf(files, plan.profile, plan.steps[0].profile);
}

/**
 * What a child's AWS_ENDPOINT_URL should be: only what the profiles say for all services. What a variable says the child
 * inherits, and an endpoint of STS is no S3's.
 */
export function childEndpointOf(chain: ProfileChain, { env }: Machine): string | undefined {
  return env.AWS_ENDPOINT_URL ? undefined : generalEndpointUrlOfChain(env, chain);
}
