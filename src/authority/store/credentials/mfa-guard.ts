/** What decides whether a one-time code may be used: the last step accepted, and the wrong codes of late. */

import type { Writer } from "../schema.ts";
import type { MfaDeviceRow } from "./mfa-devices.ts";

type DeviceKey = Pick<MfaDeviceRow, "account_id" | "serial">;

export interface WrongCodes {
  readonly wrongCount: number;
  /** Milliseconds, as the others. */
  readonly wrongAt: number;
  readonly lockedUntil: number;
  readonly lockSeconds: number;
}

/**
 * Takes the step; whether nobody has taken it, or a later one, before.
 * INVARIANT (one-code-once): this update's condition is the only thing that decides it.
 */
export async function takeMfaStep(
  tx: Writer,
  device: DeviceKey,
  step: number,
  driftSteps: number,
): Promise<boolean> {
  const result = await tx
    .updateTable("mfa_device")
    .set({ last_step: step, drift_steps: driftSteps })
    .where("account_id", "=", device.account_id)
    .where("serial", "=", device.serial)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function setWrongCodes(tx: Writer, device: DeviceKey, wrong: WrongCodes): Promise<void> {
  await tx
    .updateTable("mfa_device")
    .set({
      wrong_count: wrong.wrongCount,
      wrong_at: wrong.wrongAt,
      locked_until: wrong.lockedUntil,
      lock_seconds: wrong.lockSeconds,
    })
    .where("account_id", "=", device.account_id)
    .where("serial", "=", device.serial)
    .execute();
}
