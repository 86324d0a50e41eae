/**
 * A text that must not be printed: logs, JSON, string templates and inspectors all see `[secret]`.
 * INVARIANT (no-secret-in-text): a secret leaves this box only through `reveal`, at the one place that needs it.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
