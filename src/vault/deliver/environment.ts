/** The environment of a child: what was inherited, less what would betray or mislead it, and what it is handed. */
import { formatInstant } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Environment, Machine } from "../machine.ts";
import { isSetByNpm, isShadowing, isVaultSecret, profileVariable } from "./variables.ts";

/** How a child gets its credentials: as variables, or from a server whose variables these are. */
export type Handover =
  | { readonly credentials: Credentials; readonly server?: undefined }
  | { readonly server: { readonly variables: Environment }; readonly credentials?: undefined };

export type ChildEnvironmentOptions = Handover & {
  readonly machine: Machine;
  readonly profile: string;
  /** undefined: what the child inherits stays. */
  readonly region: string | undefined;
  /** Of the profile; undefined: what the child inherits stays, as the vault's own calls went there too. */
  readonly endpointUrl: string | undefined;
  /** Of single services, by variable. */
  readonly serviceEndpoints?: ServiceEndpoints;
};

/**
 * The whole environment of a child.
 * SECURITY: nothing that opens a keyring, and no credentials but those of the profile, reach the child; a program that it
 * starts, or one that prints its environment into a log, has nothing else to show.
 * Variables that npm set go when npm started us, its additions to PATH stay: a package's script relies on them.
 */
export function childEnvironment(options: ChildEnvironmentOptions): Environment {
  const { machine } = options;
  const set = options.server
    ? { ...options.server.variables, ...placeVariables(options) }
    : credentialVariables(options);
  return overlay(machine, inheritedBy(machine), { [profileVariable]: options.profile, ...set });
}

/** `AWS_ENDPOINT_URL_S3` and its like, as a plan has them. */
export type ServiceEndpoints = Readonly<Record<string, { readonly value: string }>> | undefined;

export interface Handed {
  readonly credentials: Credentials;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly serviceEndpoints?: ServiceEndpoints;
}

/** The variables that carry credentials, region and endpoint; those without a value are left out. */
export function credentialVariables(handed: Handed): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = handed.credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken.reveal() }),
    ...(expiration !== undefined && { AWS_CREDENTIAL_EXPIRATION: formatInstant(expiration) }),
    ...(accountId !== undefined && { AWS_ACCOUNT_ID: accountId }),
    ...placeVariables(handed),
  };
}

/** Both names of the region: boto3 and AWS CLI v1 read the one, the SDKs the other. */
export function placeVariables({
  region,
  endpointUrl,
  serviceEndpoints = {},
}: Omit<Handed, "credentials">): Record<string, string> {
  return {
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    ...(endpointUrl !== undefined && { AWS_ENDPOINT_URL: endpointUrl }),
    ...Object.fromEntries(Object.entries(serviceEndpoints).map(([name, { value }]) => [name, value])),
  };
}

/** The variables of `env` that AWS clients would prefer to what is handed over, as they are spelt there. */
export function shadowingVariables(machine: Pick<Machine, "platform" | "env">): readonly string[] {
  return Object.keys(machine.env).filter(
    (name) => machine.env[name] !== undefined && isShadowing(comparable(machine, name)),
  );
}

function inheritedBy(machine: Machine): Environment {
  const isUnderNpm = Object.keys(machine.env).some((name) => name.toLowerCase() === "npm_execpath");
  return Object.fromEntries(
    Object.entries(machine.env).filter(([name]) => {
      const compared = comparable(machine, name);
      if (isShadowing(compared) || isVaultSecret(compared)) return false;
      return !(isUnderNpm && isSetByNpm(name));
    }),
  );
}

/** `over` on `under`; on Windows `Path` and `PATH` are one name, and the newer value must be the only one. */
function overlay(machine: Machine, under: Environment, over: Environment): Environment {
  const replaced = new Set(Object.keys(over).map((name) => comparable(machine, name)));
  const kept = Object.entries(under).filter(([name]) => !replaced.has(comparable(machine, name)));
  return { ...Object.fromEntries(kept), ...over };
}

/** As names are compared: on Windows without regard to case. */
function comparable({ platform }: Pick<Machine, "platform">, name: string): string {
  return platform === "win32" ? name.toUpperCase() : name;
}
