/** Which kind of policy a text probably is. */
import { readDocument } from "../document/read.ts";
import type { PolicyKind } from "../types.ts";

/** `trust` when principals may do nothing but assume, `resource` when there are principals, else `identity`. */
export function guessPolicyKind(text: string): PolicyKind {
  const statements = readDocument(text, "identity").document?.statements ?? [];
  if (statements.every(({ principal }) => principal === undefined)) return "identity";
  const actions = statements.flatMap(({ action }) => action?.values ?? []);
  const assumes = actions.every(({ value }) =>
    /^sts:(?:assumerole|tagsession|setsourceidentity|setcontext)/i.test(value.trim()),
  );
  return assumes && statements.every(({ resource }) => resource === undefined) ? "trust" : "resource";
}
