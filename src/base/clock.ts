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

let lastSecond = Number.NaN;
let lastText = "";

/** `2026-11-21T03:04:05Z`: AWS's timestamps have whole seconds. Throws RangeError for times that no date has. */
export function formatInstant(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second === lastSecond) return lastText;
  // Busy servers write the same second again and again; formatting it costs as much as a hash.
  lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  lastSecond = second;
  return lastText;
}
