/** One caller's request while codes are asked for: it goes on in the agent, and the questions go to that caller. */
import { encodeHex, exitCodes, TegataError } from "../../../base/index.ts";
import { randomBytes } from "../../../crypto/index.ts";
import type { MfaQuestion } from "../../mfa/index.ts";

export type Turn<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "question"; readonly question: MfaQuestion };

/** A person finds a telephone in that time; others who want the same session wait for it. */
const answerTimeoutMs = 5 * 60_000;
const idBytes = 16;

export class Conversation<T> {
  readonly id = encodeHex(randomBytes(idBytes));
  readonly #notes: string[] = [];
  readonly #turns: Turn<T>[] = [];
  #wake: () => void = () => {};
  #pending: { resolve(code: string): void; reject(error: unknown): void } | undefined;
  #isAbandoned = false;

  /** Begins the work, which `ask`s and notes through this conversation. */
  begin(work: () => Promise<T>): void {
    work().then(
      (value) => this.#say({ kind: "done", value }),
      (error: unknown) => this.#say({ kind: "failed", error }),
    );
  }

  /** What comes next: the end, or a question to be answered first. */
  async next(): Promise<Turn<T>> {
    for (;;) {
      const turn = this.#turns.shift();
      if (turn !== undefined) return turn;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** For the work: asks whoever is at the other end. */
  async ask(question: MfaQuestion): Promise<string> {
    if (this.#isAbandoned) throw nobody(question.serial);
    const answer = Promise.withResolvers<string>();
    const timer = setTimeout(() => answer.reject(nobody(question.serial)), answerTimeoutMs);
    timer.unref();
    this.#pending = answer;
    this.#say({ kind: "question", question });
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      this.#pending = undefined;
    }
  }

  /** Whether a question was waiting for it. */
  answer(code: string): boolean {
    const waited = this.#pending !== undefined;
    this.#pending?.resolve(code);
    return waited;
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  /** Those since the last call. */
  takeNotes(): readonly string[] {
    return this.#notes.splice(0);
  }

  /** The caller is gone: whoever waits for the same session is asked instead. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#pending?.reject(nobody("the device"));
  }

  #say(turn: Turn<T>): void {
    this.#turns.push(turn);
    this.#wake();
  }
}

function nobody(serial: string): TegataError {
  return new TegataError("MfaCodeMissing", `nobody gave the MFA code of "${serial}"`, {
    exitCode: exitCodes.humanNeeded,
  });
}
