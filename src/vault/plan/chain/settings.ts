import { TegataError } from "../../../base/index.ts";
import type { Place, Section, SharedFiles } from "../../profiles/profile.ts";
import type { PlanInput } from "../input.ts";
import type { PlannedValue, Reason } from "../plan.ts";

/** A profile with everything that has a say in its settings: flags, variables, its section, what it includes. */
export interface ProfileView {
  readonly name: string;
  /** Of its header; undefined when it has only a key in the keyring. */
  readonly place: Place | undefined;
  /** The setting and who says so; empty ones count as not set. */
  read(key: string): PlannedValue | undefined;
  /** Of the section itself: no variable, no included profile. */
  own(key: string): PlannedValue | undefined;
}

/** How many profiles may include one another. */
const maxIncludes = 20;

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

/** `path:line`, as editors take it. */
export function at(place: Place): string {
  return `${place.file}:${place.line}`;
}

/** ` at path:line`, or nothing. */
export function where(reason: Reason | Place | undefined): string {
  if (reason === undefined) return "";
  const place = "file" in reason ? reason : reason.place;
  if (place !== undefined) return ` at ${at(place)}`;
  return "setting" in reason && reason.setting !== undefined ? ` (${reason.setting})` : "";
}

/**
 * Opens a profile for reading; undefined when no file names it.
 * @throws TegataError `IncludeLoop` or `IncludedProfileNotFound` for AWS Vault's `include_profile`.
 */
export function openProfile(input: PlanInput, name: string): ProfileView | undefined {
  const section = input.files.profiles.get(name);
  if (section === undefined) return undefined;
  return viewOf(input, name, includedSections(input.files, section));
}

/** A profile of which the files know nothing; flags and variables still speak. */
export function emptyProfile(input: PlanInput, name: string): ProfileView {
  return viewOf(input, name, []);
}

function viewOf(input: PlanInput, name: string, sections: readonly Section[]): ProfileView {
  return {
    name,
    place: sections[0]?.place,
    read: (key) => typed(input, key) ?? fromVariable(input, name, key) ?? fromSections(sections, key),
    own: (key) => fromSections(sections.slice(0, 1), key),
  };
}

function includedSections(files: SharedFiles, first: Section): readonly Section[] {
  const sections = [first];
  for (let section = first; sections.length <= maxIncludes; ) {
    const include = propertyOf(section, "include_profile");
    if (include === undefined) return sections;
    const next = files.profiles.get(include.value);
    if (next === undefined) {
      throw new TegataError(
        "IncludedProfileNotFound",
        `profile "${section.name}" includes "${include.value}"${where(include.reason)}, and no file has a profile of that name`,
        { hint: `[profile ${include.value}]` },
      );
    }
    if (sections.includes(next)) {
      const names = [...sections, next].map(({ name }) => `"${name}"`).join(" → ");
      throw new TegataError(
        "IncludeLoop",
        `include_profile goes in a circle${where(include.reason)}: ${names}`,
        { hint: `# remove this line: include_profile = ${include.value}` },
      );
    }
    sections.push(next);
    section = next;
  }
  throw new TegataError(
    "IncludeLoop",
    `profile "${first.name}"${where(first.place)} includes more than ${maxIncludes} others`,
    { hint: "# remove one of the lines: include_profile = …" },
  );
}

function typed(input: PlanInput, key: string): PlannedValue | undefined {
  const asked = key === "mfa_serial" ? input.options?.mfaSerial : undefined;
  if (asked === undefined) return undefined;
  return { value: asked.value, reason: { text: `${asked.setting} says so`, setting: asked.setting } };
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
  return { value, reason: { text: `the variable ${name} is set`, setting: name } };
}

function fromSections(sections: readonly Section[], key: string): PlannedValue | undefined {
  for (const section of sections) {
    const found = propertyOf(section, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A property of a section with its line; an empty one counts as not set. */
export function propertyOf(section: Section, key: string): PlannedValue | undefined {
  const property = section.properties.get(key);
  if (property === undefined || property.value === "") return undefined;
  return {
    value: property.value,
    reason: { text: `${key} of ${section.kind} "${section.name}"`, place: property.place },
  };
}
