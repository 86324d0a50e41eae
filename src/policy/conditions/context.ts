/** A request's context as conditions read it: each key is asked for once, each value typed once per type it is read as. */
import { maxSharedKeys } from "../limits.ts";
import type { VariableSource } from "../matching/pattern.ts";
import type { RequestContext } from "../types.ts";

/** Text → what it is read as; undefined when it is none. */
type Reading<T> = (text: string) => T;

/** One value of a key. */
export class ContextText {
  readonly text: string;
  /** A key is nearly always read as one type. */
  #reading: Reading<unknown> | undefined;
  #value: unknown;

  constructor(text: string) {
    this.text = text;
  }

  /** `as(parseNumber)`: read at most once. */
  as<T>(reading: Reading<T>): T {
    if (this.#reading !== reading) {
      this.#value = reading(this.text);
      this.#reading = reading;
    }
    return this.#value as T;
  }
}

/** Never empty: a key with no values is absent. */
export type ContextTexts = readonly [ContextText, ...ContextText[]];

/** A key's name, and its values in the view that asked for it last: nearly always the only one that is at work. */
export interface ContextKey {
  readonly name: string;
  view: number;
  texts: ContextTexts | undefined;
}

const keys = new Map<string, ContextKey>();

/** The key of a lower-case name: the same object for everybody who keeps it. */
export function contextKey(name: string): ContextKey {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = { name, view: 0, texts: undefined };
  // Keys that were handed out before go on working by themselves.
  if (keys.size >= maxSharedKeys) keys.clear();
  keys.set(name, key);
  return key;
}

let views = 0;

export class ContextView implements VariableSource {
  readonly #context: RequestContext;
  readonly #view: number;

  constructor(context: RequestContext) {
    views += 1;
    this.#view = views;
    this.#context = context;
  }

  /** The values of a key by its lower-case name. */
  get(name: string): ContextTexts | undefined {
    return this.read(contextKey(name));
  }

  read(key: ContextKey): ContextTexts | undefined {
    if (key.view === this.#view) return key.texts;
    const texts = textsOf(this.#context.get(key.name));
    key.view = this.#view;
    key.texts = texts;
    return texts;
  }

  variable(name: string): string | undefined {
    const texts = this.get(name);
    return texts?.length === 1 ? texts[0].text : undefined;
  }
}

function textsOf(value: ReturnType<RequestContext["get"]>): ContextTexts | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return [new ContextText(value)];
  const [first, ...rest] = value.map((text) => new ContextText(text));
  return first === undefined ? undefined : [first, ...rest];
}
