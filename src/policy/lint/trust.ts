/** Rules about trust policies. What AWS refuses, as an unnarrowed trust in a shared provider, is validation's. */
import type { Statement } from "../document/document.ts";
import type { Rule, Spot } from "./finding.ts";
import { isAllow, quote, type Subject } from "./subject.ts";

/** Keys that say which part of the other account, or on whose behalf. */
const narrowing =
  /^(?:sts:externalid|aws:principal(?:arn|orgid|orgpaths|tag\/.+)|aws:userid|aws:source(?:account|arn|orgid|identity))$/;

export const trustRules: readonly Rule[] = [
  {
    code: "external-id-missing",
    severity: "note",
    about:
      "Trust in a whole account without sts:ExternalId: when the account is a service provider's, its other customers can reach the role.",
    find: (subject) =>
      subject.kind === "trust" ? subject.statements.flatMap((one) => findAccounts(subject, one)) : [],
  },
  {
    code: "provider-without-condition",
    severity: "warning",
    about: "Trust in an identity provider without a condition: everybody it knows may assume the role.",
    find: (subject) =>
      subject.kind === "trust" ? subject.statements.flatMap((one) => findProviders(subject, one)) : [],
  },
];

function findAccounts(subject: Subject, statement: Statement): Spot[] {
  const { principal, conditions } = statement;
  if (!isAllow(statement) || principal === undefined || principal.negated) return [];
  if (conditions.some(({ key }) => narrowing.test(key.value.toLowerCase()))) return [];
  return principal.entries
    .filter(({ key, value }) => key === "AWS" && /^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(value))
    .map((entry) =>
      subject.atWord(
        entry,
        `every principal that ${quote(entry.value)} allows may assume the role; if the account is another party's, add a condition on "sts:ExternalId"`,
        statement,
      ),
    );
}

function findProviders(subject: Subject, statement: Statement): Spot[] {
  const { principal, conditions } = statement;
  if (!isAllow(statement) || principal === undefined || conditions.length > 0) return [];
  return principal.entries
    .filter(({ key, value }) => key === "Federated" && value.includes("oidc-provider/"))
    .map((entry) => {
      const host = entry.value.slice(entry.value.indexOf("oidc-provider/") + "oidc-provider/".length);
      return subject.atWord(
        entry,
        `everybody with a token of ${quote(host)} may assume the role; add conditions on ${quote(`${host}:aud`)} and ${quote(`${host}:sub`)}`,
        statement,
      );
    });
}
