/**
 * Answers that are ready in the same turn of the event loop leave together, at its end. Writing each at once would wake
 * a sleeping client for each, which costs more CPU than everything else about a small answer.
 */
export class Outbox {
  #waiting: (() => void)[] = [];

  /** `send` must not throw. */
  add(send: () => void): void {
    if (this.#waiting.push(send) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const sending = this.#waiting;
    this.#waiting = [];
    for (const send of sending) send();
  }
}
