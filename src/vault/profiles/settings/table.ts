/** The settings of a profile that the vault knows: the one table. Names are AWS's, but for AWS Vault's at its end. */
import { Secret } from "../../../base/index.ts";
import { oneOf, parseBoolean, parseList, parsePairs, parseSeconds, parseText } from "./values.ts";

interface Row<T> {
  readonly key: string;
  readonly parse: (text: string) => T | undefined;
  /** What a value must be, for messages: `must be …`. */
  readonly form: string;
  /** Never taken from an included profile. */
  readonly isOwn?: true;
  /** Also read from the profile's `[sso-session]`, which has the last word. */
  readonly isOfSession?: true;
}

function text(key: string): Row<string> {
  return { key, parse: parseText, form: "text" };
}

function boolean(key: string): Row<boolean> {
  return { key, parse: parseBoolean, form: "true or false" };
}

function secret(key: string): Row<Secret> {
  return { key, parse: (value) => new Secret(value), form: "text", isOwn: true };
}

export const settingsTable = {
  accessKeyId: { ...text("aws_access_key_id"), isOwn: true },
  secretAccessKey: secret("aws_secret_access_key"),
  sessionToken: secret("aws_session_token"),
  roleArn: text("role_arn"),
  sourceProfile: text("source_profile"),
  credentialSource: {
    key: "credential_source",
    parse: oneOf("Environment", "Ec2InstanceMetadata", "EcsContainer"),
    form: "Environment, Ec2InstanceMetadata or EcsContainer",
  },
  externalId: text("external_id"),
  mfaSerial: text("mfa_serial"),
  roleSessionName: text("role_session_name"),
  durationSeconds: { key: "duration_seconds", parse: parseSeconds, form: "whole seconds, such as 3600" },
  credentialProcess: text("credential_process"),
  webIdentityTokenFile: text("web_identity_token_file"),
  loginSession: text("login_session"),
  ssoSession: text("sso_session"),
  ssoAccountId: text("sso_account_id"),
  ssoRoleName: text("sso_role_name"),
  ssoStartUrl: { ...text("sso_start_url"), isOfSession: true },
  ssoRegion: { ...text("sso_region"), isOfSession: true },
  ssoRegistrationScopes: {
    key: "sso_registration_scopes",
    parse: parseList,
    form: "scopes with commas between them",
    isOfSession: true,
  },
  region: text("region"),
  services: text("services"),
  endpointUrl: text("endpoint_url"),
  ignoreConfiguredEndpointUrls: boolean("ignore_configured_endpoint_urls"),
  stsRegionalEndpoints: {
    key: "sts_regional_endpoints",
    parse: oneOf("regional", "legacy"),
    form: "regional or legacy",
  },
  useFipsEndpoint: boolean("use_fips_endpoint"),
  useDualstackEndpoint: boolean("use_dualstack_endpoint"),
  caBundle: text("ca_bundle"),
  includeProfile: text("include_profile"),
  mfaProcess: text("mfa_process"),
  sourceIdentity: text("source_identity"),
  sessionTags: {
    key: "session_tags",
    parse: parsePairs,
    form: "different key=value pairs with commas between them",
  },
  transitiveSessionTags: {
    key: "transitive_session_tags",
    parse: parseList,
    form: "keys with commas between them",
  },
  webIdentityTokenProcess: text("web_identity_token_process"),
} as const satisfies Readonly<Record<string, Row<unknown>>>;

type Table = typeof settingsTable;
export type SettingName = keyof Table;
export type SettingValue<Name extends SettingName> = Exclude<ReturnType<Table[Name]["parse"]>, undefined>;
export const settingRows: readonly (readonly [SettingName, Row<unknown>])[] = Object.entries(
  settingsTable,
) as [SettingName, Row<unknown>][];
