/**
 * Codes before they are sent: their form, and whether this device's code was sent already. A service takes each code
 * once, so that sending it twice only costs one of the few guesses that it counts.
 */
import { exitCodes, TegataError } from "../../base/index.ts";
import { sha256Hex, totpStepSeconds } from "../../crypto/index.ts";

/** How many codes a person may give for one call. */
export const maxAttempts = 3;

/**
 * What was typed or printed → the six digits; undefined when it is no code. Apps show codes in groups, so spaces may
 * stand within. AWS: STS API reference, `TokenCode` is six digits.
 */
export function parseCode(text: string): string | undefined {
  const digits = text.replaceAll(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}

export function noCode(serial: string): TegataError {
  return new TegataError(
    "MfaCodeMissing",
    `no code was given for the MFA device "${serial}", which shows six digits`,
    { hint: "run the command again, and type the six digits", exitCode: exitCodes.humanNeeded },
  );
}

/** Milliseconds until a device shows another code. */
export function untilNextCode(nowMs: number): number {
  const stepMs = totpStepSeconds * 1000;
  return stepMs - (nowMs % stepMs);
}

/** The codes that were sent within their window, by digest: the codes themselves are not kept. */
export class SentCodes {
  readonly #sentAt = new Map<string, number>();

  /** Whether the service saw this code so lately that it could still be the device's. */
  has(serial: string, code: string, nowMs: number): boolean {
    for (const [digest, sentAt] of this.#sentAt) {
      if (nowMs - sentAt >= rememberedMs) this.#sentAt.delete(digest);
    }
    return this.#sentAt.has(digestOf(serial, code));
  }

  add(serial: string, code: string, nowMs: number): void {
    this.#sentAt.set(digestOf(serial, code), nowMs);
  }
}

/** A code is shown for 30 s, and services take it for one step more. */
const rememberedMs = 2 * totpStepSeconds * 1000;

function digestOf(serial: string, code: string): string {
  return sha256Hex(new TextEncoder().encode(`${serial}\0${code}`));
}
