/** Counts what a comparison has cost, so that a hostile document cannot make it endless. */
import { maxCases, maxSteps } from "./limits.ts";

export class Budget {
  #steps = maxSteps;
  #cases = maxCases;

  /** Takes steps of automata; false when there are none left. */
  step(count: number): boolean {
    this.#steps -= count;
    return this.#steps > 0;
  }

  /** Takes one case; false when there are none left. */
  case(): boolean {
    this.#cases -= 1;
    return this.#cases > 0;
  }

  get isSpent(): boolean {
    return this.#steps <= 0 || this.#cases <= 0;
  }
}
