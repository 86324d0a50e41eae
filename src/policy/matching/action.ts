/** Actions: `service:Name` in any case, with wildcards in the name. */
import type { Clause } from "../document/document.ts";
import { describeActionFault } from "../validation/action-format.ts";
import { compileGlob, type Glob, runGlob } from "./glob.ts";

/** Whether a clause takes an action; the action comes in lower case. */
export type ActionTest = (lowerCaseAction: string) => boolean;

/**
 * `unknown`: what an entry that is no action at all counts as. White space around an entry is tolerated; a comma is an
 * ordinary character, so `s3:Get,Put` names an action that nobody has.
 */
export function compileActions({ negated, values }: Clause, unknown: boolean): ActionTest {
  const tests = values.map(({ value }) => compileAction(value, unknown));
  return (action) => tests.some((test) => test(action)) !== negated;
}

function compileAction(value: string, unknown: boolean): ActionTest {
  if (describeActionFault(value) !== undefined) return () => unknown;
  const text = value.trim().toLowerCase();
  if (text === "*") return () => true;
  const glob: Glob = compileGlob(text);
  const vendor = text.slice(0, text.indexOf(":") + 1);
  return (action) => (vendor === "*:" || action.startsWith(vendor)) && runGlob(glob, action, 0);
}
