/** What keyrings say when they cannot. No item's content is ever in a message; names may be. */
import { exitCodes, TegataError } from "../../base/index.ts";

/** Somebody has to unlock it, and nobody can here. */
export function keyringLocked(message: string, hint: string, cause?: unknown): TegataError {
  return new TegataError("KeyringLocked", message, { hint, exitCode: exitCodes.humanNeeded, cause });
}

/** It was asked for and is not to be had on this machine. */
export function keyringUnavailable(message: string, hint: string, cause?: unknown): TegataError {
  return new TegataError("KeyringUnavailable", message, { hint, cause });
}

/** It is there and did not do what it was asked. */
export function keyringFailed(message: string, hint: string, cause?: unknown): TegataError {
  return new TegataError("KeyringFailed", message, { hint, cause });
}

/** An item, or the whole, is not what was written. */
export function keyringDamaged(message: string, hint: string, cause?: unknown): TegataError {
  return new TegataError("KeyringDamaged", message, { hint, cause });
}
