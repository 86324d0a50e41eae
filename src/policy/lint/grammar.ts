/** Rules about the text as a whole: what AWS refuses, characters, version, spelling of operators, variables. */
import { parseOperator } from "../conditions/operator-name.ts";
import type { Statement, Word } from "../document/document.ts";
import { parsePattern } from "../matching/variables.ts";
import type { PolicyKind } from "../types.ts";
import type { Rule, Spot } from "./finding.ts";
import { quote, type Subject } from "./subject.ts";

/** Kinds whose text IAM takes as a parameter with a pattern of allowed characters. */
const narrowKinds: ReadonlySet<PolicyKind> = new Set(["identity", "boundary", "session", "trust"]);

export const grammarRules: readonly Rule[] = [
  {
    code: "invalid-policy",
    severity: "error",
    about: "AWS would refuse the document; the message quotes AWS's sentence.",
    find: (subject) =>
      subject.problems.map(({ message, detail, position }) => ({
        message: message === detail ? detail : `${detail}; AWS answers: ${message}`,
        position,
      })),
  },
  {
    code: "illegal-character",
    severity: "error",
    about:
      "A character outside of tab, line feed, carriage return and U+0020 to U+00FF, which IAM refuses in the text of a policy.",
    find: findIllegalCharacter,
  },
  {
    code: "operator-case",
    severity: "warning",
    about: "A condition operator that is not in AWS's upper and lower case.",
    find: findOddOperators,
  },
  {
    code: "version-without-variables",
    severity: "warning",
    about: "A variable in a document whose Version is 2008-10-17 or missing, where it is plain text.",
    find: findPlainVariables,
  },
  {
    code: "malformed-variable",
    severity: "warning",
    about: "`${` that begins no variable and is therefore plain text.",
    find: findMalformedVariables,
  },
  {
    code: "multi-valued-variable",
    severity: "warning",
    about: "A multi-valued key as a variable: AWS does not resolve it, so that the value matches nothing.",
    find: findMultiValuedVariables,
  },
  {
    code: "comma-in-action",
    severity: "warning",
    about: "A comma within an action: the entry names an action that does not exist.",
    find: (subject) =>
      eachWord(subject, ({ action }) => action?.values ?? [])
        .filter(({ word }) => word.value.includes(","))
        .map(({ word, statement }) =>
          subject.atWord(
            word,
            `${quote(word.value)} is one action with a comma in its name; write a list of actions`,
            statement,
          ),
        ),
  },
];

interface Placed {
  readonly word: Word;
  readonly statement: Statement;
}

function eachWord({ statements }: Subject, wordsOf: (statement: Statement) => readonly Word[]): Placed[] {
  return statements.flatMap((statement) => wordsOf(statement).map((word) => ({ word, statement })));
}

function* findIllegalCharacter({ text, kind, at }: Subject): Iterable<Spot> {
  if (!narrowKinds.has(kind)) return;
  const offset = text.search(/[^\t\n\r\u0020-\u00ff]/u);
  if (offset < 0) return;
  const code = (text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  yield {
    message: `U+${code} is a character that IAM does not take; write it as a JSON escape or leave it out`,
    position: at(offset),
    end: at(offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1)),
  };
}

function findOddOperators(subject: Subject): Spot[] {
  return subject.statements.flatMap((statement) => {
    const operators = new Map(
      statement.conditions.map(({ operator }) => [operator.position.offset, operator]),
    );
    return [...operators.values()].flatMap((operator) => {
      const parsed = parseOperator(operator.value);
      if (parsed === undefined) return [];
      const { set, name, ifExists } = parsed;
      const usual = `${set === undefined ? "" : `${set}:`}${name}${ifExists ? "IfExists" : ""}`;
      return usual === operator.value
        ? []
        : [subject.atWord(operator, `AWS writes ${quote(operator.value)} as "${usual}"`, statement)];
    });
  });
}

/** Where variables may stand. */
function variableWords({ resource, conditions }: Statement): readonly Word[] {
  return [...(resource?.values ?? []), ...conditions.flatMap(({ values }) => values)];
}

function findPlainVariables(subject: Subject): Spot[] {
  if (subject.document === undefined || subject.variables) return [];
  return eachWord(subject, variableWords)
    .filter(({ word }) => word.value.includes("${"))
    .map(({ word, statement }) =>
      subject.atWord(
        word,
        `"\${" in ${quote(word.value)} is plain text in this Version; write "Version": "2012-10-17"`,
        statement,
      ),
    );
}

function findMalformedVariables(subject: Subject): Spot[] {
  if (!subject.variables) return [];
  return eachWord(subject, variableWords).flatMap(({ word, statement }) => {
    if (!word.value.includes("${")) return [];
    const unescaped = word.value.replace(/\$\{[*?$]\}/g, "");
    const pieces = parsePattern(unescaped, { wildcards: true, variables: true });
    return pieces.some((piece) => piece.type === "text" && piece.text.includes("${"))
      ? [
          subject.atWord(
            word,
            `"\${" in ${quote(word.value)} begins no variable and is plain text; write \${key} or \${key, 'default'}`,
            statement,
          ),
        ]
      : [];
  });
}

function findMultiValuedVariables(subject: Subject): Spot[] {
  if (!subject.variables) return [];
  return eachWord(subject, variableWords).flatMap(({ word, statement }) => {
    if (!word.value.includes("${")) return [];
    return parsePattern(word.value, { wildcards: true, variables: true }).flatMap((piece) =>
      piece.type === "variable" && subject.keyFacts(piece.key)?.multiValued === true
        ? [
            subject.atWord(
              word,
              `"\${${piece.written}}" is multi-valued and never resolves; use a single-valued key`,
              statement,
            ),
          ]
        : [],
    );
  });
}
