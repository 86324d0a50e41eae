/** Rules about statements and entries that change nothing, because another one covers them. */
import type { Clause, Statement, Word } from "../document/document.ts";
import { coversActionName, coversResource, coversStatement } from "./covers.ts";
import type { Rule, Spot } from "./finding.ts";
import { atStatement, isAllow, quote, type Subject } from "./subject.ts";

export const overlapRules: readonly Rule[] = [
  {
    code: "duplicate-statement",
    severity: "warning",
    about: "A statement that says the same as an earlier one.",
    find: (subject) =>
      eachStatement(subject, (statement, others) => {
        const twin = others.find(
          (other) =>
            other.index < statement.index &&
            isAllow(other) === isAllow(statement) &&
            covers(subject, other, statement) &&
            covers(subject, statement, other),
        );
        return twin === undefined
          ? undefined
          : `the statement says the same as ${nameOf(twin)}; remove one of them`;
      }),
  },
  {
    code: "shadowed-statement",
    severity: "warning",
    about: "A statement that another one of the same Effect covers wholly, conditions included.",
    find: (subject) =>
      eachStatement(subject, (statement, others) => {
        const wide = others.find(
          (other) =>
            isAllow(other) === isAllow(statement) &&
            covers(subject, other, statement) &&
            !covers(subject, statement, other),
        );
        return wide === undefined
          ? undefined
          : `${nameOf(wide)} covers all that the statement ${isAllow(statement) ? "allows" : "denies"}; remove it, or narrow the other`;
      }),
  },
  {
    code: "dead-allow",
    severity: "warning",
    about: "An Allow that a Deny covers wholly, so that it never allows.",
    find: (subject) =>
      eachStatement(subject, (statement, others) => {
        if (!isAllow(statement)) return undefined;
        const deny = others.find((other) => !isAllow(other) && covers(subject, other, statement));
        return deny === undefined
          ? undefined
          : `${nameOf(deny)} denies all that the statement allows; remove it, or narrow the Deny`;
      }),
  },
  {
    code: "redundant-action",
    severity: "note",
    about: "An action that another one of the same list covers, or that is listed twice.",
    find: (subject) =>
      eachEntry(
        subject,
        ({ action }) => action,
        (wide, narrow) => coversActionName(subject, wide, narrow),
      ),
  },
  {
    code: "redundant-resource",
    severity: "note",
    about: "A resource that another one of the same list covers, or that is listed twice.",
    find: (subject) =>
      eachEntry(
        subject,
        ({ resource }) => resource,
        (wide, narrow) => coversResource(subject, wide, narrow, subject.variables),
      ),
  },
];

function covers(subject: Subject, wide: Statement, narrow: Statement): boolean {
  return coversStatement(subject, wide, narrow, subject.variables, subject.kind);
}

/** `judge` says why a statement changes nothing; undefined: it may. */
function eachStatement(
  subject: Subject,
  judge: (statement: Statement, others: readonly Statement[]) => string | undefined,
): Spot[] {
  const statements = subject.wholeStatements;
  return statements.flatMap((statement) => {
    const others = statements.filter((other) => other !== statement);
    const message = subject.exhausted ? undefined : judge(statement, others);
    return message === undefined ? [] : [atStatement(statement, message)];
  });
}

function nameOf({ index, sid }: Statement): string {
  return sid === undefined || sid.value === ""
    ? `statement ${index + 1}`
    : `the statement ${quote(sid.value)}`;
}

type Covers = (wide: string, narrow: string) => boolean;

function eachEntry(
  subject: Subject,
  clauseOf: (statement: Statement) => Clause | undefined,
  isCovered: Covers,
): Spot[] {
  return subject.statements.flatMap((statement) => {
    const values = clauseOf(statement)?.values ?? [];
    return findTwins(subject, statement, values).concat(findCovered(subject, statement, values, isCovered));
  });
}

/** The same text again. */
function findTwins(subject: Subject, statement: Statement, values: readonly Word[]): Spot[] {
  const seen = new Set<string>();
  return values.flatMap((word) => {
    const text = word.value;
    const isTwin = seen.has(text);
    seen.add(text);
    return isTwin ? [subject.atWord(word, `${quote(text)} is listed twice; remove one`, statement)] : [];
  });
}

/** Only a pattern covers another text. Of two patterns that cover one another the later is redundant. */
function findCovered(
  subject: Subject,
  statement: Statement,
  values: readonly Word[],
  isCovered: Covers,
): Spot[] {
  const patterns = values.flatMap((word, at) => (/[*?]/.test(word.value) ? [{ word, at }] : []));
  return values.flatMap((word, at) => {
    const wide = patterns.find(
      (pattern) =>
        pattern.word.value !== word.value &&
        subject.spend(1) &&
        isCovered(pattern.word.value, word.value) &&
        (pattern.at < at || !isCovered(word.value, pattern.word.value)),
    );
    const message =
      wide === undefined
        ? undefined
        : `${quote(wide.word.value)} covers ${quote(word.value)} already; remove it`;
    return message === undefined ? [] : [subject.atWord(word, message, statement)];
  });
}
