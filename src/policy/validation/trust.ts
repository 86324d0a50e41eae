/** Trust policies. The sentences are recorded; their order is ours where AWS's is not known: document, then statement by statement. */
import type { ConditionClause, PolicyDocument, PrincipalClause, Statement } from "../document/document.ts";
import type { Fault } from "../document/fault.ts";
import type { DocumentReading } from "../document/read.ts";
import { matchesGlob } from "../matching/glob.ts";
import type { Problem } from "../types.ts";
import { problem, repeatedSids } from "./checks.ts";
import { isLegacyDate } from "./legacy-date.ts";
import { trustMessages as messages } from "./messages.ts";
import { isPrincipalForm } from "./principal-format.ts";
import { sharedProviders } from "./shared-providers.ts";

/** What a trust policy may allow or deny. */
const assumeActions = [
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  "sts:tagsession",
  "sts:setsourceidentity",
  "sts:setcontext",
] as const;

/** Problems, the first being the one the wire shows. */
export function validateTrust({ document, faults }: DocumentReading): readonly Problem[] {
  const shape = faults.map((fault) => problem(describeFault(fault), fault.position, fault.detail));
  if (document === undefined) return shape;
  return [...shape, ...sidProblems(document), ...document.statements.flatMap(judgeStatement)];
}

function describeFault({ code, value, detail }: Fault): string {
  switch (code) {
    case "json":
      return messages.json;
    case "version":
      return messages.version;
    case "statementMissing":
    case "statementEmpty":
      return messages.empty;
    case "effectMissing":
      return messages.missing("Effect");
    case "effect":
      return messages.effect(value ?? "");
    case "principalEmpty":
      return messages.principalEmpty;
    case "principal":
      return detail.endsWith("a JSON object") ? messages.principalShape : messages.syntax;
    default:
      return messages.syntax;
  }
}

function sidProblems(document: PolicyDocument): Problem[] {
  return repeatedSids(document).map(({ value, position }) =>
    problem(messages.sidUnique, position, `the Sid "${value}" is used twice`),
  );
}

function judgeStatement(statement: Statement): Problem[] {
  return [
    ...effectProblems(statement),
    ...principalProblems(statement),
    ...actionProblems(statement),
    ...resourceProblems(statement),
    ...dateProblems(statement),
    ...providerProblems(statement),
  ];
}

function effectProblems({ effect }: Statement): Problem[] {
  const name = effect?.value.toLowerCase();
  return effect === undefined || effect.value === "Allow" || effect.value === "Deny"
    ? []
    : name === "allow" || name === "deny"
      ? [problem(messages.effect(effect.value), effect.position, "Effect is not in AWS's case")]
      : [];
}

function principalProblems({ principal, effect, position, unreadable }: Statement): Problem[] {
  if (principal === undefined)
    return unreadable.has("principal")
      ? []
      : [problem(messages.missing("Principal"), position, "the statement names no principal")];
  if (principal.negated) {
    const message = effect?.value === "Allow" ? messages.allowNotPrincipal : messages.notPrincipal;
    return [problem(message, principal.position, "a trust policy names principals, never all but some")];
  }
  return principal.entries
    .filter(({ key, value }) => key === "CanonicalUser" || !isPrincipalForm(key, value))
    .map(({ key, value, position: at }) =>
      problem(messages.principal(key, value), at, `"${value}" is not a principal`),
    );
}

function actionProblems({ action, position, unreadable }: Statement): Problem[] {
  if (action === undefined)
    return unreadable.has("action")
      ? []
      : [problem(messages.missing("Action"), position, "the statement has no actions")];
  if (action.values.length === 0)
    return [problem(messages.missing("Action"), action.position, "the statement has no actions")];
  if (action.negated)
    return [problem(messages.actions, action.position, "a trust policy names actions, never all but some")];
  return action.values
    .filter(({ value }) => !isAssumeAction(value))
    .map(({ value, position: at }) => problem(messages.actions, at, `"${value}" assumes no role`));
}

function isAssumeAction(value: string): boolean {
  const pattern = value.trim().toLowerCase();
  return pattern.startsWith("sts:") && assumeActions.some((action) => matchesGlob(pattern, action));
}

function resourceProblems({ resource }: Statement): Problem[] {
  if (resource === undefined) return [];
  const message = resource.negated ? messages.notResource : messages.resource;
  return [problem(message, resource.position, "the resource of a trust policy is its role")];
}

function dateProblems({ conditions }: Statement): Problem[] {
  return conditions
    .filter(({ operator }) => /^(?:for(?:all|any)values?:)?date/i.test(operator.value))
    .flatMap(({ values }) => values)
    .filter(({ value }) => !isLegacyDate(value))
    .map(({ value, position }) => problem(messages.syntax, position, `"${value}" is not a date`));
}

/** AWS: anybody can have an identity at these providers, so a trust that does not say whose is refused. */
function providerProblems(statement: Statement): Problem[] {
  const { principal, effect, conditions } = statement;
  if (principal === undefined || effect?.value !== "Allow") return [];
  const narrowed = new Set(conditions.filter(narrows).map(({ key }) => key.value.toLowerCase()));
  return federatedOf(principal).flatMap((provider) => {
    if (provider === "cognito-identity.amazonaws.com" && conditions.length === 0)
      return [problem(messages.cognito, principal.position, "Cognito is shared by everybody")];
    const host = provider.slice(provider.indexOf("oidc-provider/") + "oidc-provider/".length);
    const claim = provider.includes("oidc-provider/") ? sharedProviders.get(host) : undefined;
    return claim === undefined || narrowed.has(`${host}:${claim}`.toLowerCase())
      ? []
      : [problem(messages.sharedProvider(host, claim), principal.position, "anybody can have a token of it")];
  });
}

function federatedOf({ entries }: PrincipalClause): string[] {
  return entries.filter(({ key }) => key === "Federated").map(({ value }) => value);
}

/** Whether the condition lets in some values of its key and not all. */
function narrows({ operator, values }: ConditionClause): boolean {
  return (
    /^(?:for(?:all|any)values?:)?string(?:equals|equalsignorecase|like)$/i.test(operator.value) &&
    values.length > 0 &&
    values.every(({ value }) => /[^*?]/.test(value))
  );
}
