/**
 * Whom a Principal or NotPrincipal element takes, and how firmly.
 * AWS: IAM user guide, "Principal", "NotPrincipal", "Evaluating identity-based policies with resource-based policies".
 */
import { isAccountId, parseArn } from "../../base/index.ts";
import type { PrincipalClause, PrincipalEntry } from "../document/document.ts";
import type { PrincipalFacts } from "../types.ts";
import { isPrincipalForm } from "../validation/principal-format.ts";

/**
 * `direct`: to this very session, user or everybody. `limited`: to the role or user behind a session, so that boundary
 * and session policy still filter. `account`: to the whole account, which must itself allow.
 */
export type Grant = "none" | "account" | "limited" | "direct";

/** The names a caller answers to, level by level; any one name of a level stands for it. */
export interface PrincipalNames {
  readonly facts: PrincipalFacts;
  readonly account: string | undefined;
  readonly limited: readonly string[];
  readonly direct: readonly string[];
}

export type PrincipalTest = (names: PrincipalNames) => Grant;

/** Which effect the clause serves, and whether strangers without any identity may be meant. */
export interface PrincipalUse {
  readonly effect: "Allow" | "Deny";
  readonly trust: boolean;
}

export function namesOf(facts: PrincipalFacts): PrincipalNames {
  switch (facts.type) {
    case "user":
      return { facts, account: facts.accountId, limited: [], direct: [facts.arn, facts.uniqueId] };
    case "role":
      return {
        facts,
        account: facts.accountId,
        limited: [facts.roleArn, facts.uniqueId],
        direct: [facts.arn],
      };
    case "federated": {
      const limited = facts.userArn === undefined ? [] : [facts.userArn, facts.uniqueId];
      return { facts, account: facts.accountId, limited, direct: [facts.arn] };
    }
    case "root":
      return { facts, account: facts.accountId, limited: [], direct: [] };
    default:
      return { facts, account: undefined, limited: [], direct: [] };
  }
}

/** The well-formed names in a clause, sorted for look-up; a malformed one is nobody's. */
interface Listed {
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** ARNs and unique ids. */
  readonly names: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

export function compilePrincipals(clause: PrincipalClause, use: PrincipalUse): PrincipalTest {
  const listed = collect(clause);
  const malformed = clause.entries.some(({ key, value }) => !isPrincipalForm(key, value));
  // INVARIANT (unknown-never-grants)
  if (malformed && use.effect === "Deny") return () => "direct";
  if (malformed && clause.negated) return () => "none";
  if (!clause.negated) return (names) => grantTo(listed, names, use);
  if (use.effect === "Deny") return (names) => (isExempt(listed, names) ? "none" : "direct");
  if (use.trust) return () => "none";
  return (names) => (isNamed(listed, names) ? "none" : "direct");
}

function collect({ everyone, entries }: PrincipalClause): Listed {
  const of = (key: PrincipalEntry["key"]): string[] =>
    entries
      .filter((entry) => entry.key === key && isPrincipalForm(key, entry.value))
      .map(({ value }) => value);
  const aws = of("AWS");
  return {
    everyone: everyone || aws.includes("*"),
    accounts: new Set(aws.flatMap((value) => accountNamed(value) ?? [])),
    names: new Set(aws),
    services: new Set(of("Service")),
    providers: new Set(of("Federated")),
  };
}

/** `123456789012` and `arn:aws:iam::123456789012:root` are the same principal. */
function accountNamed(value: string): string | undefined {
  if (isAccountId(value)) return value;
  const arn = parseArn(value);
  return arn?.service === "iam" && arn.resource === "root" ? arn.accountId : undefined;
}

function grantTo(listed: Listed, names: PrincipalNames, { effect, trust }: PrincipalUse): Grant {
  const { facts, account, limited, direct } = names;
  if (facts.type === "service")
    return listed.everyone || listed.services.has(facts.service) ? "direct" : "none";
  if (facts.type === "web-identity" || facts.type === "saml") {
    // SECURITY: `*` does not let any provider's users in; a provider must be named.
    const everyone = listed.everyone && effect === "Deny";
    return everyone || listed.providers.has(facts.provider) ? "direct" : "none";
  }
  if (facts.type === "anonymous") return listed.everyone && (!trust || effect === "Deny") ? "direct" : "none";
  if (listed.everyone || direct.some((name) => listed.names.has(name))) return "direct";
  if (limited.some((name) => listed.names.has(name))) return "limited";
  return account !== undefined && listed.accounts.has(account) ? "account" : "none";
}

/**
 * NotPrincipal with Deny: spared only if every level is listed.
 * AWS: "you must also specify the account ARN", and for sessions the role's ARN and the session's.
 */
function isExempt(listed: Listed, { facts, account, limited, direct }: PrincipalNames): boolean {
  if (listed.everyone) return true;
  if (facts.type === "service") return listed.services.has(facts.service);
  if (facts.type === "web-identity" || facts.type === "saml") return listed.providers.has(facts.provider);
  if (account === undefined || !listed.accounts.has(account)) return false;
  return [limited, direct].every(
    (level) => level.length === 0 || level.some((name) => listed.names.has(name)),
  );
}

/** Whether any level is listed. */
function isNamed(listed: Listed, names: PrincipalNames): boolean {
  return grantTo(listed, names, { effect: "Deny", trust: false }) !== "none";
}
