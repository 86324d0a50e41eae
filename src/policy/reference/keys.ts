/** Finding a condition key, as a policy writes it, among keys whose names may have a part that authors choose. */
import { compileGlob, type Glob, runGlob } from "../matching/glob.ts";
import type { ActionFacts, ConditionKeyFacts } from "./facts.ts";
import { globalKeys } from "./global-keys.ts";

/** A list of keys by name: whole names in a map, the others one after the other. */
export class KeyIndex {
  readonly #whole = new Map<string, ConditionKeyFacts>();
  readonly #templates: { readonly glob: Glob; readonly key: ConditionKeyFacts }[] = [];

  constructor(keys: readonly ConditionKeyFacts[]) {
    for (const key of keys) {
      const lower = key.name.toLowerCase();
      if (lower.includes("{")) this.#templates.push({ glob: globOf(lower), key });
      else this.#whole.set(lower, key);
    }
  }

  /** The key under any case. */
  find(name: string): ConditionKeyFacts | undefined {
    const lower = name.toLowerCase();
    return this.#whole.get(lower) ?? this.#templates.find(({ glob }) => runGlob(glob, lower, 0))?.key;
  }
}

/** At least one character stands where the name has a placeholder. */
function globOf(template: string): Glob {
  return compileGlob(template.replace(/\{[^}]*\}/g, "?*"));
}

const globals = new KeyIndex(globalKeys);

/** A key that requests to every service may have. */
export function findGlobalKey(name: string): ConditionKeyFacts | undefined {
  return globals.find(name);
}

const byAction = new WeakMap<ActionFacts, KeyIndex>();

/** A key among those of the action and its resources, or a global one. */
export function findActionKey(action: ActionFacts, name: string): ConditionKeyFacts | undefined {
  const index = byAction.get(action) ?? new KeyIndex(action.conditionKeys);
  byAction.set(action, index);
  return index.find(name) ?? findGlobalKey(name);
}

/** Whether the action is decided on the resource `*`, so that no ARN in a Resource ever matches. */
export function isWildcardOnly(action: ActionFacts): boolean {
  return action.resources.length === 0;
}
