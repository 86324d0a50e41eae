/** Which profile is meant, and where AWS's own clients would take another one. */
import { same, type Text } from "../../base/index.ts";
import type { Environment } from "../machine.ts";

/** Of clients that agree with one another. */
export interface Convention {
  readonly clients: Text;
  /** Variables that name the profile, the first one that is set counts. */
  readonly variables: readonly string[];
}

/**
 * AWS CLI v1 and boto3: botocore's `profile` variable; AWS CLI v2 turned it round; the Go SDK does as v2; the others
 * know AWS_PROFILE only. AWS: SDKs and tools reference, "AWS_PROFILE"; AWS CLI user guide, "Environment variables".
 */
export const conventions: readonly Convention[] = [
  {
    clients: { en: "AWS CLI v2, Go SDK", ja: "AWS CLI v2 と Go SDK" },
    variables: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
  },
  {
    clients: { en: "AWS CLI v1, boto3", ja: "AWS CLI v1 と boto3" },
    variables: ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
  },
  {
    clients: { en: "other AWS SDKs, Terraform", ja: "ほかの AWS SDK と Terraform" },
    variables: ["AWS_PROFILE"],
  },
];

/** The setting of a profile that was typed as an argument, where others have the name of a flag or a variable. */
export const theArgument = "the argument";

/** A setting as it is read: names of flags and variables are the same in both languages. */
export function settingText(setting: string): Text {
  return setting === theArgument ? { en: theArgument, ja: "引数" } : same(setting);
}

export interface ProfileChoice {
  readonly name: string;
  readonly by: "argument" | "variable" | "default";
  /** The flag or variable that names it. */
  readonly setting: string | undefined;
}

export interface ProfileSelection extends ProfileChoice {
  /** What AWS's clients take in the same environment, when no argument names a profile. */
  readonly elsewhere: readonly (ProfileChoice & { readonly clients: Text })[];
  /** Lower case, one sentence without full stop; undefined when all clients take the same profile. */
  readonly difference: Text | undefined;
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

function describeDifference(elsewhere: ProfileSelection["elsewhere"]): Text | undefined {
  if (new Set(elsewhere.map(({ name }) => name)).size === 1) return undefined;
  const by = (setting: string | undefined): string => setting ?? "default";
  const en = elsewhere.map(({ clients, name, setting }) => `${clients.en} take "${name}" (${by(setting)})`);
  const ja = elsewhere.map(({ clients, name, setting }) => `${clients.ja} は「${name}」(${by(setting)})`);
  return {
    en: `AWS's clients do not agree on the profile: ${en.join("; ")}`,
    ja: `使うプロファイルが AWS のクライアントによって違います: ${ja.join("、")}`,
  };
}
