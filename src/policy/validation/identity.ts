/**
 * Identity, managed, boundary and session policies. AWS's evaluation order, as recorded:
 * syntax, version, older parser, Sids, actions exist, resources exist, resource form, action form.
 */
import type { Clause, PolicyDocument, Word } from "../document/document.ts";
import type { DocumentReading } from "../document/read.ts";
import type { Problem } from "../types.ts";
import { describeActionFault } from "./action-format.ts";
import { problem, repeatedSids } from "./checks.ts";
import { isLegacyDate } from "./legacy-date.ts";
import { identityMessages as messages } from "./messages.ts";
import { describeResourceFault, isLegacyResource } from "./resource-format.ts";

/** Problems in AWS's order: the first is the one the wire shows. */
export function validateIdentity({ document, faults }: DocumentReading): readonly Problem[] {
  const syntax = faults.map(({ position, detail }) => problem(messages.syntax, position, detail));
  if (document === undefined) return syntax;
  const resources = judgeResources(document);
  return [
    ...syntax,
    ...versionProblems(document),
    ...principalProblems(document),
    ...effectProblems(document),
    ...dateProblems(document),
    ...resources.legacy,
    ...sidProblems(document),
    ...missingProblems(document, "action", messages.noActions),
    ...missingProblems(document, "resource", messages.noResources),
    ...resources.form,
    ...actionProblems(document),
  ];
}

function versionProblems({ version, statements }: PolicyDocument): Problem[] {
  const position = statements[0]?.position ?? { offset: 0, line: 1, column: 1 };
  return version === "2012-10-17"
    ? []
    : [problem(messages.version, position, 'Version must be "2012-10-17"')];
}

function principalProblems({ statements }: PolicyDocument): Problem[] {
  return statements.flatMap(({ principal }) =>
    principal === undefined
      ? []
      : [problem(messages.principal, principal.position, "only policies of resources name principals")],
  );
}

function effectProblems({ statements }: PolicyDocument): Problem[] {
  return statements.flatMap(({ effect }) =>
    effect === undefined || effect.value === "Allow" || effect.value === "Deny"
      ? []
      : [
          problem(
            messages.legacy,
            effect.position,
            `Effect is "${effect.value}", which is not in AWS's case`,
          ),
        ],
  );
}

function dateProblems({ statements }: PolicyDocument): Problem[] {
  return statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ operator }) => isDateOperator(operator.value))
    .flatMap(({ values }) => values)
    .filter(({ value }) => !isLegacyDate(value))
    .map(({ value, position }) => problem(messages.legacy, position, `"${value}" is not a date`));
}

function isDateOperator(operator: string): boolean {
  const lower = operator.toLowerCase();
  return lower.slice(lower.indexOf(":") + 1).startsWith("date");
}

/**
 * AWS: once a resource has failed its form check, the older parser sees no further resources; of several form errors the
 * last statement's is told, and within one list the alphabetically first.
 */
function judgeResources({ statements }: PolicyDocument): { legacy: Problem[]; form: Problem[] } {
  const legacy: Problem[] = [];
  const form: Problem[] = [];
  const clauses = [false, true].flatMap((negated) =>
    statements.flatMap(({ resource }) => (resource?.negated === negated ? [resource] : [])),
  );
  for (const { values } of clauses) {
    const sorted = values.toSorted((left, right) => (left.value < right.value ? 1 : -1));
    for (const { value, position } of sorted) {
      const message = describeResourceFault(value);
      if (message !== undefined)
        form.push(problem(message, position, `the resource "${value}" is malformed`));
    }
    if (form.length > 0) continue;
    const bad = values.find(({ value }) => !isLegacyResource(value));
    if (bad !== undefined)
      legacy.push(problem(messages.legacy, bad.position, `the resource "${bad.value}" lacks segments`));
  }
  return { legacy, form: form.toReversed() };
}

function sidProblems(document: PolicyDocument): Problem[] {
  const odd = document.statements.flatMap(({ sid }) =>
    sid === undefined || /^[0-9A-Za-z_]*$/.test(sid.value) ? [] : [sid],
  );
  return [
    ...repeatedSids(document).map(({ value, position }) =>
      problem(messages.sidUnique, position, `the Sid "${value}" is used twice`),
    ),
    ...odd.map(({ value, position }) =>
      problem(messages.sidForm, position, `the Sid "${value}" is malformed`),
    ),
  ];
}

function missingProblems(
  { statements }: PolicyDocument,
  name: "action" | "resource",
  message: string,
): Problem[] {
  return statements
    .filter((statement) => isMissing(statement[name]) && !statement.unreadable.has(name))
    .map(({ position }) => problem(message, position, `the statement has no ${name}s`));
}

function isMissing(clause: Clause | undefined): boolean {
  return clause === undefined || clause.values.length === 0;
}

function actionProblems({ statements }: PolicyDocument): Problem[] {
  const words: Word[] = [false, true].flatMap((negated) =>
    statements.flatMap(({ action }) => (action?.negated === negated ? action.values : [])),
  );
  return words.flatMap(({ value, position }) => {
    const message = describeActionFault(value);
    return message === undefined ? [] : [problem(message, position, `the action "${value}" is malformed`)];
  });
}
