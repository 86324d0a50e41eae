/** Values to try for policy variables. */

import { maxAssignments, maxVariableValues } from "./limits.ts";
import type { Assignment } from "./open.ts";
import type { DiffStatement } from "./side.ts";

const example = "example";

/** The keys of all variables in the statements, and values for them, the plainest first. */
export function assignmentsFor(statements: readonly DiffStatement[]): readonly Assignment[] {
  const keys = new Set<string>();
  for (const { resource, clauses } of statements) {
    for (const key of resource?.variableKeys ?? []) keys.add(key);
    for (const { variableKeys } of clauses) for (const key of variableKeys) keys.add(key);
  }
  let assignments: Map<string, string | undefined>[] = [new Map()];
  for (const key of keys) {
    const values = valuesFor(key, statements);
    assignments = values
      .flatMap((value) => assignments.map((assignment) => new Map([...assignment, [key, value] as const])))
      .slice(0, maxAssignments);
  }
  return assignments;
}

function valuesFor(key: string, statements: readonly DiffStatement[]): readonly (string | undefined)[] {
  const own = statements.flatMap(({ clauses }) =>
    clauses.filter((clause) => clause.key === key).flatMap(({ values }) => values),
  );
  const words = statements.flatMap(({ resource, clauses }) => [
    ...(resource?.entries ?? []).flatMap(({ text }) => wordsIn(text)),
    ...clauses.filter((clause) => clause.key !== key).flatMap(({ values }) => values.flatMap(wordsIn)),
  ]);
  const plain = own.map((value) => value.replaceAll("*", example).replaceAll("?", "1"));
  const values = new Set([example, ...plain.filter((value) => !value.includes("${")), ...words, "x", ""]);
  const some = [...values].slice(0, maxVariableValues - 2);
  return [...some.slice(0, 1), undefined, ...some.slice(1)];
}

/** What stands between wildcards, slashes and variables. */
function wordsIn(text: string): string[] {
  const tail = text.startsWith("arn:") ? text.split(":").slice(5).join(":") : text;
  return tail
    .replaceAll(/\$\{[^}]*\}/g, "/")
    .split(/[*?/:]/)
    .filter((word) => word !== "");
}
