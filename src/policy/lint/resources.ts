/** Rules about resources that the actions beside them do not act on. They need the service reference. */
import type { Statement, Word } from "../document/document.ts";
import type { ActionFacts, ResourceTypeFacts } from "../reference/facts.ts";
import { isWildcardOnly } from "../reference/keys.ts";
import { canName } from "./arn-overlap.ts";
import { coversActionName } from "./covers.ts";
import type { Rule, Spot } from "./finding.ts";
import { isAllow, listedActions, quote, type Subject } from "./subject.ts";

export const resourceRules: readonly Rule[] = [
  {
    code: "wildcard-only-action",
    severity: "warning",
    about:
      "An action without resource types beside ARNs: it is decided on the resource `*`, so that the statement never concerns it.",
    needsReference: true,
    find: (subject) =>
      eachConcrete(subject, (word, facts, statement) =>
        facts.every(isWildcardOnly)
          ? subject.atWord(
              word,
              `${quote(word.value)} acts on no resource of its own and is ${judged(statement)} on "*" only; put it into a statement with "Resource": "*"`,
              statement,
            )
          : undefined,
      ),
  },
  {
    code: "resource-mismatch",
    severity: "warning",
    about:
      "An action none of whose resource types can be meant by a resource of the statement, nor by one of another statement with that action.",
    needsReference: true,
    find: (subject) =>
      eachConcrete(subject, (word, facts, statement) => {
        const types = typesOf(facts);
        if (types.length === 0 || reaches(subject, statement, types)) return undefined;
        if (subject.exhausted || reachedElsewhere(subject, statement, word, types)) return undefined;
        return subject.atWord(
          word,
          `no resource of the statement is one that ${quote(word.value)} acts on; it takes ${describeTypes(types)}`,
          statement,
        );
      }),
  },
];

type Judge = (word: Word, facts: readonly ActionFacts[], statement: Statement) => Spot | undefined;

/** Known actions in statements whose Resource lists nothing but ARNs. */
function eachConcrete(subject: Subject, judge: Judge): Spot[] {
  return subject.statements.flatMap((statement) => {
    const { resource } = statement;
    if (resource === undefined || resource.negated || resource.values.length === 0) return [];
    if (resource.values.some(({ value }) => value === "*")) return [];
    return listedActions(statement).flatMap((word) => {
      const facts = subject.actionsOf(word.value);
      return facts.length === 0 ? [] : (judge(word, facts, statement) ?? []);
    });
  });
}

function typesOf(facts: readonly ActionFacts[]): readonly ResourceTypeFacts[] {
  return [...new Set(facts.flatMap(({ resources }) => resources.map(({ type }) => type)))];
}

function reaches(subject: Subject, { resource }: Statement, types: readonly ResourceTypeFacts[]): boolean {
  if (resource === undefined || resource.negated) return true;
  return resource.values.some(({ value }) => types.some((type) => canName(subject, value, type)));
}

/** A list of resources is often shared by statements that were split for other reasons. */
function reachedElsewhere(
  subject: Subject,
  statement: Statement,
  { value }: Word,
  types: readonly ResourceTypeFacts[],
): boolean {
  return subject.statements.some(
    (other) =>
      other !== statement &&
      isAllow(other) === isAllow(statement) &&
      listedActions(other).some((word) => coversActionName(subject, word.value, value)) &&
      reaches(subject, other, types),
  );
}

function judged(statement: Statement): string {
  return isAllow(statement) ? "allowed" : "denied";
}

/** `arn:…:s3:::{BucketName}`. */
function describeTypes(types: readonly ResourceTypeFacts[]): string {
  const shown = types.slice(0, 2).map(({ name, arns }) => `${name} (${arns[0] ?? ""})`);
  return shown.join(" or ") + (types.length > 2 ? ` or ${types.length - 2} other types` : "");
}
