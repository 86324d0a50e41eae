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
    about: "An action that another one of the same list covers.",
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
    about: "A resource that another one of the same list covers.",
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
    return values.flatMap((word, at) => {
      const wide = findWider(subject, values, word, at, isCovered);
      return wide === undefined
        ? []
        : [
            subject.atWord(
              word,
              isSame(wide, word)
                ? `${quote(word.value)} is listed twice; remove one`
                : `${quote(wide.value)} covers ${quote(word.value)} already; remove it`,
              statement,
            ),
          ];
    });
  });
}

function isSame(one: Word, other: Word): boolean {
  return one.value.trim().toLowerCase() === other.value.trim().toLowerCase();
}

/** Of two entries that mean the same, the later is redundant. */
function findWider(
  subject: Subject,
  values: readonly Word[],
  word: Word,
  at: number,
  isCovered: Covers,
): Word | undefined {
  return values.find(
    (other, place) =>
      place !== at &&
      subject.spend(1) &&
      isCovered(other.value, word.value) &&
      (place < at || !isCovered(word.value, other.value)),
  );
}
