/** The actions that statements tell apart: one for each combination of statements that an action can meet. */
import { describeActionFault } from "../validation/action-format.ts";
import { explore } from "./automaton.ts";
import type { Budget } from "./budget.ts";
import type { DiffStatement } from "./side.ts";
import { anyAction, globTokens } from "./tokens.ts";

export interface ActionChoice {
  readonly action: string;
  readonly taking: ReadonlySet<DiffStatement>;
}

export interface ActionChoices {
  readonly choices: readonly ActionChoice[];
  readonly complete: boolean;
}

/** Shown where any action would do. */
const familiarActions = [
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:ListBucket",
  "iam:CreateUser",
  "ec2:DescribeInstances",
  "sts:AssumeRole",
] as const;
/** What no policy governs for some callers is told apart from the rest. */
const ungovernedActions = ["sts:GetCallerIdentity", "sts:GetSessionToken"] as const;

/** `actions`: those that exist, from which examples are taken first. */
export function actionChoices(
  statements: readonly DiffStatement[],
  actions: readonly string[],
  budget: Budget,
): ActionChoices {
  const entries = [...new Set(statements.flatMap(({ statement }) => statement.action?.values ?? []))]
    .map(({ value }) => value.trim())
    .filter((value) => describeActionFault(value) === undefined);
  const patterns = [...new Set(entries.map((entry) => entry.toLowerCase()))].map((entry) =>
    globTokens(entry),
  );
  const ungoverned = ungovernedActions.map((action) => globTokens(action.toLowerCase()));
  const { classes, complete } = explore([...patterns, ...ungoverned], anyAction, budget);
  const tests = [...new Set(statements.map(({ compiled }) => compiled.takesAction))];
  const choices = new Map<string, ActionChoice>();
  const texts = classes.map(({ text }) => text);
  for (const action of [...examples(entries, actions), ...texts, ...ungovernedActions]) {
    const lower = action.toLowerCase();
    const answers = new Map(tests.map((test) => [test, test(lower)]));
    const isOwn = ungovernedActions.findIndex((name) => name.toLowerCase() === lower);
    const vector = `${isOwn} ${[...answers.values()].map(Number).join("")}`;
    if (choices.has(vector)) continue;
    const taking = statements.filter(({ compiled }) => answers.get(compiled.takesAction));
    choices.set(vector, { action, taking: new Set(taking) });
  }
  return { choices: [...choices.values()], complete };
}

function examples(entries: readonly string[], actions: readonly string[]): string[] {
  const vendors = new Set(entries.map((entry) => entry.slice(0, entry.indexOf(":") + 1).toLowerCase()));
  const known = actions.filter((action) =>
    vendors.has(action.slice(0, action.indexOf(":") + 1).toLowerCase()),
  );
  const literal = entries.filter((entry) => !/[*?]/.test(entry));
  const familiar = familiarActions.filter((action) => vendors.has(action.slice(0, action.indexOf(":") + 1)));
  const filled = entries.map((entry) => entry.replace(/[*]+/g, "Example").replaceAll("?", "x"));
  return [...literal, ...familiar, ...known, ...familiarActions, ...filled].filter((action) =>
    /^[^:]+:[^:]+$/.test(action),
  );
}
