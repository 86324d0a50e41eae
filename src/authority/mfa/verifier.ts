import type { Clock } from "../../base/index.ts";
import { matchTotp, matchTotpPair, type SealingKey, totpStep } from "../../crypto/index.ts";
import { findMfaDevice, type MfaDeviceRow } from "../store/credentials/mfa-devices.ts";
import { setWrongCodes, takeMfaStep } from "../store/credentials/mfa-guard.ts";
import { type Store, secretLabel, type Writer } from "../store/index.ts";
import { countWrongCode, isLocked } from "./guess-limit.ts";

export type MfaOutcome = "accepted" | "wrong-code" | "no-such-device";

export interface MfaAttempt {
  readonly accountId: string;
  /** User id or "root". */
  readonly ownerId: string;
  /** A virtual device's ARN or a hardware serial. */
  readonly serial: string;
  readonly code: string;
}

export interface MfaPairAttempt {
  readonly accountId: string;
  readonly serial: string;
  readonly firstCode: string;
  readonly secondCode: string;
  /** `enable`: the device's clock must agree with ours; `resync`: its drift is searched for and kept. */
  readonly purpose: "enable" | "resync";
}

/**
 * INVARIANT (one-code-once): a code is accepted once, also under concurrency: one conditional update decides.
 * INVARIANT (guesses-are-counted): wrong codes are on disk before they are answered. For that the verifier has
 * transactions of its own: never call it inside `store.write` or `store.record`.
 */
export interface MfaVerifier {
  /** One code of one enabled device of that owner. A locked device answers "wrong-code" to every code. */
  verify(attempt: MfaAttempt): Promise<MfaOutcome>;
  /** Two consecutive codes, for EnableMFADevice and ResyncMFADevice; counted by the same guard. A device that is not there: "wrong-code". */
  verifyPair(attempt: MfaPairAttempt): Promise<"accepted" | "wrong-code">;
}

export interface MfaVerifierOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** ResyncMFADevice looks for a device whose clock is up to an hour off, in steps of 30 s. */
const resyncWindowSteps = 120;
/** A drift this small is within every code's window; keeping it would only follow how fast somebody types. */
const negligibleDriftSteps = 1;
const beforeEveryStep = -1;

export function createMfaVerifier(options: MfaVerifierOptions): MfaVerifier {
  const { store, clock } = options;
  return {
    verify: (attempt) => store.record((tx) => verifyOne(tx, store.masterKey, attempt, clock.now())),
    verifyPair: (attempt) => store.record((tx) => verifyTwo(tx, store.masterKey, attempt, clock.now())),
  };
}

async function verifyOne(
  tx: Writer,
  masterKey: SealingKey,
  attempt: MfaAttempt,
  now: number,
): Promise<MfaOutcome> {
  const device = await findMfaDevice(tx, attempt.accountId, attempt.serial);
  if (device === undefined || device.enabled_at === null || device.owner_id !== attempt.ownerId) {
    return "no-such-device";
  }
  const seed = openSeed(masterKey, device);
  const find = (lastStep: number) =>
    matchTotp(seed, attempt.code, now, { lastStep, driftSteps: device.drift_steps });
  return settle(tx, device, { find, driftAt: () => device.drift_steps }, now);
}

async function verifyTwo(
  tx: Writer,
  masterKey: SealingKey,
  attempt: MfaPairAttempt,
  now: number,
): Promise<"accepted" | "wrong-code"> {
  const device = await findMfaDevice(tx, attempt.accountId, attempt.serial);
  if (device === undefined) return "wrong-code";
  const seed = openSeed(masterKey, device);
  const window = attempt.purpose === "resync" ? { windowSteps: resyncWindowSteps } : {};
  const find = (lastStep: number) =>
    matchTotpPair(seed, attempt.firstCode, attempt.secondCode, now, { lastStep, driftSteps: 0, ...window });
  return settle(tx, device, { find, driftAt: (step) => notableDrift(step - totpStep(now)) }, now);
}

/** What the codes given stand for. */
interface Match {
  /** The step they belong to, after `lastStep`. */
  readonly find: (lastStep: number) => number | undefined;
  /** The drift to keep when that step is accepted. */
  readonly driftAt: (step: number) => number;
}

/** Accepts a step that nobody took, unless the device is locked; counts a code that never was right. */
async function settle(
  tx: Writer,
  device: MfaDeviceRow,
  match: Match,
  now: number,
): Promise<"accepted" | "wrong-code"> {
  if (isLocked(device, now)) return "wrong-code";
  const step = match.find(device.last_step);
  if (step !== undefined && (await takeMfaStep(tx, device, step, match.driftAt(step)))) return "accepted";
  // A right code used twice is refused, and is no guess: a client that repeats itself locks nobody out.
  if (match.find(beforeEveryStep) === undefined) {
    await setWrongCodes(tx, device, countWrongCode(device, now));
  }
  return "wrong-code";
}

function notableDrift(driftSteps: number): number {
  return Math.abs(driftSteps) > negligibleDriftSteps ? driftSteps : 0;
}

function openSeed(masterKey: SealingKey, device: MfaDeviceRow): Uint8Array {
  const label = secretLabel("mfa_device", device.account_id, device.serial);
  const seed = masterKey.open(device.seed_sealed, label);
  if (seed === undefined) throw new Error("the seed of an MFA device does not open with the master key");
  return seed;
}
