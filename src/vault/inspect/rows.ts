/** The rows of `aws configure list`, for what the vault will use. */
import { Secret, same, type Text } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Environment } from "../machine.ts";
import type { Origin, Plan } from "../plan/index.ts";
import {
  describePlace,
  type ProfileChoice,
  type SharedFiles,
  settingsOf,
  settingText,
} from "../profiles/index.ts";
import type { AwsCliType, ConfigurationRow } from "./facts.ts";
import { maskValue } from "./mask.ts";

export interface RowsInput {
  readonly plan: Plan;
  readonly selection: ProfileChoice;
  readonly files: SharedFiles;
  readonly env: Environment;
  readonly credentialsFile: string;
  /** What was handed out; undefined: what files and environment say. */
  readonly credentials?: Credentials | undefined;
}

const notSet = "<not set>";
/** Only a call would tell; for people there is a word in each language. */
export const notAsked = "<not asked>";
const none = "None";

export function configurationRows(input: RowsInput): readonly ConfigurationRow[] {
  const { plan } = input;
  const type = credentialType(plan, input.credentialsFile);
  const keys = input.credentials ?? knownKeys(input);
  const last = plan.steps.at(-1) ?? plan.steps[0];
  const location =
    type === none ? same(none) : type === "keyring" ? keyringLocation(plan) : locationOf(last.reason);
  const masked = (value: string | undefined): string =>
    type === none ? notSet : value === undefined ? notAsked : maskValue(value);
  return [
    profileRow(input.selection),
    { name: "access_key", value: masked(keys?.accessKeyId), type, location },
    {
      name: "secret_key",
      value: masked(keys?.secretAccessKey?.reveal()),
      type,
      location: secretLocation(input, location),
    },
    regionRow(plan),
  ];
}

/** The AWS CLI's word for where the credentials come from; `keyring` for keys, and sessions of keys, that it cannot find. */
export function credentialType(plan: Plan, credentialsFile: string): AwsCliType | "keyring" | "None" {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  switch (last.kind) {
    case "environment":
      return "env";
    case "static-key":
      return last.reason.place?.file === credentialsFile ? "shared-credentials-file" : "config-file";
    case "process":
      return "custom-process";
    case "container":
      return "container-role";
    case "instance":
      return "iam-role";
    case "web-identity":
      return "assume-role-with-web-identity";
    case "assume-role":
    case "sso":
      return last.kind;
    case "stored-key":
    case "session-token":
      return "keyring";
    case "sso-token":
      return none;
  }
}

function profileRow({ name, by, setting = none }: ProfileChoice): ConfigurationRow {
  switch (by) {
    case "argument":
      return { name: "profile", value: name, type: "manual", location: settingText(setting) };
    case "variable":
      return { name: "profile", value: name, type: "env", location: settingText(setting) };
    case "default":
      return { name: "profile", value: notSet, type: none, location: same(none) };
  }
}

function regionRow({ region }: Plan): ConfigurationRow {
  if (region === undefined) return { name: "region", value: notSet, type: none, location: same(none) };
  const { place, setting } = region.reason;
  const type = place !== undefined ? "config-file" : setting?.startsWith("-") ? "manual" : "env";
  return { name: "region", value: region.value, type, location: locationOf(region.reason) };
}

function keyringLocation({ steps: [{ profile }] }: Plan): Text {
  return { en: `"${profile}" in the keyring`, ja: `キーリングの「${profile}」` };
}

/** Two lines, or two variables, make a key. */
function secretLocation({ plan, files }: RowsInput, location: Text): Text {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  if (last.kind === "environment") return same("AWS_SECRET_ACCESS_KEY");
  if (last.kind !== "static-key") return location;
  const place = settingsOf(files, last.profile)?.settings.secretAccessKey?.place;
  return place === undefined ? location : same(describePlace(place));
}

function locationOf({ place, setting = "" }: Origin): Text {
  return place === undefined ? settingText(setting) : same(describePlace(place));
}

/** Keys that are handed over as they are. */
function knownKeys({
  plan,
  files,
  env,
}: RowsInput): Partial<Pick<Credentials, "accessKeyId" | "secretAccessKey">> | undefined {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  if (last.kind === "environment") {
    const secret = env.AWS_SECRET_ACCESS_KEY;
    return {
      ...(env.AWS_ACCESS_KEY_ID && { accessKeyId: env.AWS_ACCESS_KEY_ID }),
      ...(secret && { secretAccessKey: new Secret(secret) }),
    };
  }
  if (last.kind !== "static-key") return undefined;
  const secretAccessKey = settingsOf(files, last.profile)?.settings.secretAccessKey?.value;
  return { accessKeyId: last.accessKeyId, ...(secretAccessKey && { secretAccessKey }) };
}
