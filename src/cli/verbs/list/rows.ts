/** What the vault has of each profile. Pure: files, names and sessions → rows. */
import type { ListedSession } from "../../../vault/index.ts";
import type { Place, SharedFiles } from "../../../vault/profiles/index.ts";
import type { StoredProfiles } from "../../../vault/stored-keys/index.ts";
import type { KeptSignIn } from "./sign-ins.ts";

export interface ListRow {
  readonly profile: string;
  /** Whether the shared files name it; else it has a key or a session only. */
  readonly isInFiles: boolean;
  readonly hasKey: boolean;
  readonly isRoot: boolean;
  /** Its key is being replaced, or was when that was cut off. */
  readonly isRotating: boolean;
  /** Where a key of its own stands in the shared files. */
  readonly clearText: Place | undefined;
  readonly sessions: readonly ListedSession[];
  readonly signIn: KeptSignIn | undefined;
}

export interface Listed {
  readonly files: SharedFiles;
  readonly stored: StoredProfiles;
  readonly rotations: ReadonlySet<string>;
  readonly sessions: readonly ListedSession[];
  readonly signIns: ReadonlyMap<string, KeptSignIn>;
}

/** Profiles in the files' order, then those with a key only, then those of which only sessions are left. */
export function buildRows({ files, stored, rotations, sessions, signIns }: Listed): readonly ListRow[] {
  const ofSessions = sessions.map(({ about }) => about.profile ?? "");
  const ofKeys = [...stored.storedKeys, ...rotations];
  const names = new Set([...files.profiles.keys(), ...ofKeys.sort(), ...ofSessions.sort()]);
  return [...names].map((profile) => ({
    profile,
    isInFiles: files.profiles.has(profile),
    hasKey: stored.storedKeys.has(profile),
    isRoot: stored.rootKeys.has(profile),
    isRotating: rotations.has(profile),
    clearText: clearTextOf(files, profile),
    sessions: sessions
      .filter(({ about }) => (about.profile ?? "") === profile)
      .sort((left, right) => left.expiration - right.expiration),
    signIn: signIns.get(profile),
  }));
}

/** A profile whose settings cannot be read, in a circle of includes for one, is still listed. */
function clearTextOf(files: SharedFiles, profile: string): Place | undefined {
  return files.profiles.get(profile)?.properties.get("aws_secret_access_key")?.place;
}

/** AWS Vault's words for what made a session. */
const kinds: Readonly<Record<string, string>> = {
  "session-token": "sts.GetSessionToken",
  "assume-role": "sts.AssumeRole",
  "web-identity": "sts.AssumeRoleWithWebIdentity",
  sso: "sso.GetRoleCredentials",
  process: "credential_process",
};

export function kindOf({ about }: Pick<ListedSession, "about">): string {
  const kind = about.kind ?? "";
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? kind;
}
