/** Time-based one-time codes: RFC 6238 with SHA-1, 6 digits and steps of 30 s, as virtual MFA devices compute them. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

export const totpDigits = 6;
export const totpStepSeconds = 30;
/** A code of the step before or after the device's present one is accepted. */
const defaultWindowSteps = 1;

export interface TotpMatchOptions {
  /** The last step that was accepted: a code of it or of an earlier one is refused. */
  readonly lastStep: number;
  /** How many steps the device's clock is ahead of ours (negative: behind). */
  readonly driftSteps: number;
  /** How many steps to either side are tried; default 1. */
  readonly windowSteps?: number;
}

/** The step that the time (milliseconds since 1970) falls into. */
export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / (totpStepSeconds * 1000));
}

/** The code of one step, with leading zeros. */
export function totpCode(seed: Uint8Array, step: number): string {
  return codeOf(createSecretKey(seed), step);
}

/** The step whose code this is, within the window around the device's present step and after `lastStep`; else undefined. */
export function matchTotp(
  seed: Uint8Array,
  code: string,
  nowMs: number,
  options: TotpMatchOptions,
): number | undefined {
  const key = createSecretKey(seed);
  let matched: number | undefined;
  for (const step of candidateSteps(nowMs, options)) {
    if (equalCodes(codeOf(key, step), code)) matched ??= step;
  }
  return matched;
}

/** The step of the second of two consecutive codes, or undefined; the window is around the second. */
export function matchTotpPair(
  seed: Uint8Array,
  firstCode: string,
  secondCode: string,
  nowMs: number,
  options: TotpMatchOptions,
): number | undefined {
  const key = createSecretKey(seed);
  let matched: number | undefined;
  for (const step of candidateSteps(nowMs, options)) {
    const first = equalCodes(codeOf(key, step - 1), firstCode);
    const second = equalCodes(codeOf(key, step), secondCode);
    if (first && second && step - 1 > options.lastStep) matched ??= step;
  }
  return matched;
}

function candidateSteps(nowMs: number, options: TotpMatchOptions): number[] {
  const middle = totpStep(nowMs) + options.driftSteps;
  const window = options.windowSteps ?? defaultWindowSteps;
  const steps: number[] = [];
  // Nearest first: a wide window must not prefer a chance match far away.
  for (let distance = 0; distance <= window; distance += 1) {
    steps.push(middle - distance);
    if (distance > 0) steps.push(middle + distance);
  }
  return steps.filter((step) => step > options.lastStep && step >= 0);
}

function codeOf(key: KeyObject, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest[digest.length - 1] ?? 0) & 15;
  const word = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(word % 10 ** totpDigits).padStart(totpDigits, "0");
}

/** SECURITY: in constant time, so that the first right digits cannot be told from the time an answer takes. */
function equalCodes(expected: string, given: string): boolean {
  const left = Buffer.from(expected, "latin1");
  const right = Buffer.from(given, "utf8");
  return left.length === right.length && timingSafeEqual(left, right);
}
