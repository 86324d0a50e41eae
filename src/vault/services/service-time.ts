/** When a service's credentials end is told by its own clock, which ours may be far from. */
import { formatInstant, inShell, TegataError } from "../../base/index.ts";
import type { Connection } from "./connection.ts";

/** The connection, and what time it is at the service that answers on it; until one did, our own. */
export function withServiceTime<C extends Connection>(
  connection: C,
): { readonly connection: C; readonly now: () => number } {
  let aheadMs = 0;
  return {
    connection: {
      ...connection,
      onClockOffset: (offset) => {
        aheadMs = offset.milliseconds;
        connection.onClockOffset?.(offset);
      },
    },
    now: () => connection.machine.clock.now() + aheadMs,
  };
}

/** @throws TegataError `AnswerInvalid`: what has ended is of no use to whoever asked, and AWS's clients would ask for ever. */
export function requireLiving(expiration: number, nowMs: number, operation: string, profile: string): void {
  if (expiration > nowMs) return;
  throw new TegataError(
    "AnswerInvalid",
    `${operation} for profile "${profile}" gave credentials that ended at ${formatInstant(expiration)} already`,
    { hint: `tegata plan ${inShell(profile)}   # shows the endpoint that is asked` },
  );
}
