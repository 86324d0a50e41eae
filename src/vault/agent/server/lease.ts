import type { Clock } from "../../../base/index.ts";

/** For how long, in seconds. */
export interface LeaseSpan {
  readonly forSeconds: number;
  /** Ends earlier when nobody asks for that long; undefined: it does not. */
  readonly idleSeconds?: number | undefined;
}

/** AWS Vault has no agent; a working day, as ssh-agent's users set it. */
export const defaultSpan: LeaseSpan = { forSeconds: 8 * 3_600 };
/** A week: longer is no lock. */
export const maxSpanSeconds = 7 * 86_400;

/** How long the agent stays unlocked. Its clock is the wall's, so that the time a machine sleeps counts. */
export class Lease {
  readonly #clock: Clock;
  #span: LeaseSpan | undefined;
  #since = 0;
  #usedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(span: LeaseSpan): void {
    this.#span = span;
    this.#since = this.#clock.now();
    this.#usedAt = this.#since;
  }

  end(): void {
    this.#span = undefined;
  }

  /** Somebody asked; counts only while it is open. */
  use(): void {
    if (this.isOpen()) this.#usedAt = this.#clock.now();
  }

  isOpen(): boolean {
    const until = this.until();
    const now = this.#clock.now();
    // A clock that was set back must not make it longer.
    return until !== undefined && now < until && now >= this.#since;
  }

  /** Milliseconds since 1970; undefined where it has ended by `end`. */
  until(): number | undefined {
    if (this.#span === undefined) return undefined;
    const { forSeconds, idleSeconds } = this.#span;
    const longest = this.#since + forSeconds * 1000;
    return idleSeconds === undefined ? longest : Math.min(longest, this.#usedAt + idleSeconds * 1000);
  }

  get idleSeconds(): number | undefined {
    return this.#span?.idleSeconds;
  }
}
