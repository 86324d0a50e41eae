/** One call taken out of what a statement denies: exactly, or not at all. AWS: IAM user guide, "IAM JSON policy elements reference". */
import { matchesGlob } from "../../policy/matching/glob.ts";
import type { Denial } from "../symptom/index.ts";
import type { StatementJson } from "./statements.ts";

/** What is left of a list: members of a statement, or nothing. */
type Left = StatementJson | "nothing";

/**
 * The statements that deny all that this one does, but for the action on the resource; none where it denies no more.
 * undefined where that cannot be written: a pattern that also fits others has no complement, and an action whose
 * resource is not told could only be excepted on all.
 */
export function exceptCall(
  statement: StatementJson,
  { action, resource }: Pick<Denial, "action" | "resource">,
): readonly StatementJson[] | undefined {
  const actions = withoutAction(statement, action);
  const resources = withoutResource(statement, resource);
  if (actions === undefined || resources === undefined) return undefined;
  const { Action, NotAction, ...anyAction } = statement;
  const others = actions === "nothing" ? [] : [{ ...anyAction, ...actions }];
  if (resources === "nothing") return others;
  const { Sid, Resource, NotResource, ...anywhere } = anyAction;
  // AWS: a Sid stands once in a policy.
  const sid = others.length > 0 || Sid === undefined ? {} : { Sid };
  return [...others, { ...sid, ...anywhere, Action: action, ...resources }];
}

/** AWS: actions are the same in any case. */
function withoutAction({ Action, NotAction }: StatementJson, action: string): Left | undefined {
  if (NotAction !== undefined) return { NotAction: [NotAction, action].flat() };
  const actions = textsOf(Action);
  if (actions === undefined) return undefined;
  if (actions.includes("*")) return { NotAction: action };
  const others = actions.filter((each) => each.toLowerCase() !== action.toLowerCase());
  if (others.some((each) => mayFit(each.toLowerCase(), action.toLowerCase()))) return undefined;
  return others.length === 0 ? "nothing" : { Action: others };
}

function withoutResource(
  { Resource, NotResource }: StatementJson,
  resource: string | undefined,
): Left | undefined {
  if (resource === undefined) return undefined;
  const resources = textsOf(Resource);
  // The action knows no resources.
  if (resource === "*") return resources?.includes("*") === true ? "nothing" : undefined;
  if (/[*?$]/.test(resource)) return undefined;
  if (NotResource !== undefined) return { NotResource: [NotResource, resource].flat() };
  if (resources === undefined) return undefined;
  if (resources.includes("*")) return { NotResource: resource };
  const others = resources.filter((each) => each !== resource);
  if (others.some((each) => mayFit(each, resource))) return undefined;
  return others.length === 0 ? "nothing" : { Resource: others };
}

function textsOf(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = [value].flat();
  const texts = values.filter((each) => typeof each === "string");
  return texts.length === values.length ? texts : undefined;
}

/** What a policy variable stands for is not known here: it may be anything. */
function mayFit(pattern: string, text: string): boolean {
  return matchesGlob(pattern.replaceAll(/\$\{[^}]*\}/g, "*"), text);
}
