/** A request's context as conditions read it: each key is asked for once, each value typed once per type it is read as. */
import { decodeBase64 } from "../../base/index.ts";
import type { VariableSource } from "../matching/pattern.ts";
import type { RequestContext } from "../types.ts";
import { type Address, parseAddress } from "./address.ts";
import { parseInstant } from "./instant.ts";
import { foldCase, type Numeric, parseBoolean, parseNumber, splitArnText } from "./typed.ts";

const typings = {
  number: parseNumber,
  instant: parseInstant,
  boolean: parseBoolean,
  address: parseAddress,
  arn: splitArnText,
  bytes: decodeBase64,
  folded: foldCase,
};

/** One value of a key. */
export class ContextText {
  readonly text: string;
  /** A key is nearly always read as one type. */
  #type: keyof typeof typings | undefined;
  #value: unknown;

  constructor(text: string) {
    this.text = text;
  }

  get number(): Numeric | undefined {
    return this.#as("number");
  }

  get instant(): number | undefined {
    return this.#as("instant");
  }

  get boolean(): boolean | undefined {
    return this.#as("boolean");
  }

  get address(): Address | undefined {
    return this.#as("address");
  }

  get arn(): readonly string[] | undefined {
    return this.#as("arn");
  }

  get bytes(): Uint8Array | undefined {
    return this.#as("bytes");
  }

  get folded(): string {
    return this.#as("folded") ?? this.text;
  }

  #as<T extends keyof typeof typings>(type: T): ReturnType<(typeof typings)[T]> {
    if (this.#type !== type) {
      this.#value = typings[type](this.text);
      this.#type = type;
    }
    return this.#value as ReturnType<(typeof typings)[T]>;
  }
}

/** Never empty: a key with no values is absent. */
export type ContextTexts = readonly [ContextText, ...ContextText[]];

export class ContextView implements VariableSource {
  readonly #context: RequestContext;
  readonly #entries = new Map<string, ContextTexts | undefined>();

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** The values of a key by its lower-case name. */
  get(key: string): ContextTexts | undefined {
    const known = this.#entries.get(key);
    if (known !== undefined || this.#entries.has(key)) return known;
    const texts = this.#read(key);
    this.#entries.set(key, texts);
    return texts;
  }

  variable(key: string): string | undefined {
    const texts = this.get(key);
    return texts?.length === 1 ? texts[0].text : undefined;
  }

  #read(key: string): ContextTexts | undefined {
    const value = this.#context.get(key);
    if (value === undefined) return undefined;
    if (typeof value === "string") return [new ContextText(value)];
    const [first, ...rest] = value.map((text) => new ContextText(text));
    return first === undefined ? undefined : [first, ...rest];
  }
}
