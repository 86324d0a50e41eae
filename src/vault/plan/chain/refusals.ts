/** What cannot be planned, each with where it stands and a line to paste. */
import { exitCodes, inShell, TegataError } from "../../../base/index.ts";
import { describePlace } from "../../profiles/profile.ts";
import type { Origin } from "../plan.ts";
import { closestName } from "./closest.ts";
import { type ProfileView, where } from "./settings.ts";

/** A profile that was come through, and the line that led on from it. */
export interface Link {
  readonly profile: string;
  readonly onward: Origin | undefined;
}

/** `"a" (config:3) → "b" (config:7) → "a"`. */
export function describeLinks(links: readonly Link[]): string {
  return links
    .map(({ profile, onward }) =>
      onward?.place === undefined ? `"${profile}"` : `"${profile}" (${describePlace(onward.place)})`,
    )
    .join(" → ");
}

function through(links: readonly Link[]): string {
  return links.length > 1 ? `; the chain is ${describeLinks(links)}` : "";
}

export function profileNotFound(name: string, reason: Origin, known: readonly string[]): TegataError {
  const close = closestName(name, known);
  const isCase = close?.toLowerCase() === name.toLowerCase();
  const meant = isCase ? `; "${close}" is there, and case matters` : "";
  return new TegataError(
    "ProfileNotFound",
    `no file and no keyring has a profile "${name}"${where(reason)}${meant}`,
    {
      hint:
        close === undefined
          ? `tegata add ${inShell(name)}`
          : `tegata plan ${inShell(close)}   # if "${close}" is meant; tegata list shows all`,
      exitCode: exitCodes.misuse,
    },
  );
}

export function sourceNotFound(links: readonly Link[], name: string): TegataError {
  const last = links.at(-1);
  return new TegataError(
    "SourceProfileNotFound",
    `profile "${last?.profile}" names source_profile "${name}"${where(last?.onward)}, and no file and no keyring has it${through(links)}`,
    { hint: `tegata add ${inShell(name)}` },
  );
}

export function loop(links: readonly Link[], name: string): TegataError {
  return new TegataError(
    "ProfileLoop",
    `the source profiles go in a circle: ${describeLinks([...links, { profile: name, onward: undefined }])}`,
    { hint: `tegata plan ${inShell(name)}   # once one of these lines names another source_profile` },
  );
}

/** The chain itself would fill the screen: it is told where it begins and where it is left. */
export function chainTooLong(links: readonly Link[], most: number): TegataError {
  const [first] = links;
  const last = links.at(-1);
  return new TegataError(
    "ChainTooLong",
    `profile "${first?.profile}"${where(first?.onward)} begins a chain of more than ${most} source profiles, which goes on behind "${last?.profile}"${where(last?.onward)}; so long a one is not followed`,
    { hint: "# name a source_profile that is nearer to the credentials" },
  );
}

export function bothSources(profile: ProfileView, source: Origin, credentialSource: Origin): TegataError {
  return new TegataError(
    "SourceContradiction",
    `profile "${profile.name}" has both source_profile${where(source)} and credential_source${where(credentialSource)}; only one of them can give the credentials, so remove one`,
    { hint: "# remove one of the lines: source_profile = …, credential_source = …" },
  );
}

export function noSource(profile: ProfileView, roleArn: Origin, ownKeys: boolean): TegataError {
  const self = ownKeys
    ? ", and the keys beside it are used only when source_profile names their profile"
    : "";
  return new TegataError(
    "SourceMissing",
    `profile "${profile.name}" has role_arn${where(roleArn)} and nothing to assume it with: no source_profile, no credential_source, no key in the keyring${self}`,
    { hint: ownKeys ? `source_profile = ${profile.name}` : `tegata add ${inShell(profile.name)}` },
  );
}

export function noCredentials(profile: ProfileView, links: readonly Link[]): TegataError {
  return new TegataError(
    "NoCredentials",
    `profile "${profile.name}"${where(profile.place)} has no credentials: no key in the keyring or the files, no source_profile, SSO, web identity or credential_process${through(links)}`,
    { hint: `tegata add ${inShell(profile.name)}` },
  );
}

export function tokenOnly(profile: ProfileView, session: Origin, links: readonly Link[]): TegataError {
  return new TegataError(
    "NoCredentials",
    `profile "${profile.name}" signs in to SSO${where(session)} but names no account and role, so it has no credentials to assume a role with${through(links)}`,
    { hint: "sso_account_id = 111122223333\nsso_role_name = NAME" },
  );
}

/** Settings that only work together, some of which are missing. */
export function partial(
  code: "PartialKeys" | "PartialWebIdentity" | "PartialSso",
  profile: ProfileView,
  present: { readonly key: string; readonly reason: Origin },
  missing: readonly string[],
): TegataError {
  return new TegataError(
    code,
    `profile "${profile.name}" has ${present.key}${where(present.reason)} but no ${missing.join(" and no ")}`,
    { hint: missing.map((key) => `${key} = …`).join("\n") },
  );
}

export function rootCannotAssume(profile: string, roleArn: Origin): TegataError {
  return new TegataError(
    "RootCannotAssume",
    `the key of "${profile}" is the root user's, and AWS lets the root user assume no role${where(roleArn)}`,
    { hint: "aws iam create-user --user-name NAME   # then give its key to: tegata add" },
  );
}
