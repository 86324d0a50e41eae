/** Rules about statements that say more than they seem to. */
import { parseOperator } from "../conditions/operator-name.ts";
import type { PrincipalClause, Statement } from "../document/document.ts";
import type { PolicyKind } from "../types.ts";
import { coversActionName } from "./covers.ts";
import type { Rule, Spot } from "./finding.ts";
import { isAllow, listedActions, quote, type Subject } from "./subject.ts";

/** Kinds whose Allow lets somebody in; those of the others only leave something through. */
const grantingKinds: ReadonlySet<PolicyKind> = new Set(["identity", "resource", "trust"]);

export const grantRules: readonly Rule[] = [
  {
    code: "not-action-allow",
    severity: "warning",
    about:
      "NotAction in an Allow that grants: it allows every other action, those of services to come included.",
    find: (subject) =>
      eachAllow(subject, ({ action }) =>
        action?.negated === true
          ? {
              at: action,
              message:
                '"NotAction" allows every action but those, also of services to come; list actions instead',
            }
          : undefined,
      ),
  },
  {
    code: "not-resource-allow",
    severity: "warning",
    about: "NotResource in an Allow that grants: it allows every other resource.",
    find: (subject) =>
      eachAllow(subject, ({ resource }) =>
        resource?.negated === true
          ? {
              at: resource,
              message:
                '"NotResource" allows every resource but those, also those to come; list resources instead',
            }
          : undefined,
      ),
  },
  {
    code: "not-principal",
    severity: "warning",
    about:
      "NotPrincipal: with Allow it lets in everybody else; with Deny it spares a caller only if account, role and session are all listed.",
    find: (subject) =>
      subject.statements.flatMap((statement) =>
        statement.principal?.negated === true && subject.kind !== "trust"
          ? [
              subject.atWord(
                statement.principal,
                isAllow(statement)
                  ? '"NotPrincipal" lets in everybody but those; name principals instead'
                  : '"NotPrincipal" spares a caller only if account, role and session are all listed; deny "*" with a condition on "aws:PrincipalArn" instead',
                statement,
              ),
            ]
          : [],
      ),
  },
  {
    code: "public-principal",
    severity: "warning",
    about: 'An Allow for `"*"` without a condition: it lets in everybody.',
    find: (subject) =>
      eachAllow(subject, ({ principal, conditions }) =>
        principal !== undefined && !principal.negated && namesEveryone(principal) && conditions.length === 0
          ? { at: principal, message: describePublic(subject.kind) }
          : undefined,
      ),
  },
  {
    code: "pass-role-any",
    severity: "warning",
    about:
      "An Allow of iam:PassRole on every role, to every service: who has it can act through any role of the account.",
    find: (subject) => subject.statements.flatMap((statement) => findPassRole(subject, statement)),
  },
];

interface Place {
  readonly at: { readonly position: Statement["position"] };
  readonly message: string;
}

function eachAllow(subject: Subject, judge: (statement: Statement) => Place | undefined): Spot[] {
  if (!grantingKinds.has(subject.kind)) return [];
  return subject.statements.filter(isAllow).flatMap((statement) => {
    const place = judge(statement);
    return place === undefined ? [] : [subject.atWord(place.at, place.message, statement)];
  });
}

function namesEveryone({ everyone, entries }: PrincipalClause): boolean {
  return everyone || entries.some(({ key, value }) => key === "AWS" && value === "*");
}

function describePublic(kind: PolicyKind): string {
  return kind === "trust"
    ? 'every principal of every account may assume the role; name principals, or add a condition on "aws:PrincipalOrgID"'
    : 'everybody is let in, the anonymous too; name principals, or add a condition such as "aws:PrincipalOrgID"';
}

const passRole = "iam:passrole";

/** Who is allowed every action is an administrator anyway. */
function findPassRole(subject: Subject, statement: Statement): Spot[] {
  if (subject.kind !== "identity" || !isAllow(statement) || narrowsPassing(statement)) return [];
  const { resource } = statement;
  if (resource === undefined || resource.negated || !resource.values.some(({ value }) => namesAnyRole(value)))
    return [];
  return listedActions(statement)
    .filter(({ value }) => value.trim() !== "*" && coversActionName(subject, value, passRole))
    .map((word) =>
      subject.atWord(
        word,
        `${quote(word.value)} on every role lets its holder act through any of them; name roles, or add a condition on "iam:PassedToService"`,
        statement,
      ),
    );
}

function namesAnyRole(resource: string): boolean {
  return /^(?:\*|arn:[^:]*:iam::[^:]*:(?:\*|role\/\*|role\*))$/.test(resource);
}

function narrowsPassing({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key }) =>
      /^iam:(?:passedtoservice|associatedresourcearn|resourcetag\/.+)$/.test(key.value.toLowerCase()) &&
      parseOperator(operator.value) !== undefined,
  );
}
