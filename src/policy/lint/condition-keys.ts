/** Rules about condition keys that requests for the action do not have. They need the service reference. */
import { parseOperator } from "../conditions/operator-name.ts";
import type { ConditionClause, Statement, Word } from "../document/document.ts";
import { findActionKey, findGlobalKey } from "../reference/keys.ts";
import type { Rule, Spot } from "./finding.ts";
import { maxListed } from "./limits.ts";
import { isAllow, listedActions, quote, type Subject } from "./subject.ts";

export const conditionKeyRules: readonly Rule[] = [
  {
    code: "condition-key-not-for-action",
    severity: "warning",
    about:
      "A service's condition key that requests for the actions do not have: no action of the statement has it, or an Allow needs it for an action that lacks it.",
    needsReference: true,
    find: findForeignKeys,
  },
];

function findForeignKeys(subject: Subject): Spot[] {
  if (subject.reference === undefined) return [];
  return subject.statements.flatMap((statement) => {
    const actions = listedActions(statement);
    if (actions.length === 0 || actions.some(({ value }) => subject.actionsOf(value).length === 0)) return [];
    return statement.conditions.flatMap((clause) => judgeClause(subject, statement, clause, actions));
  });
}

function judgeClause(
  subject: Subject,
  statement: Statement,
  clause: ConditionClause,
  actions: readonly Word[],
): Spot[] {
  const name = clause.key.value;
  const facts = subject.keyFacts(name);
  // Identity providers' keys come with the caller, global ones with every request.
  if (facts === undefined || findGlobalKey(name) !== undefined || /^(?:saml|[^:]*[./].*):/.test(name))
    return [];
  const lacking = actions.filter(({ value }) => !someHas(subject, value, name));
  if (lacking.length === 0 || subject.exhausted) return [];
  if (lacking.length < actions.length && !(isAllow(statement) && needsKey(clause))) return [];
  if (lacking.length < actions.length && lacking.every(({ value }) => isCompanion(value))) return [];
  const shown = lacking.slice(0, maxListed).map(({ value }) => quote(value));
  const more = lacking.length > maxListed ? ` and ${lacking.length - maxListed} others` : "";
  return [
    subject.atWord(
      clause.key,
      `requests for ${shown.join(", ")}${more} have no ${quote(name)}; put these actions into a statement without it`,
      statement,
    ),
  ];
}

/** AWS: these are decided with the request of the role that is assumed, and with its keys. */
function isCompanion(action: string): boolean {
  return /^sts:(?:tagsession|setsourceidentity|setcontext)$/i.test(action.trim());
}

function someHas(subject: Subject, pattern: string, key: string): boolean {
  const actions = subject.actionsOf(pattern);
  return !subject.spend(actions.length) || actions.some((action) => findActionKey(action, key) !== undefined);
}

/** Whether the condition fails where the key is absent. */
function needsKey({ operator, values }: ConditionClause): boolean {
  const parsed = parseOperator(operator.value);
  if (parsed === undefined || parsed.ifExists || parsed.set === "ForAllValues") return false;
  if (parsed.name === "Null") return values.every(({ value }) => value.toLowerCase() === "false");
  return parsed.set !== undefined || !parsed.name.includes("Not");
}
