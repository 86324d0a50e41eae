/** Rules about names that AWS does not have. They need the service reference. */
import type { ConditionClause, Statement, Word } from "../document/document.ts";
import { parsePattern } from "../matching/variables.ts";
import type { ServiceReference } from "../reference/facts.ts";
import { globalKeys } from "../reference/global-keys.ts";
import { describeActionFault } from "../validation/action-format.ts";
import type { Rule, Spot } from "./finding.ts";
import { nearestName } from "./nearest.ts";
import { quote, type Subject } from "./subject.ts";

export const nameRules: readonly Rule[] = [
  {
    code: "unknown-service",
    severity: "warning",
    about: "An action whose prefix is no service's.",
    needsReference: true,
    find: (subject) => eachAction(subject, judgeService),
  },
  {
    code: "unknown-action",
    severity: "warning",
    about: "An action that its service does not have.",
    needsReference: true,
    find: (subject) =>
      eachAction(subject, (word) => (/[*?]/.test(word.value) ? undefined : judgeAction(subject, word))),
  },
  {
    code: "action-matches-nothing",
    severity: "warning",
    about: "A pattern that matches no action of its service.",
    needsReference: true,
    find: (subject) =>
      eachAction(subject, (word) => (/[*?]/.test(word.value) ? judgePattern(subject, word) : undefined)),
  },
  {
    code: "unknown-condition-key",
    severity: "warning",
    about: "A condition key, in a condition or a variable, that AWS does not have.",
    needsReference: true,
    find: findUnknownKeys,
  },
];

/** What to say of a word; undefined: nothing. */
type Judge = (word: Word, subject: Subject, reference: ServiceReference) => string | undefined;

function eachAction(subject: Subject, judge: Judge): Spot[] {
  const { reference } = subject;
  if (reference === undefined) return [];
  return subject.statements.flatMap((statement) =>
    (statement.action?.values ?? []).flatMap((word) => {
      const isName = describeActionFault(word.value) === undefined && /^[^*]*:/.test(word.value);
      const message = isName ? judge(word, subject, reference) : undefined;
      return message === undefined ? [] : [subject.atWord(word, message, statement)];
    }),
  );
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf(":"))).trim();
}

const judgeService: Judge = ({ value }, subject, reference) => {
  const prefix = prefixOf(value);
  if (reference.service(prefix) !== undefined) return undefined;
  return `no service has the prefix ${quote(prefix)}${suggest(subject, prefix, reference.prefixes)}`;
};

function judgeAction(subject: Subject, { value }: Word): string | undefined {
  const service = subject.reference?.service(prefixOf(value));
  if (service === undefined || subject.exhausted || subject.actionsOf(value).length > 0) return undefined;
  const name = value.slice(value.indexOf(":") + 1).trim();
  const names = service.actions.map((action) => action.name);
  return `${service.name} has no action ${quote(name)}${suggest(subject, name, names)}`;
}

function judgePattern(subject: Subject, { value }: Word): string | undefined {
  const service = subject.reference?.service(prefixOf(value));
  if (service === undefined || service.actions.length === 0) return undefined;
  if (subject.actionsOf(value).length > 0 || subject.exhausted) return undefined;
  return `${quote(value.trim())} matches no action of ${service.name}; correct or remove it`;
}

function findUnknownKeys(subject: Subject): Spot[] {
  if (subject.reference === undefined) return [];
  return subject.statements.flatMap((statement) => [
    ...statement.conditions.flatMap(({ key }) => judgeKey(subject, statement, key, key.value)),
    ...variablesOf(subject, statement).flatMap(({ word, key }) => judgeKey(subject, statement, word, key)),
  ]);
}

function variablesOf(
  { variables }: Subject,
  { resource, conditions }: Statement,
): { word: Word; key: string }[] {
  if (!variables) return [];
  const words = [
    ...(resource?.values ?? []),
    ...conditions.flatMap(({ values }: ConditionClause) => values),
  ].filter(({ value }) => value.includes("${"));
  return words.flatMap((word) =>
    parsePattern(word.value, { wildcards: true, variables: true }).flatMap((piece) =>
      piece.type === "variable" ? [{ word, key: piece.written }] : [],
    ),
  );
}

/** An identity provider's claims are the provider's business. */
function judgeKey(subject: Subject, statement: Statement, word: Word, key: string): Spot[] {
  const prefix = prefixOf(key);
  if (/[./]/.test(prefix) || !subject.spend(1) || subject.keyFacts(key) !== undefined) return [];
  const service = subject.reference?.service(prefix);
  const names = [...globalKeys, ...(service?.conditionKeys ?? [])].map(({ name }) => name);
  return [
    subject.atWord(word, `AWS has no condition key ${quote(key)}${suggest(subject, key, names)}`, statement),
  ];
}

function suggest(subject: Subject, name: string, names: Iterable<string>): string {
  const nearest = subject.maySuggest() ? nearestName(name, names) : undefined;
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}
