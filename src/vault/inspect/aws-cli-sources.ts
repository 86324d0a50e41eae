/**
 * Where the AWS CLI would find credentials without a vault, in botocore's order. AWS: SDKs and tools reference, "Standardized
 * credential providers"; the Type of `aws configure list` names the provider.
 */
import type { Environment } from "../machine.ts";
import type { ProfileChoice, Property, SharedFiles } from "../profiles/index.ts";
import type { AwsCliSource, AwsCliType } from "./facts.ts";

export interface AwsCliInput {
  readonly files: SharedFiles;
  readonly env: Environment;
  /** A name that is typed (`--profile`) makes the AWS CLI pass the environment's keys over; a variable does not. */
  readonly profile: ProfileChoice;
  /** The path of the shared credentials file. */
  readonly credentialsFile: string;
}

/** Those that are there, the first is what it takes. What only a call would tell (the instance's role) is not in it. */
export function awsCliSources(input: AwsCliInput): readonly AwsCliSource[] {
  const { env, profile } = input;
  const isTyped = profile.by === "argument";
  const role = roleOf(input, profile.name);
  return [
    ...(isTyped ? [] : variable("env", env, "AWS_ACCESS_KEY_ID")),
    ...(role === undefined ? [] : [assumeRole(input, profile.name, role)]),
    ...(isTyped ? [] : variable("assume-role-with-web-identity", env, "AWS_WEB_IDENTITY_TOKEN_FILE")),
    ...sourcesOfProfile(input, profile.name),
    ...variable("container-role", env, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    ...variable("container-role", env, "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
  ];
}

function variable(type: AwsCliType, env: Environment, setting: string): AwsCliSource[] {
  return env[setting] ? [{ type, setting }] : [];
}

function propertyOf({ files }: AwsCliInput, profile: string, key: string): Property | undefined {
  return files.profiles.get(profile)?.properties.get(key);
}

function sourcesOfProfile(input: AwsCliInput, profile: string): readonly AwsCliSource[] {
  const read = (key: string): Property | undefined => propertyOf(input, profile, key);
  const found = (type: AwsCliType, key: Property | undefined): AwsCliSource[] =>
    key === undefined ? [] : [{ type, place: key.place }];
  return [
    ...found("assume-role-with-web-identity", read("web_identity_token_file")),
    ...found("sso", read("sso_account_id") ?? read("sso_role_name")),
    ...keys(input, profile, "shared-credentials-file"),
    ...found("login", read("login_session")),
    ...found("custom-process", read("credential_process")),
    ...keys(input, profile, "config-file"),
  ];
}

/** A web identity's role is no role to be assumed with other credentials. */
function roleOf(input: AwsCliInput, profile: string): Property | undefined {
  const isWebIdentity = propertyOf(input, profile, "web_identity_token_file") !== undefined;
  return isWebIdentity ? undefined : propertyOf(input, profile, "role_arn");
}

function assumeRole(input: AwsCliInput, profile: string, role: Property): AwsCliSource {
  const refusal = refusalOfRole(input, profile);
  return { type: "assume-role", place: role.place, ...(refusal !== undefined && { refusal }) };
}

/** botocore's sentence when the chain below a role ends without credentials; a circle is told by the plan. */
function refusalOfRole(input: AwsCliInput, target: string): string | undefined {
  const seen = new Set<string>();
  for (let profile = target; !seen.has(profile); ) {
    seen.add(profile);
    if (propertyOf(input, profile, "credential_source") !== undefined) return undefined;
    const source = propertyOf(input, profile, "source_profile")?.value;
    if (source === undefined)
      return "Partial credentials found in assume-role, missing: source_profile or credential_source";
    if (sourcesOfProfile(input, source).length > 0) return undefined;
    if (roleOf(input, source) === undefined) return `The source profile "${source}" must have credentials.`;
    profile = source;
  }
  return undefined;
}

/** The credentials file's provider reads that file alone, the config file's the other one. */
function keys(
  input: AwsCliInput,
  profile: string,
  type: "shared-credentials-file" | "config-file",
): AwsCliSource[] {
  const id = propertyOf(input, profile, "aws_access_key_id");
  const definitions = id === undefined ? [] : [id, ...(id.shadows ?? [])];
  const isWanted = ({ place }: Property): boolean =>
    (place.file === input.credentialsFile) === (type === "shared-credentials-file");
  const definition = definitions.find(isWanted);
  return definition === undefined ? [] : [{ type, place: definition.place }];
}
