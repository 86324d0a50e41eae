/**
 * JSON with places: every value knows where it stands, repeated keys are found, nothing throws.
 * `JSON.parse` keeps the last of two equal keys and forgets positions; both matter in a policy.
 */
import { maxJsonDepth, maxPolicyTextCharacters } from "../limits.ts";
import { scanNumber, scanString } from "./scalar.ts";

interface Span {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

export interface JsonText extends Span {
  readonly type: "string" | "number" | "boolean";
  /** Strings unescaped; numbers and booleans as written. */
  readonly value: string;
}

export interface JsonNull extends Span {
  readonly type: "null";
}

export interface JsonArray extends Span {
  readonly type: "array";
  readonly items: readonly JsonNode[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly value: JsonNode;
}

export interface JsonObject extends Span {
  readonly type: "object";
  readonly members: readonly JsonMember[];
}

export type JsonNode = JsonText | JsonNull | JsonArray | JsonObject;

/** What is wrong, in lower case, and where. */
export interface JsonFault {
  readonly detail: string;
  readonly offset: number;
}

export interface JsonReading {
  /** undefined when the text is not JSON. */
  readonly root: JsonNode | undefined;
  /** The fault that ended the reading, or every repeated key. */
  readonly faults: readonly JsonFault[];
}

/** Text → tree. RFC 8259, at most `maxJsonDepth` deep and `maxPolicyTextCharacters` long. */
export function readJson(text: string): JsonReading {
  if (text.length > maxPolicyTextCharacters)
    return { root: undefined, faults: [{ detail: "the text is too long", offset: maxPolicyTextCharacters }] };
  return new JsonReader(text).read();
}

class JsonReader {
  readonly #text: string;
  readonly #repeated: JsonFault[] = [];
  #at = 0;
  #fault: JsonFault | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonReading {
    const root = this.#value(0);
    this.#space();
    if (root !== undefined && this.#at < this.#text.length) this.#fail("something follows the value");
    return this.#fault === undefined
      ? { root, faults: this.#repeated }
      : { root: undefined, faults: [this.#fault] };
  }

  #fail(detail: string, offset = this.#at): undefined {
    this.#fault ??= { detail, offset };
    return undefined;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at += 1;
    }
  }

  #takes(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #value(depth: number): JsonNode | undefined {
    this.#space();
    if (depth > maxJsonDepth) return this.#fail("values are nested too deeply");
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", "boolean");
      case "f":
        return this.#word("false", "boolean");
      case "n":
        return this.#word("null", "null");
      default:
        return this.#number();
    }
  }

  #word(word: string, type: "boolean" | "null"): JsonNode | undefined {
    if (!this.#text.startsWith(word, this.#at)) return this.#fail("a value is expected");
    const start = this.#at;
    this.#at += word.length;
    return type === "null" ? { type, start, end: this.#at } : { type, value: word, start, end: this.#at };
  }

  #number(): JsonText | undefined {
    const start = this.#at;
    const end = scanNumber(this.#text, start);
    if (end === undefined) return this.#fail("a value is expected");
    this.#at = end;
    return { type: "number", value: this.#text.slice(start, end), start, end };
  }

  #string(): JsonText | undefined {
    const start = this.#at;
    const scanned = scanString(this.#text, start);
    if ("fault" in scanned) return this.#fail(scanned.fault, scanned.offset);
    this.#at = scanned.end;
    return { type: "string", value: scanned.value, start, end: scanned.end };
  }

  #array(depth: number): JsonArray | undefined {
    const start = this.#at;
    const items: JsonNode[] = [];
    this.#at += 1;
    if (this.#takes("]")) return { type: "array", items, start, end: this.#at };
    do {
      const item = this.#value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#takes(","));
    if (!this.#takes("]")) return this.#fail('"," or "]" is expected');
    return { type: "array", items, start, end: this.#at };
  }

  #object(depth: number): JsonObject | undefined {
    const start = this.#at;
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    this.#at += 1;
    if (this.#takes("}")) return { type: "object", members, start, end: this.#at };
    do {
      const member = this.#member(depth, keys);
      if (member === undefined) return undefined;
      members.push(member);
    } while (this.#takes(","));
    if (!this.#takes("}")) return this.#fail('"," or "}" is expected');
    return { type: "object", members, start, end: this.#at };
  }

  #member(depth: number, keys: Set<string>): JsonMember | undefined {
    this.#space();
    if (this.#text[this.#at] !== '"') return this.#fail("a key in double quotes is expected");
    const key = this.#string();
    if (key === undefined) return undefined;
    if (keys.has(key.value))
      this.#repeated.push({ detail: `the key "${key.value}" is repeated`, offset: key.start });
    keys.add(key.value);
    if (!this.#takes(":")) return this.#fail('":" is expected');
    const value = this.#value(depth + 1);
    return value === undefined ? undefined : { key: key.value, keyStart: key.start, value };
  }
}
