/** Kept sessions of all caches, in one form. */
import { TegataError } from "../../../base/index.ts";
import {
  type AwsCache,
  type CachedFile,
  type CachedState,
  readAwsCaches,
  removeCachedFile,
  sharedIdentity,
  stateOf,
} from "../../../vault/aws-cache/index.ts";
import type { ListedSession, Machine, Vault } from "../../../vault/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";

export interface CacheSettings extends VaultSettings {
  readonly awsCli?: boolean;
  readonly sso?: boolean;
  readonly vault?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
}

export interface CacheEntry {
  readonly cache: AwsCache | "vault";
  readonly profiles: readonly string[];
  /** A role's ARN, `account/role` of SSO, or what else tells what it is. */
  readonly role: string | undefined;
  readonly arn: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiration: number | undefined;
  readonly state: CachedState;
  /** Why it is unreadable. */
  readonly reason: string | undefined;
  readonly file: string | undefined;
  /** Whether it was still there. */
  remove(): Promise<boolean>;
}

export interface Gathered {
  readonly entries: readonly CacheEntry[];
  /** For a person, one sentence each. */
  readonly notes: readonly string[];
  /** The vault's sessions could not be listed, and nobody had asked for them alone. */
  readonly failure: TegataError | undefined;
}

/**
 * What is kept in the caches that are asked for, of one profile or of all.
 * @throws TegataError when what was asked for by name cannot be read.
 */
export async function gatherEntries(
  profile: string | undefined,
  settings: CacheSettings,
  vault: Vault,
): Promise<Gathered> {
  const { machine } = vault;
  const isAll = !settings.awsCli && !settings.sso && !settings.vault;
  const caches: AwsCache[] = [];
  if (isAll || settings.awsCli) caches.push("aws-cli");
  if (isAll || settings.sso) caches.push("sso", "login");
  const { files } = await vault.loadFiles();
  const ofProfile = ({ profiles }: Pick<CacheEntry, "profiles">): boolean =>
    profile === undefined || profiles.includes(profile);
  const cached = await readAwsCaches(machine, files, caches);
  const sessions =
    isAll || settings.vault ? await readSessions(vault, isAll) : { entries: [], failure: undefined };
  const now = machine.clock.now();
  const entries = [...cached.map((file) => fromFile(file, now)), ...sessions.entries].filter(ofProfile);
  const notes = cached
    .filter(({ owners }) => ofProfile({ profiles: owners.map((owner) => owner.profile) }))
    .flatMap((file) => sharedIdentity(file) ?? []);
  return { entries, notes, failure: sessions.failure };
}

function fromFile(file: CachedFile, now: number): CacheEntry {
  const { cache, path, owners, contents } = file;
  const about = {
    role: owners.find(({ role }) => role !== undefined)?.role ?? roleIn(contents),
    arn: contents.kind === "role" ? contents.arn : undefined,
    accessKeyId: contents.kind === "role" ? contents.accessKeyId : undefined,
    expiration: contents.kind === "unreadable" ? undefined : contents.expiration,
    reason: contents.kind === "unreadable" ? contents.reason : undefined,
  };
  return {
    ...about,
    cache,
    profiles: owners.map(({ profile }) => profile),
    state: stateOf(file, now),
    file: path,
    remove: () => removeCachedFile(file),
  };
}

function roleIn(contents: CachedFile["contents"]): string | undefined {
  switch (contents.kind) {
    case "role":
      return contents.arn;
    case "token":
      return contents.startUrl ?? "a token";
    case "registration":
      return "a client's registration";
    case "unreadable":
      return undefined;
  }
}

async function readSessions(
  vault: Vault,
  isOptional: boolean,
): Promise<{ readonly entries: readonly CacheEntry[]; readonly failure: TegataError | undefined }> {
  try {
    const sessions = await vault.openSessions();
    const entries = (await sessions.list()).map(
      (session): CacheEntry => ({
        ...fromSession(session, vault.machine),
        remove: () => sessions.drop(session.id),
      }),
    );
    return { entries, failure: undefined };
  } catch (error) {
    if (isOptional && error instanceof TegataError) return { entries: [], failure: error };
    throw error;
  }
}

const kinds: Readonly<Record<string, string>> = {
  "session-token": "GetSessionToken",
  process: "credential_process",
};

function fromSession({ about, expiration }: ListedSession, { clock }: Machine): Omit<CacheEntry, "remove"> {
  const { profile, kind = "", role, serial } = about;
  const called = role ?? kinds[kind] ?? kind;
  return {
    cache: "vault",
    profiles: profile === undefined ? [] : [profile],
    role: serial === undefined ? called : `${called} with ${serial}`,
    arn: undefined,
    accessKeyId: undefined,
    expiration,
    state: expiration > clock.now() ? "live" : "expired",
    reason: undefined,
    file: undefined,
  };
}
