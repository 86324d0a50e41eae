/** A key that was just made is known everywhere after some seconds. AWS: IAM user guide, "Changes that I make are not always immediately visible". */
import { isDeadSession } from "../services/index.ts";

/** How long a new key may be unknown before it is taken for refused. */
export const propagationLimitMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

export interface Waiting {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Told once, when the first try was refused. */
  readonly onWait: () => void;
}

/** Does `work` again while the service says that it does not know the key, for `propagationLimitMs` at most. */
export async function untilKnown<T>(work: () => Promise<T>, { now, sleep, onWait }: Waiting): Promise<T> {
  const deadline = now() + propagationLimitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadSession(error) || now() + pauseMs > deadline) throw error;
      if (pauseMs === firstPauseMs) onWait();
      await sleep(pauseMs);
    }
  }
}
