/** How many wrong codes a device bears. Three codes in a million are right at any moment: guessing must be slow. */
import type { MfaDeviceRow } from "../store/credentials/mfa-devices.ts";
import type { WrongCodes } from "../store/credentials/mfa-guard.ts";

/** So many wrong codes in `countedForMs` lock the device. */
export const maxWrongCodes = 5;
const countedForMs = 5 * 60_000;
export const firstLockSeconds = 60;
export const maxLockSeconds = 3600;
/** A device that was not locked for so long starts with a short lock again. */
const locksRememberedMs = 24 * 3_600_000;

type Guard = Pick<MfaDeviceRow, "wrong_count" | "wrong_at" | "locked_until" | "lock_seconds">;

export function isLocked(device: Guard, now: number): boolean {
  return now < device.locked_until;
}

/**
 * The guard after one more wrong code. The count starts anew after five minutes without a wrong code, so that no five
 * minutes hold more than five; a right code in between does not reset it, or guessing beside a busy owner would be free.
 */
export function countWrongCode(device: Guard, now: number): WrongCodes {
  const isRecent = now - device.wrong_at < countedForMs;
  const wrongCount = (isRecent ? device.wrong_count : 0) + 1;
  if (wrongCount < maxWrongCodes) {
    return { wrongCount, wrongAt: now, lockedUntil: device.locked_until, lockSeconds: device.lock_seconds };
  }
  const lockSeconds = nextLockSeconds(device, now);
  return { wrongCount: 0, wrongAt: now, lockedUntil: now + lockSeconds * 1000, lockSeconds };
}

function nextLockSeconds(device: Guard, now: number): number {
  const isRemembered = device.lock_seconds > 0 && now - device.locked_until < locksRememberedMs;
  return isRemembered ? Math.min(device.lock_seconds * 2, maxLockSeconds) : firstLockSeconds;
}
