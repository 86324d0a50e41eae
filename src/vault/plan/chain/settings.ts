/** What flags, variables and the files say of a profile, each with who says it. The files' rules are those of profiles. */
import { same, type Text } from "../../../base/index.ts";
import { describePlace, type Place, type Section, type SectionKind } from "../../profiles/profile.ts";
import { findAll } from "../../profiles/settings/find.ts";
import { includeChain } from "../../profiles/settings/include-chain.ts";
import { type ProfileSettings, settingsOf } from "../../profiles/settings/settings-of.ts";
import type { PlanInput } from "../input.ts";
import type { Origin, PlannedValue, Reason } from "../plan.ts";

/** A profile with everything that has a say in its settings: flags, variables, its section, what it includes. */
export interface ProfileView {
  readonly name: string;
  /** Of its header; undefined when it has only a key in the keyring. */
  readonly place: Place | undefined;
  /** The setting and who says so; empty ones count as not set. */
  read(key: string): PlannedValue | undefined;
  /** What the files say, typed; undefined when they do not name the profile. */
  readonly settings: ProfileSettings | undefined;
  /** Of the section itself: no variable, no included profile. */
  own(key: string): PlannedValue | undefined;
}

/**
 * AWS Vault's variables that stand before the files. Those for the target only belong to the profile that was asked
 * for, not to its sources.
 */
const variables: Readonly<Record<string, { readonly name: string; readonly targetOnly: boolean }>> = {
  mfa_serial: { name: "AWS_MFA_SERIAL", targetOnly: false },
  role_arn: { name: "AWS_ROLE_ARN", targetOnly: true },
  role_session_name: { name: "AWS_ROLE_SESSION_NAME", targetOnly: true },
  session_tags: { name: "AWS_SESSION_TAGS", targetOnly: true },
  transitive_session_tags: { name: "AWS_TRANSITIVE_TAGS", targetOnly: true },
  source_identity: { name: "AWS_SOURCE_IDENTITY", targetOnly: true },
};

/** AWS: these two belong to AWS_WEB_IDENTITY_TOKEN_FILE where that is set, and to no profile. */
const webIdentityVariables = new Set(["AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME"]);

/** ` at path:line`, or nothing. */
export function where(reason: Origin | Place | undefined): string {
  if (reason === undefined) return "";
  const place = "file" in reason ? reason : reason.place;
  if (place !== undefined) return ` at ${describePlace(place)}`;
  return "setting" in reason && reason.setting !== undefined ? ` (${reason.setting})` : "";
}

/**
 * Opens a profile for reading; undefined when no file names it.
 * @throws TegataError `IncludeLoop` or `IncludedProfileNotFound` for AWS Vault's `include_profile`.
 */
export function openProfile(input: PlanInput, name: string): ProfileView | undefined {
  const section = input.files.profiles.get(name);
  if (section === undefined) return undefined;
  return viewOf(input, name, includeChain(input.files, section));
}

/** A profile of which the files know nothing; flags and variables still speak. */
export function emptyProfile(input: PlanInput, name: string): ProfileView {
  return viewOf(input, name, []);
}

function viewOf(input: PlanInput, name: string, sections: readonly Section[]): ProfileView {
  return {
    name,
    place: sections[0]?.place,
    settings: settingsOf(input.files, name),
    read: (key) => typed(input, key) ?? fromVariable(input, name, key) ?? fromSections(sections, key),
    own: (key) => fromSections(sections.slice(0, 1), key),
  };
}

function typed(input: PlanInput, key: string): PlannedValue | undefined {
  const asked = key === "mfa_serial" ? input.options?.mfaSerial : undefined;
  if (asked === undefined) return undefined;
  return { value: asked.value, reason: flagReason(asked.setting) };
}

function fromVariable(input: PlanInput, profile: string, key: string): PlannedValue | undefined {
  const variable = variables[key];
  if (variable === undefined || (variable.targetOnly && profile !== input.profile.name)) return undefined;
  if (webIdentityVariables.has(variable.name) && variableOf(input, "AWS_WEB_IDENTITY_TOKEN_FILE")) {
    return undefined;
  }
  return variableOf(input, variable.name);
}

/** An environment variable; an empty one counts as not set. */
export function variableOf(input: PlanInput, name: string): PlannedValue | undefined {
  const value = input.env[name];
  if (value === undefined || value === "") return undefined;
  return { value, reason: variableReason(name) };
}

export function variableReason(name: string): Reason {
  return { text: { en: `the variable ${name} is set`, ja: `環境変数 ${name} の値です` }, setting: name };
}

export function flagReason(flag: string): Reason {
  return { text: { en: `${flag} says so`, ja: `${flag} の値です` }, setting: flag };
}

const sectionWords: Readonly<Record<SectionKind, Text>> = {
  profile: { en: "profile", ja: "プロファイル" },
  "sso-session": same("sso-session"),
  services: same("services"),
};

/** A key of a section of the files. */
export function keyText(key: string, { kind, name }: Pick<Section, "kind" | "name">): Text {
  const words = sectionWords[kind];
  return { en: `${key} of ${words.en} "${name}"`, ja: `${words.ja}「${name}」の ${key}` };
}

function fromSections(sections: readonly Section[], key: string): PlannedValue | undefined {
  const [found] = findAll(sections, key);
  if (found === undefined) return undefined;
  const { property, section } = found;
  return {
    value: property.value,
    reason: { text: keyText(key, section), place: property.place },
  };
}
