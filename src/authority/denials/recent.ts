/** The messages of the last refusals by the id of their request, for administrators who have only that id. */
import { LruMap } from "../../base/index.ts";

/**
 * Of about 3 KiB each. What is older is told only by the message that the refusal itself bore; a restart forgets all,
 * since nothing is acknowledged by keeping them.
 */
export const maxRecentDenials = 4_096;

export class RecentDenials {
  readonly #messages = new LruMap<string, string>(maxRecentDenials);

  /** @param message as `sealDenial` gives it. */
  keep(requestId: string, message: string): void {
    this.#messages.set(requestId, message);
  }

  find(requestId: string): string | undefined {
    return this.#messages.get(requestId);
  }
}
