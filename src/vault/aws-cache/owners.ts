/** Which profiles make the AWS CLI write, and read, a file of its caches. */
import type { Section, SharedFiles } from "../profiles/index.ts";
import {
  type AssumeRoleArguments,
  assumeRoleFile,
  loginFile,
  ssoRoleFile,
  ssoTokenFile,
} from "./file-names.ts";
import type { AwsCache } from "./folders.ts";

export interface Owner {
  readonly profile: string;
  /** Whose credentials the role is assumed with, as the profile says it; undefined where that is the profile itself. */
  readonly source: string | undefined;
  /** The ARN of a role, or `account/role` of SSO. */
  readonly role: string | undefined;
}

/** By cache and by the file's name; a file that several profiles share has several owners. */
export type Owners = Readonly<Record<AwsCache, ReadonlyMap<string, readonly Owner[]>>>;

/** From what the files say alone: botocore takes these settings from no variable. */
export function ownersOf(files: SharedFiles): Owners {
  const owners: Record<AwsCache, Map<string, Owner[]>> = {
    "aws-cli": new Map(),
    sso: new Map(),
    login: new Map(),
  };
  const add = (cache: AwsCache, file: string, owner: Owner): void => {
    const known = owners[cache].get(file);
    if (known === undefined) owners[cache].set(file, [owner]);
    else known.push(owner);
  };
  for (const section of files.profiles.values()) {
    const read = (key: string): string | undefined => section.properties.get(key)?.value || undefined;
    const role = roleOf(read);
    if (role !== undefined) add("aws-cli", assumeRoleFile(role), ownerOf(section, read, role.RoleArn));
    const sso = ssoOf(read);
    if (sso?.roleName !== undefined && sso.accountId !== undefined) {
      const { roleName, accountId, session } = sso;
      const shown = ownerOf(section, read, `${accountId}/${roleName}`);
      add("aws-cli", ssoRoleFile({ roleName, accountId, ...session.key }), shown);
    }
    if (sso !== undefined) add("sso", ssoTokenFile(sso.session.name), ownerOf(section, read, undefined));
    const login = read("login_session");
    if (login !== undefined) add("login", loginFile(login), ownerOf(section, read, undefined));
  }
  return owners;
}

type Read = (key: string) => string | undefined;

function ownerOf(section: Section, read: Read, role: string | undefined): Owner {
  const source = read("web_identity_token_file") ?? read("source_profile") ?? read("credential_source");
  return { profile: section.name, source, role };
}

/** Web identity has no external id, device or duration of its own: its file is that of the same role otherwise assumed. */
function roleOf(read: Read): AssumeRoleArguments | undefined {
  const RoleArn = read("role_arn");
  if (RoleArn === undefined) return undefined;
  const RoleSessionName = read("role_session_name");
  const named = { RoleArn, ...(RoleSessionName !== undefined && { RoleSessionName }) };
  if (read("web_identity_token_file") !== undefined) return named;
  const ExternalId = read("external_id");
  const SerialNumber = read("mfa_serial");
  const duration = read("duration_seconds");
  return {
    ...named,
    ...(ExternalId !== undefined && { ExternalId }),
    ...(SerialNumber !== undefined && { SerialNumber }),
    // What is no whole number botocore leaves out.
    ...(duration !== undefined && /^\s*[+-]?\d+\s*$/.test(duration) && { DurationSeconds: Number(duration) }),
  };
}

interface Sso {
  readonly session: {
    readonly name: string;
    readonly key: { readonly sessionName: string } | { readonly startUrl: string };
  };
  readonly accountId: string | undefined;
  readonly roleName: string | undefined;
}

function ssoOf(read: Read): Sso | undefined {
  const sessionName = read("sso_session");
  const startUrl = read("sso_start_url");
  const rest = { accountId: read("sso_account_id"), roleName: read("sso_role_name") };
  if (sessionName !== undefined) return { session: { name: sessionName, key: { sessionName } }, ...rest };
  return startUrl === undefined ? undefined : { session: { name: startUrl, key: { startUrl } }, ...rest };
}
