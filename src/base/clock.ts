/** The only place that reads the wall clock; everything else takes a `Clock`. Times inside are milliseconds since 1970. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that test mode and tests move: real (or given) time plus an offset. */
export class MovableClock implements Clock {
  readonly #base: Clock;
  #offsetMs = 0;

  constructor(base: Clock = systemClock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#offsetMs;
  }

  advance(milliseconds: number): void {
    this.#offsetMs += milliseconds;
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}

/** `2026-11-21T03:04:05Z`: AWS's timestamps have whole seconds. */
export function formatInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
