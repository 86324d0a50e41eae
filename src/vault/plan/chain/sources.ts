/**
 * Where the first credentials come from. The order is the AWS CLI's: web identity, SSO, keys of the credentials file,
 * credential_process, keys of the config file. What comes later in the table than the winner is named as passed over.
 */
import { joinJapanese, same, TegataError, type Text } from "../../../base/index.ts";
import { type SettingValue, settingsTable } from "../../profiles/settings/table.ts";
import { askedForRole, requirePossible, roleLimit } from "../calls/durations.ts";
import type { PlanInput } from "../input.ts";
import type { PlannedValue, Reason, SourceStep } from "../plan.ts";
import { type Link, noCredentials, partial } from "./refusals.ts";
import { type ProfileView, variableOf, where } from "./settings.ts";
import { buildSso, buildSsoToken, hasSsoAccount } from "./sso.ts";

interface Source {
  readonly words: Text;
  /** The setting that shows that the profile has this source. */
  sign(profile: ProfileView, input: PlanInput): PlannedValue | undefined;
  build(profile: ProfileView, sign: PlannedValue, input: PlanInput): SourceStep;
}

const ssoWords = same("SSO");

const sources: readonly Source[] = [
  {
    words: same("credential_source"),
    sign: (profile) => profile.read("credential_source"),
    build: buildCredentialSource,
  },
  { words: { en: "web identity", ja: "ウェブ ID" }, sign: webIdentitySign, build: buildWebIdentity },
  { words: ssoWords, sign: hasSsoAccount, build: buildSso },
  {
    words: { en: "the keys of the credentials file", ja: "認証情報ファイルのキー" },
    sign: (profile, input) => keySign(profile, input, true),
    build: buildStaticKey,
  },
  {
    words: same("credential_process"),
    sign: (profile) => profile.read("credential_process"),
    build: (profile, sign) => ({
      kind: "process",
      profile: profile.name,
      reason: sign.reason,
      command: sign.value,
    }),
  },
  {
    words: { en: "the keys of the config file", ja: "設定ファイルのキー" },
    sign: (profile, input) => keySign(profile, input, false),
    build: buildStaticKey,
  },
  {
    words: same("login_session"),
    sign: (profile) => profile.read("login_session"),
    build: refuseLoginSession,
  },
  {
    words: { en: "the SSO session", ja: "SSO セッション" },
    sign: (profile) => profile.read("sso_session"),
    build: buildSsoToken,
  },
];

/**
 * The profile's own source, without regard to roles and the keyring.
 * @throws TegataError `NoCredentials`, `Partial…` and what else is wrong with the one that comes first.
 */
export function buildSource(
  input: PlanInput,
  profile: ProfileView,
  links: readonly Link[],
  skipped: Reason[],
): SourceStep {
  const [first, ...others] = signs(input, profile);
  if (first === undefined) throw noCredentials(profile, links);
  sayShadowed(others, first.source.words, profile.name, skipped);
  return first.source.build(profile, first.sign, input);
}

/** Whether the profile has a source of its own. */
export function hasSource(input: PlanInput, profile: ProfileView): boolean {
  return signs(input, profile).length > 0;
}

/** Names every source of the profile as passed over for something that comes before them all. */
export function sayAllShadowed(input: PlanInput, profile: ProfileView, by: Text, skipped: Reason[]): void {
  sayShadowed(signs(input, profile), by, profile.name, skipped);
}

/** That one source comes before another of a profile. */
export function precedence(first: Text, other: Text, profile: string): Text {
  return {
    en: `${first.en} comes before ${other.en} of "${profile}"`,
    ja: joinJapanese(`「${profile}」の`, other.ja, "。", first.ja, "が優先されます"),
  };
}

/** Whole keys in the profile's own section; part of them is none. */
export function staticKeyOf(profile: ProfileView): SourceStep | undefined {
  const id = profile.own("aws_access_key_id");
  if (id === undefined || profile.own("aws_secret_access_key") === undefined) return undefined;
  return buildStaticKey(profile, id);
}

/** What says that web identity gives the profile's credentials, and with that the role that it names. */
export function webIdentitySign(profile: ProfileView): PlannedValue | undefined {
  return profile.read("web_identity_token_file") ?? profile.read("web_identity_token_process");
}

interface Sign {
  readonly source: Source;
  readonly sign: PlannedValue;
}

function signs(input: PlanInput, profile: ProfileView): readonly Sign[] {
  return sources.flatMap((source) => {
    const sign = source.sign(profile, input);
    return sign === undefined ? [] : [{ source, sign }];
  });
}

function sayShadowed(signs: readonly Sign[], by: Text, profile: string, skipped: Reason[]): void {
  for (const { source, sign } of signs) {
    if (source.build === buildSsoToken && by === ssoWords) continue;
    skipped.push({ ...sign.reason, text: precedence(by, source.words, profile) });
  }
}

function keySign(profile: ProfileView, input: PlanInput, inCredentials: boolean): PlannedValue | undefined {
  const key = profile.own("aws_access_key_id") ?? profile.own("aws_secret_access_key");
  if (key === undefined) return undefined;
  return (key.reason.place?.file === input.credentialsFile) === inCredentials ? key : undefined;
}

function buildStaticKey(profile: ProfileView, sign: PlannedValue): SourceStep {
  const id = profile.own("aws_access_key_id");
  const secret = profile.own("aws_secret_access_key");
  if (id === undefined || secret === undefined) {
    const [present, missing] = id === undefined ? [secretName, idName] : [idName, secretName];
    throw partial("PartialKeys", profile, { key: present, reason: sign.reason }, [missing]);
  }
  return {
    kind: "static-key",
    profile: profile.name,
    reason: {
      ...id.reason,
      text: {
        en: `the files hold keys of profile "${profile.name}"`,
        ja: `プロファイル「${profile.name}」のキーはファイルに書かれています`,
      },
    },
    accessKeyId: id.value,
    temporary: profile.own("aws_session_token") !== undefined,
  };
}

const idName = "aws_access_key_id";
const secretName = "aws_secret_access_key";

/** AWS: SDKs and tools reference, "Assume role credential provider", `credential_source`. */
const credentialSources = {
  Environment: "environment",
  Ec2InstanceMetadata: "instance",
  EcsContainer: "container",
} as const satisfies Readonly<Record<SettingValue<"credentialSource">, SourceStep["kind"]>>;

function buildCredentialSource(profile: ProfileView, sign: PlannedValue): SourceStep {
  const known = settingsTable.credentialSource.parse(sign.value);
  if (known !== undefined)
    return { kind: credentialSources[known], profile: profile.name, reason: sign.reason };
  throw new TegataError(
    "CredentialSourceUnknown",
    `credential_source "${sign.value}"${where(sign.reason)} is none of ${Object.keys(credentialSources).join(", ")}`,
    { hint: "credential_source = Environment" },
  );
}

function buildWebIdentity(profile: ProfileView, sign: PlannedValue, input: PlanInput): SourceStep {
  const tokenFile = profile.read("web_identity_token_file");
  const tokenProcess = profile.read("web_identity_token_process");
  if (tokenFile !== undefined && tokenProcess !== undefined) {
    throw new TegataError(
      "WebIdentityContradiction",
      `profile "${profile.name}" has both web_identity_token_file${where(tokenFile.reason)} and web_identity_token_process${where(tokenProcess.reason)}; only one can give the token, so remove one`,
      { hint: `web_identity_token_file = ${tokenFile.value}` },
    );
  }
  const roleArn = profile.read("role_arn");
  if (roleArn === undefined) {
    const key = tokenFile === undefined ? "web_identity_token_process" : "web_identity_token_file";
    throw partial("PartialWebIdentity", profile, { key, reason: sign.reason }, ["role_arn"]);
  }
  return {
    kind: "web-identity",
    profile: profile.name,
    reason: sign.reason,
    roleArn: roleArn.value,
    roleSessionName: profile.read("role_session_name")?.value,
    durationSeconds: requirePossible(askedForRole(input, profile), roleLimit, profile.name).seconds,
    ...(tokenFile === undefined ? { tokenProcess: sign.value } : { tokenFile: sign.value }),
  };
}

function refuseLoginSession(profile: ProfileView, sign: PlannedValue): never {
  throw new TegataError(
    "LoginSession",
    `profile "${profile.name}" is signed in by \`aws login\`${where(sign.reason)}, which only the AWS CLI can renew`,
    {
      hint: `credential_process = aws configure export-credentials --format process --profile ${profile.name}`,
    },
  );
}

/**
 * What the environment gives when nobody named a profile: web identity, then container credentials. AWS: SDKs and tools
 * reference, "Default credential provider chain".
 */
export function sourceOfEnvironment(
  input: PlanInput,
  profile: string,
  view: ProfileView,
): SourceStep | undefined {
  const tokenFile = variableOf(input, "AWS_WEB_IDENTITY_TOKEN_FILE");
  const roleArn = variableOf(input, "AWS_ROLE_ARN");
  if (tokenFile !== undefined && roleArn !== undefined) {
    return {
      kind: "web-identity",
      profile,
      reason: tokenFile.reason,
      roleArn: roleArn.value,
      roleSessionName: variableOf(input, "AWS_ROLE_SESSION_NAME")?.value,
      durationSeconds: requirePossible(askedForRole(input, view), roleLimit, profile).seconds,
      tokenFile: tokenFile.value,
    };
  }
  const container = containerVariable(input);
  return container && { kind: "container", profile, reason: container.reason };
}

export function containerVariable(input: PlanInput): PlannedValue | undefined {
  return (
    variableOf(input, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ??
    variableOf(input, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
  );
}

/** Whole keys in the environment. */
export function environmentKeys(input: PlanInput): PlannedValue | undefined {
  return variableOf(input, "AWS_SECRET_ACCESS_KEY") && variableOf(input, "AWS_ACCESS_KEY_ID");
}
