import type { Clock, MovableClock, Secret } from "../../base/index.ts";

export interface TestModeOptions {
  /** The clock the authority runs on. */
  readonly clock: MovableClock;
  /** The clock that is not moved. */
  readonly realClock: Clock;
  /** Host names, without port, that calls may be addressed to beside loopback's. */
  readonly hosts: readonly string[];
  /** What every call must bear when the authority can be reached from elsewhere. */
  readonly bearer?: Secret;
  /** Told after everything was emptied, so that what lies beside the store can follow. */
  readonly onReset?: () => Promise<void>;
}

export class TestMode {
  readonly clock: MovableClock;
  readonly hosts: readonly string[];
  readonly bearer: Secret | undefined;
  readonly onReset: () => Promise<void>;
  readonly #realClock: Clock;

  constructor(options: TestModeOptions) {
    this.clock = options.clock;
    this.#realClock = options.realClock;
    this.hosts = options.hosts;
    this.bearer = options.bearer;
    this.onReset = options.onReset ?? (() => Promise.resolve());
  }

  /** Clients sign by the real clock whatever the authority's says: a signature may fit either. Milliseconds. */
  times(): readonly number[] {
    return [this.clock.now(), this.#realClock.now()];
  }
}
