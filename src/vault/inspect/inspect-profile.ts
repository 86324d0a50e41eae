/** Files, environment, rights and plan → facts. Pure: nothing is read and nobody is called. */

import { authorityProfiles, inShell, same, type Text } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Shell } from "../deliver/index.ts";
import type { Environment, Platform } from "../machine.ts";
import { describeMechanism, describeStep, type Plan } from "../plan/index.ts";
import {
  describePlace,
  type FileLocations,
  type ProfileSelection,
  type SharedFiles,
  settingsOf,
} from "../profiles/index.ts";
import { awsCliSources } from "./aws-cli-sources.ts";
import { environmentFindings, type KnownExpiration } from "./environment.ts";
import type { AwsCliSource, ProfileFacts, SettingFact, SourceFact } from "./facts.ts";
import type { Finding } from "./findings.ts";
import { configurationRows, credentialType } from "./rows.ts";
import { describeSettings } from "./settings.ts";
import type { Surroundings } from "./surroundings.ts";

export interface InspectInput extends Surroundings {
  readonly files: SharedFiles;
  readonly locations: FileLocations;
  readonly env: Environment;
  readonly platform: Platform;
  /** Lines to paste are for this one. */
  readonly shell: Shell;
  readonly selection: ProfileSelection;
  readonly plan: Plan;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When keys end that some cache knows, by access key id. */
  readonly knownExpirations?: ReadonlyMap<string, KnownExpiration>;
  /** What was handed out, where something was. */
  readonly credentials?: Credentials | undefined;
}

export function inspectProfile(input: InspectInput): ProfileFacts {
  const { plan, files, env, selection, locations } = input;
  const credentialsFile = locations.credentials.path;
  const settings = describeSettings(files, plan.profile);
  const awsCli = awsCliSources({ files, env, profile: selection, credentialsFile });
  return {
    profile: plan.profile,
    selection,
    mechanism: describeMechanism(plan),
    rows: configurationRows({ ...input, credentialsFile }),
    sources: sourcesOf(plan),
    awsCli,
    settings,
    warnings: plan.warnings,
    cannot: plan.cannot,
    findings: [
      ...clientFindings(input),
      ...environmentFindings({
        ...input,
        isUsed: plan.steps[0].kind === "environment",
        knownExpirations: input.knownExpirations ?? new Map(),
      }),
      ...awsCliFindings(input, awsCli[0]),
      ...clearTextKeys(input),
      ...readableFiles(input),
      ...shadowedSettings(settings),
    ],
  };
}

function sourcesOf(plan: Plan): readonly SourceFact[] {
  const used = plan.steps.map((step) => ({
    ...step.reason,
    text: describeStep(step),
    state: "used" as const,
  }));
  return [...used, ...plan.skipped.map((reason) => ({ ...reason, state: "shadowed" as const }))];
}

function clientFindings({ selection, env }: InspectInput): readonly Finding[] {
  const findings: Finding[] = [];
  if (selection.difference !== undefined && selection.by !== "argument")
    findings.push({ code: "ClientsDisagree", text: selection.difference });
  const [region, older] = [env.AWS_REGION, env.AWS_DEFAULT_REGION];
  if (region && older && region !== older) {
    const text = {
      en: `AWS_REGION is "${region}" and AWS_DEFAULT_REGION "${older}": the AWS CLI v1 and boto3 know the second one only`,
      ja: `AWS_REGION は「${region}」、AWS_DEFAULT_REGION は「${older}」です。AWS CLI v1 と boto3 は後者だけを見ます`,
    };
    findings.push({ code: "RegionsDisagree", text });
  }
  return findings;
}

/** Only what a person would wonder at: other credentials than the vault's, or a refusal. */
function awsCliFindings(input: InspectInput, first: AwsCliSource | undefined): readonly Finding[] {
  const { plan, locations } = input;
  const ours = credentialType(plan, locations.credentials.path);
  if (first?.refusal === undefined && first?.type === ours) return [];
  // Keys in the environment are a finding of their own.
  if (first?.type === "env") return [];
  // What only a call would tell: no source in files or environment.
  if (first === undefined && ours === "iam-role") return [];
  const profile = inShell(plan.profile);
  const hints = [same(`tegata exec ${profile} -- aws sts get-caller-identity`)];
  return [{ code: "AwsCliDiffers", text: actOf(first, plan), hints, ...placeOf(first) }];
}

function actOf(first: AwsCliSource | undefined, { profile }: Plan): Text {
  if (first === undefined) {
    return {
      en: `the AWS CLI by itself finds no credentials for profile "${profile}"`,
      ja: `vault を通さない AWS CLI は、プロファイル「${profile}」の認証情報を見つけられません`,
    };
  }
  if (first.refusal !== undefined) {
    return {
      en: `the AWS CLI by itself stops with: ${first.refusal}`,
      ja: `vault を通さない AWS CLI は、次のエラーで止まります: ${first.refusal}`,
    };
  }
  const source = `${first.type}${first.setting === undefined ? "" : ` (${first.setting})`}`;
  return {
    en: `the AWS CLI by itself takes other credentials: ${source}`,
    ja: `vault を通さない AWS CLI は、別の認証情報を使います: ${source}`,
  };
}

function placeOf(source: AwsCliSource | undefined): Pick<Finding, "place"> {
  return source?.place === undefined ? {} : { place: source.place };
}

/** Of the plan's profiles: a long-lived key in a file is everybody's who reads the file, a back-up of it, a copied home. */
function clearTextKeys({ plan, files }: InspectInput): readonly Finding[] {
  const profiles = new Set([plan.profile, ...plan.steps.map(({ profile }) => profile)]);
  const others = [...profiles].filter((profile) => !authorityProfiles.includes(profile));
  return others.flatMap((profile): readonly Finding[] => {
    const { secretAccessKey, sessionToken } = settingsOf(files, profile)?.settings ?? {};
    if (secretAccessKey === undefined || sessionToken !== undefined) return [];
    const text = {
      en: `a long-lived key of "${profile}" stands in clear text`,
      ja: `「${profile}」の長期キーが平文で書かれています`,
    };
    const hints = [same("tegata import --from credentials-file")];
    return [{ code: "ClearTextKey", text, place: secretAccessKey.place, hints }];
  });
}

/** On Windows the user's own folder keeps others out. The config file matters where it holds a key. */
function readableFiles({ fileFacts, platform, files, locations }: InspectInput): readonly Finding[] {
  if (platform === "win32") return [];
  const withSecrets = new Set([locations.credentials.path, ...filesWithSecrets(files)]);
  return fileFacts
    .filter(({ path, mode }) => withSecrets.has(path) && (mode & 0o077) !== 0)
    .map(({ path, mode }) => ({
      code: "FileReadable",
      text: {
        en: `others may open "${path}" (mode 0${mode.toString(8)})`,
        ja: `「${path}」はほかのユーザーも開けます (モード 0${mode.toString(8)})`,
      },
      hints: [same(`chmod 600 ${inShell(path)}`)],
    }));
}

function filesWithSecrets({ profiles }: SharedFiles): readonly string[] {
  return [...profiles.values()].flatMap(({ properties }) =>
    ["aws_secret_access_key", "aws_session_token"].flatMap((key) => properties.get(key)?.place.file ?? []),
  );
}

function shadowedSettings(settings: readonly SettingFact[]): readonly Finding[] {
  return settings.flatMap(({ name, place, shadows }) =>
    shadows.map(
      (shadow): Finding => ({
        code: "SettingShadowed",
        text: {
          en: `${name} is overruled by that at ${describePlace(place)}`,
          ja: `この ${name} より ${describePlace(place)} の値が優先されます`,
        },
        place: shadow,
      }),
    ),
  );
}
