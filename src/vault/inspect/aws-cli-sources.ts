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
  const { env, profile, files } = input;
  const isTyped = profile.by === "argument";
  const section = files.profiles.get(profile.name);
  const read = (key: string): Property | undefined => section?.properties.get(key);
  const found = (type: AwsCliType, key: Property | undefined): AwsCliSource[] =>
    key === undefined ? [] : [{ type, place: key.place }];
  return [
    ...(isTyped ? [] : variable("env", env, "AWS_ACCESS_KEY_ID")),
    ...assumeRole(read),
    ...(isTyped ? [] : variable("assume-role-with-web-identity", env, "AWS_WEB_IDENTITY_TOKEN_FILE")),
    ...found("assume-role-with-web-identity", read("web_identity_token_file")),
    ...found("sso", read("sso_account_id") ?? read("sso_role_name")),
    ...keys(read, input, "shared-credentials-file"),
    ...found("login", read("login_session")),
    ...found("custom-process", read("credential_process")),
    ...keys(read, input, "config-file"),
    ...variable("container-role", env, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    ...variable("container-role", env, "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
  ];
}

type Read = (key: string) => Property | undefined;

function variable(type: AwsCliType, env: Environment, setting: string): AwsCliSource[] {
  return env[setting] ? [{ type, setting }] : [];
}

function assumeRole(read: Read): AwsCliSource[] {
  const role = read("role_arn");
  if (role === undefined || read("web_identity_token_file") !== undefined) return [];
  const hasSource = read("source_profile") !== undefined || read("credential_source") !== undefined;
  const refusal = "Partial credentials found in assume-role, missing: source_profile or credential_source";
  return [{ type: "assume-role", place: role.place, ...(!hasSource && { refusal }) }];
}

/** The credentials file's provider reads that file alone, the config file's the other one. */
function keys(
  read: Read,
  { credentialsFile }: AwsCliInput,
  type: "shared-credentials-file" | "config-file",
): AwsCliSource[] {
  const id = read("aws_access_key_id");
  const definitions = id === undefined ? [] : [id, ...(id.shadows ?? [])];
  const isWanted = ({ place }: Property): boolean =>
    (place.file === credentialsFile) === (type === "shared-credentials-file");
  const definition = definitions.find(isWanted);
  return definition === undefined ? [] : [{ type, place: definition.place }];
}
