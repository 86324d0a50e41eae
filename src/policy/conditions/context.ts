/** A request's context as conditions read it: each key is asked for once, each value typed once per type it is read as. */
import { maxSharedKeys } from "../limits.ts";
import type { VariableSource } from "../matching/pattern.ts";
import type { RequestContext } from "../types.ts";

/** Text → what it is read as; undefined when it is none. */
type Reading<T> = (text: string) => T;

/** One value of a key. */
export class ContextText {
  #text: string;
  /** A key is nearly always read as one type. */
  #reading: Reading<unknown> | undefined;
  #value: unknown;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** Stands for another text from now on. */
  become(text: string): void {
    this.#text = text;
    this.#reading = undefined;
  }

  /** `as(parseNumber)`: read at most once. */
  as<T>(reading: Reading<T>): T {
    if (this.#reading !== reading) {
      this.#value = reading(this.#text);
      this.#reading = reading;
    }
    return this.#value as T;
  }
}

/** Never empty: a key with no values is absent. */
export type ContextTexts = readonly [ContextText, ...ContextText[]];

/** A key's name, and its values in the view that asked for it last: nearly always the only one that is at work. */
export class ContextKey {
  readonly name: string;
  #view = 0;
  #texts: ContextTexts | undefined;
  /** Most keys have one value: it is kept here, so that a request costs no memory for it. */
  readonly #single: ContextTexts = [new ContextText("")];

  constructor(name: string) {
    this.name = name;
  }

  /** Its values in `context`, which is that of `view`. They are to be read before another view asks. */
  read(context: RequestContext, view: number): ContextTexts | undefined {
    if (this.#view === view) return this.#texts;
    const value = context.get(this.name);
    this.#texts = typeof value === "string" ? this.#one(value) : textsOf(value);
    this.#view = view;
    return this.#texts;
  }

  #one(text: string): ContextTexts {
    this.#single[0].become(text);
    return this.#single;
  }
}

function textsOf(values: readonly string[] | undefined): ContextTexts | undefined {
  if (values === undefined) return undefined;
  const [first, ...rest] = values.map((text) => new ContextText(text));
  return first === undefined ? undefined : [first, ...rest];
}

const keys = new Map<string, ContextKey>();

/** The key of a lower-case name: the same object for everybody who keeps it. */
export function contextKey(name: string): ContextKey {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = new ContextKey(name);
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
    return key.read(this.#context, this.#view);
  }

  variable(name: string): string | undefined {
    const texts = this.get(name);
    return texts?.length === 1 ? texts[0].text : undefined;
  }
}
