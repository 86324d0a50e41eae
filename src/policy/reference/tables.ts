/** A reference over encoded tables: a service is read when it is first asked for. */
import { compileGlob, runGlob } from "../matching/glob.ts";
import { decodeService } from "./decode.ts";
import type { ActionFacts, ConditionKeyFacts, ServiceFacts, ServiceReference } from "./facts.ts";
import { findGlobalKey, KeyIndex } from "./keys.ts";

interface ReadService {
  readonly facts: ServiceFacts;
  readonly actions: ReadonlyMap<string, ActionFacts>;
  readonly keys: KeyIndex;
}

export class TableReference implements ServiceReference {
  readonly source: ServiceReference["source"];
  readonly prefixes: readonly string[];
  readonly #texts: Readonly<Record<string, string>>;
  readonly #read = new Map<string, ReadService>();
  #foreignKeys: KeyIndex | undefined;

  constructor(source: ServiceReference["source"], texts: Readonly<Record<string, string>>) {
    this.source = source;
    this.prefixes = Object.keys(texts);
    this.#texts = texts;
  }

  service(prefix: string): ServiceFacts | undefined {
    return this.#service(prefix)?.facts;
  }

  action(action: string): ActionFacts | undefined {
    const { prefix, name } = splitName(action);
    return this.#service(prefix)?.actions.get(name.toLowerCase());
  }

  actionsMatching(pattern: string): readonly ActionFacts[] {
    const { prefix, name } = splitName(pattern);
    const service = this.#service(prefix);
    if (service === undefined) return [];
    const lower = name.toLowerCase();
    if (!/[*?]/.test(lower)) return [service.actions.get(lower) ?? []].flat();
    const glob = compileGlob(lower);
    return [...service.actions].filter(([action]) => runGlob(glob, action, 0)).map(([, facts]) => facts);
  }

  conditionKey(key: string): ConditionKeyFacts | undefined {
    return (
      findGlobalKey(key) ?? this.#service(splitName(key).prefix)?.keys.find(key) ?? this.#foreign().find(key)
    );
  }

  #service(prefix: string): ReadService | undefined {
    const name = prefix.toLowerCase();
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const text = Object.hasOwn(this.#texts, name) ? this.#texts[name] : undefined;
    if (text === undefined) return undefined;
    const facts = decodeService(name, text);
    const actions = new Map(facts.actions.map((action) => [action.name.toLowerCase(), action]));
    const read = { facts, actions, keys: new KeyIndex(facts.conditionKeys) };
    this.#read.set(name, read);
    return read;
  }

  /** Keys under a prefix that is not their service's: those of identity providers above all. */
  #foreign(): KeyIndex {
    this.#foreignKeys ??= new KeyIndex(
      this.prefixes.flatMap((prefix) =>
        (this.service(prefix)?.conditionKeys ?? []).filter(({ name }) => !name.startsWith(`${prefix}:`)),
      ),
    );
    return this.#foreignKeys;
  }
}

function splitName(text: string): { prefix: string; name: string } {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(":");
  return colon < 0
    ? { prefix: "", name: trimmed }
    : { prefix: trimmed.slice(0, colon), name: trimmed.slice(colon + 1) };
}
