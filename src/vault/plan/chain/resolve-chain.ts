/**
 * From the profile that was asked for down to its first credentials. AWS: SDKs and tools reference, "Assume role
 * credential provider"; a key in the keyring is AWS Vault's addition and comes before what the files say of that
 * profile.
 */
import { same, type Text } from "../../../base/index.ts";
import type { PlanInput } from "../input.ts";
import type { Origin, PlannedValue, Reason, SourceStep } from "../plan.ts";
import {
  bothSources,
  chainTooLong,
  type Link,
  loop,
  noSource,
  profileNotFound,
  sourceNotFound,
  tokenOnly,
} from "./refusals.ts";
import { emptyProfile, openProfile, type ProfileView } from "./settings.ts";
import {
  buildSource,
  environmentKeys,
  hasSource,
  precedence,
  sayAllShadowed,
  sourceOfEnvironment,
  staticKeyOf,
  webIdentitySign,
} from "./sources.ts";

export interface Chain {
  readonly target: ProfileView;
  /** The profile that gives the first credentials. */
  readonly base: ProfileView;
  readonly source: SourceStep;
  /** In the order in which they are assumed. */
  readonly roles: readonly RoleLink[];
  /** From the target to the base. */
  readonly profiles: readonly ProfileView[];
}

/** AWS documents none; nobody's chain is so long, and each role of it is a call. */
export const maxChainProfiles = 100;

export interface RoleLink {
  readonly profile: ProfileView;
  readonly roleArn: PlannedValue;
}

export interface Notes {
  readonly warnings: Reason[];
  readonly skipped: Reason[];
}

/** @throws TegataError for loops, contradictions, too long a chain and what is missing, with the chain that led there. */
export function resolveChain(input: PlanInput, notes: Notes): Chain {
  const target = openTarget(input);
  const fromEnvironment = unnamedSource(input, target);
  if (fromEnvironment !== undefined) {
    if (fromEnvironment.kind === "environment") {
      sayAllShadowed(input, target, environmentWords, notes.skipped);
    }
    return { target, base: target, source: fromEnvironment, roles: [], profiles: [target] };
  }
  return walk(input, target, notes);
}

function openTarget(input: PlanInput): ProfileView {
  const { name, reason, named } = input.profile;
  const target = openProfile(input, name);
  if (target !== undefined) return target;
  if (input.storedKeys.has(name) || !named) return emptyProfile(input, name);
  throw profileNotFound(name, reason, [...input.files.profiles.keys(), ...input.storedKeys]);
}

/** AWS: when nobody names a profile the environment's keys come first, and its tokens after the profile. */
function unnamedSource(input: PlanInput, target: ProfileView): SourceStep | undefined {
  if (input.profile.named) return undefined;
  const keys = environmentKeys(input);
  if (keys !== undefined) return { kind: "environment", profile: target.name, reason: keys.reason };
  const hasOwn =
    input.storedKeys.has(target.name) ||
    hasSource(input, target) ||
    target.read("source_profile") !== undefined;
  return hasOwn ? undefined : sourceOfEnvironment(input, target.name, target);
}

function walk(input: PlanInput, target: ProfileView, notes: Notes): Chain {
  const roles: RoleLink[] = [];
  const links: Link[] = [];
  const profiles: ProfileView[] = [];
  const end = (base: ProfileView, source: SourceStep, onward: Origin | undefined): Chain => {
    links.push({ profile: base.name, onward });
    if (source.kind === "sso-token" && roles.length > 0) throw tokenOnly(base, source.reason, links);
    return { target, base, source, roles: roles.reverse(), profiles };
  };

  for (let profile = target; ; ) {
    profiles.push(profile);
    const stored = input.storedKeys.has(profile.name);
    const staticKey = links.length > 0 && !stored ? staticKeyOf(profile) : undefined;
    if (staticKey !== undefined) {
      sayStopped(profile, notes.skipped);
      return end(profile, staticKey, staticKey.reason);
    }
    const hop = nextHop(input, profile, stored);
    if (hop.role !== undefined) roles.push(hop.role);
    if (hop.kind === "stored") {
      sayStoredFirst(input, profile, notes.skipped);
      return end(profile, storedKey(input, profile, links), hop.role?.roleArn.reason);
    }
    if (hop.kind === "own") {
      const source = buildSource(input, profile, [...links, ownLink(profile)], notes.skipped);
      return end(profile, source, source.reason);
    }
    if (hop.role === undefined) sayNoRole(profile, hop.source, notes.warnings);
    links.push({ profile: profile.name, onward: hop.source.reason });
    profile = follow(input, links, hop.source.value);
  }
}

type Hop =
  | { readonly kind: "stored"; readonly role: RoleLink | undefined }
  | { readonly kind: "own"; readonly role: RoleLink | undefined }
  | { readonly kind: "source-profile"; readonly role: RoleLink | undefined; readonly source: PlannedValue };

function ownLink(profile: ProfileView): Link {
  return { profile: profile.name, onward: profile.place && { place: profile.place } };
}

/** What a profile that is come to does: a role or none, and where the credentials for it are. */
function nextHop(input: PlanInput, profile: ProfileView, stored: boolean): Hop {
  const roleArn = profile.read("role_arn");
  const source = profile.read("source_profile");
  const credentialSource = profile.read("credential_source");
  if (roleArn !== undefined && source !== undefined && credentialSource !== undefined) {
    throw bothSources(profile, source.reason, credentialSource.reason);
  }
  const role = roleArn && { profile, roleArn };
  if (stored) return { kind: "stored", role };
  // AWS: a web identity's role is its own; it is the beginning of a chain, not a link.
  if (webIdentitySign(profile) !== undefined) return { kind: "own", role: undefined };
  const elsewhere = source !== undefined && source.value !== profile.name;
  if (role === undefined) {
    return elsewhere && !hasSource(input, profile)
      ? { kind: "source-profile", role, source }
      : { kind: "own", role };
  }
  if (elsewhere) return { kind: "source-profile", role, source };
  if (source !== undefined || credentialSource !== undefined) return { kind: "own", role };
  // AWS_ROLE_ARN says nothing of a source: the profile that it is set for gives the credentials itself.
  if (role.roleArn.reason.setting !== undefined && hasSource(input, profile)) return { kind: "own", role };
  throw noSource(profile, role.roleArn.reason, staticKeyOf(profile) !== undefined);
}

function follow(input: PlanInput, links: readonly Link[], name: string): ProfileView {
  if (links.some(({ profile }) => profile === name)) throw loop(links, name);
  if (links.length >= maxChainProfiles) throw chainTooLong(links, maxChainProfiles);
  const next = openProfile(input, name);
  if (next !== undefined) return next;
  if (input.storedKeys.has(name)) return emptyProfile(input, name);
  throw sourceNotFound(links, name);
}

function storedKey(input: PlanInput, profile: ProfileView, links: readonly Link[]): SourceStep {
  const from = links.at(-1)?.onward ?? input.profile.reason;
  return {
    kind: "stored-key",
    profile: profile.name,
    reason: {
      ...from,
      text: {
        en: `the keyring holds the key of profile "${profile.name}"`,
        ja: `プロファイル「${profile.name}」のキーはキーリングにあります`,
      },
    },
  };
}

const storedWords: Text = { en: "the key in the keyring", ja: "キーリングのキー" };
const environmentWords: Text = { en: "the environment", ja: "環境変数" };

function sayStoredFirst(input: PlanInput, profile: ProfileView, skipped: Reason[]): void {
  sayAllShadowed(input, profile, storedWords, skipped);
  const source = profile.read("source_profile");
  if (source === undefined || source.value === profile.name) return;
  skipped.push({
    ...source.reason,
    text: precedence(storedWords, same("source_profile"), profile.name),
  });
}

function sayStopped(profile: ProfileView, skipped: Reason[]): void {
  const roleArn = profile.own("role_arn");
  if (roleArn === undefined) return;
  skipped.push({
    ...roleArn.reason,
    text: {
      en: `role_arn of "${profile.name}", since AWS takes the keys beside it when another profile names it as source`,
      ja: `「${profile.name}」の role_arn。ほかのプロファイルの source_profile になると、AWS はその横のキーを使います`,
    },
  });
}

function sayNoRole(profile: ProfileView, source: PlannedValue, warnings: Reason[]): void {
  warnings.push({
    ...source.reason,
    text: {
      en: `"${profile.name}" has source_profile and no role_arn: the credentials of "${source.value}" are used as they are, which the AWS CLI does not do`,
      ja: `「${profile.name}」には source_profile だけがあり role_arn がないので、「${source.value}」の認証情報をそのまま使います。AWS CLI はそうしません`,
    },
  });
}
