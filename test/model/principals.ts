/**
 * Whom a statement names, and how firmly. AWS: IAM user guide, "Principal", "NotPrincipal", "Policy evaluation logic".
 *
 * | who calls | level `account` | level `limited` | level `direct` |
 * |---|---|---|---|
 * | user, its GetSessionToken session | account | | user's ARN or id |
 * | role session | account | role's ARN or id | session's ARN |
 * | federated user | account | its user's ARN or id | its own ARN |
 * | root | account | | |
 * | service, web identity | | | its name, its provider |
 */
import type { PrincipalFacts } from "../../src/policy/index.ts";
import type { ModelStatement, Names } from "./document.ts";
import { arnSegments } from "./matching.ts";

/** From weakest to firmest. `unknown`: it cannot be told who is meant. */
export const grants = ["none", "account", "limited", "direct"] as const;
export type Grant = (typeof grants)[number];

/** The caller's names level by level, as pairs of a kind of principal and a name. */
type Level = readonly (readonly [string, string])[];

export function grantOf(statement: ModelStatement, caller: PrincipalFacts): Grant | "unknown" {
  const { principal, effect, kind } = statement;
  if (!["resource", "trust", "rcp", "vpce"].includes(kind))
    return principal === "missing" ? "direct" : "unknown";
  // AWS: without Principal a policy of a resource is about nobody.
  if (principal === "missing") return "none";
  if (principal === "malformed") return "unknown";
  const { entries, negated } = principal;
  const malformed = entries !== "*" && entries.some(([form, name]) => !isPrincipal(form, name));
  if (malformed && (negated || effect === "Deny")) return "unknown";
  if (!negated) return named(entries, caller, effect === "Allow", kind === "trust");
  // A trust that lets in all but some lets nobody in.
  if (effect === "Allow" && kind === "trust") return "none";
  const spared =
    effect === "Deny" ? isExempt(entries, caller) : named(entries, caller, false, false) !== "none";
  return spared ? "none" : "direct";
}

/** How firmly the entries name the caller. */
function named(entries: Names, caller: PrincipalFacts, allowing: boolean, trust: boolean): Grant {
  if (isEverybody(entries) && !(allowing && !isMeantByStar(caller, trust))) return "direct";
  const { account, limited, direct } = levelsOf(caller);
  if (isListed(entries, direct)) return "direct";
  if (isListed(entries, limited)) return "limited";
  return isListed(entries, account) ? "account" : "none";
}

/** Whom an Allow of `*` lets in: everybody, in a trust whoever is signed in, but never the users of a provider. */
function isMeantByStar(caller: PrincipalFacts, trust: boolean): boolean {
  if (caller.type === "web-identity" || caller.type === "saml") return false;
  return caller.type !== "anonymous" || !trust;
}

/** NotPrincipal with Deny: AWS: every level must be listed, the account and the role as well as the session. */
function isExempt(entries: Names, caller: PrincipalFacts): boolean {
  if (isEverybody(entries)) return true;
  const levels = Object.values(levelsOf(caller)).filter((level) => level.length > 0);
  return levels.length > 0 && levels.every((level) => isListed(entries, level));
}

function levelsOf(caller: PrincipalFacts): Record<"account" | "limited" | "direct", Level> {
  const aws = (...names: readonly string[]): Level => names.map((name) => ["AWS", name]);
  const none: Level = [];
  if (caller.type === "anonymous") return { account: none, limited: none, direct: none };
  if (caller.type === "service")
    return { account: none, limited: none, direct: [["Service", caller.service]] };
  if ("provider" in caller) return { account: none, limited: none, direct: [["Federated", caller.provider]] };
  const account = aws(caller.accountId);
  const { arn } = caller;
  if (caller.type === "root") return { account, limited: none, direct: none };
  if (caller.type === "user") return { account, limited: none, direct: aws(arn, caller.uniqueId) };
  if (caller.type === "role")
    return { account, limited: aws(caller.roleArn, caller.uniqueId), direct: aws(arn) };
  const user = caller.userArn === undefined ? none : aws(caller.userArn, caller.uniqueId);
  return { account, limited: user, direct: aws(arn) };
}

function isEverybody(entries: Names): boolean {
  return entries === "*" || entries.some(([form, name]) => form === "AWS" && name === "*");
}

function isListed(entries: Names, level: Level): boolean {
  if (entries === "*") return false;
  return entries.some(
    ([form, name]) =>
      isPrincipal(form, name) && level.some(([kind, own]) => form === kind && accountOr(name) === own),
  );
}

/** `arn:aws:iam::A:root` is the account A. */
function accountOr(name: string): string {
  const [, , service, , account = "", resource] = arnSegments(name) ?? [];
  return service === "iam" && resource === "root" ? account : name;
}

const webProviders = [
  "cognito-identity.amazonaws.com",
  "accounts.google.com",
  "graph.facebook.com",
  "www.amazon.com",
];

/** The forms that a principal may have; a wildcard stands for itself only as the whole `*`. */
function isPrincipal(form: string, name: string): boolean {
  const arn = /^arn:[^:*?]*:(?<service>[^:]*):(?<region>[^:]*):(?<account>\d{12}):(?<resource>[^*?]+)$/.exec(
    name,
  )?.groups;
  switch (form) {
    case "AWS":
      if (name === "*" || /^\d{12}$/.test(name) || /^(AIDA|AROA)[A-Z0-9]{12,124}$/.test(name)) return true;
      if (arn === undefined || arn.region !== "") return false;
      return arn.service === "iam"
        ? /^(root$|user\/.|role\/.)/.test(arn.resource ?? "")
        : arn.service === "sts" && /^(assumed-role|federated-user)\/./.test(arn.resource ?? "");
    case "Service":
      return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name);
    case "Federated":
      if (webProviders.includes(name)) return true;
      return arn?.service === "iam" && /^(saml-provider|oidc-provider)\/./.test(arn.resource ?? "");
    default:
      return /^[0-9a-f]{64}$/.test(name);
  }
}
