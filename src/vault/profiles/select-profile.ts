/** Which profile is meant, and where AWS's own clients would take another one. */
import type { Environment } from "../machine.ts";

/** Of clients that agree with one another. */
export interface Convention {
  readonly clients: string;
  /** Variables that name the profile, the first one that is set counts. */
  readonly variables: readonly string[];
}

/**
 * AWS CLI v1 and boto3: botocore's `profile` variable; AWS CLI v2 turned it round; the Go SDK does as v2; the others
 * know AWS_PROFILE only. AWS: SDKs and tools reference, "AWS_PROFILE"; AWS CLI user guide, "Environment variables".
 */
export const conventions: readonly Convention[] = [
  { clients: "AWS CLI v2, Go SDK", variables: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] },
  { clients: "AWS CLI v1, boto3", variables: ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"] },
  { clients: "other AWS SDKs, Terraform", variables: ["AWS_PROFILE"] },
];

export interface ProfileChoice {
  readonly name: string;
  readonly by: "argument" | "variable" | "default";
  /** The flag or variable that names it. */
  readonly setting: string | undefined;
}

export interface ProfileSelection extends ProfileChoice {
  /** What AWS's clients take in the same environment, when no argument names a profile. */
  readonly elsewhere: readonly (ProfileChoice & { readonly clients: string })[];
  /** Lower case, one sentence without full stop; undefined when all clients take the same profile. */
  readonly difference: string | undefined;
}

/**
 * What was typed, else AWS_PROFILE, else AWS_DEFAULT_PROFILE, else `default`: as the AWS CLI v2. Empty ones count as
 * not set.
 * @param typed the name, with the flag or argument it came by.
 */
export function selectProfile(
  env: Environment,
  typed?: { readonly name: string; readonly setting: string },
): ProfileSelection {
  const elsewhere = conventions.map(({ clients, variables }) => ({ clients, ...choose(env, variables) }));
  const choice: ProfileChoice =
    typed !== undefined && typed.name !== ""
      ? { name: typed.name, by: "argument", setting: typed.setting }
      : choose(env, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
  return { ...choice, elsewhere, difference: describeDifference(elsewhere) };
}

function choose(env: Environment, variables: readonly string[]): ProfileChoice {
  for (const setting of variables) {
    const name = env[setting];
    if (name !== undefined && name !== "") return { name, by: "variable", setting };
  }
  return { name: "default", by: "default", setting: undefined };
}

function describeDifference(elsewhere: ProfileSelection["elsewhere"]): string | undefined {
  if (new Set(elsewhere.map(({ name }) => name)).size === 1) return undefined;
  const each = elsewhere.map(
    ({ clients, name, setting }) => `${clients} take "${name}" (${setting ?? "default"})`,
  );
  return `AWS's clients do not agree on the profile: ${each.join("; ")}`;
}
