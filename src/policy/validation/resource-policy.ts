/** Policies of resources in general; services with sentences of their own put them in front. */
import type { Statement } from "../document/document.ts";
import type { DocumentReading } from "../document/read.ts";
import type { Problem } from "../types.ts";
import { describeActionFault } from "./action-format.ts";
import { problem, repeatedSids } from "./checks.ts";
import { identityMessages as messages, trustMessages } from "./messages.ts";
import { isPrincipalForm } from "./principal-format.ts";

/** Exactly one of Principal and NotPrincipal; either Version; Resource optional. */
export function validateResourcePolicy({ document, faults }: DocumentReading): readonly Problem[] {
  const syntax = faults.map(({ position, detail }) => problem(messages.syntax, position, detail));
  if (document === undefined) return syntax;
  return [
    ...syntax,
    ...repeatedSids(document).map(({ value, position }) =>
      problem(messages.sidUnique, position, `the Sid "${value}" is used twice`),
    ),
    ...document.statements.flatMap(judgeStatement),
  ];
}

function judgeStatement({ effect, principal, action, position, unreadable }: Statement): Problem[] {
  const problems: Problem[] = [];
  if (effect !== undefined && effect.value !== "Allow" && effect.value !== "Deny")
    problems.push(problem(messages.syntax, effect.position, 'Effect must be "Allow" or "Deny"'));
  if (principal === undefined && !unreadable.has("principal"))
    problems.push(problem(trustMessages.missing("Principal"), position, "the statement names no principal"));
  for (const { key, value, position: at } of principal?.entries ?? []) {
    if (!isPrincipalForm(key, value))
      problems.push(problem(trustMessages.principal(key, value), at, `"${value}" is not a principal`));
  }
  if ((action?.values.length ?? 0) === 0 && !unreadable.has("action"))
    problems.push(problem(messages.noActions, position, "the statement has no actions"));
  for (const { value, position: at } of action?.values ?? []) {
    const message = describeActionFault(value);
    if (message !== undefined) problems.push(problem(message, at, `the action "${value}" is malformed`));
  }
  return problems;
}
