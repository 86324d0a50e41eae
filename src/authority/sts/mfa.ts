/** MFA given along with a call: GetSessionToken's and AssumeRole's SerialNumber and TokenCode. */
import { stsErrors } from "../../wire/index.ts";
import type { Call } from "../call.ts";
import type { SignedCaller } from "../caller.ts";

export interface MfaInput {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/**
 * Whether a valid code came with the request: false when neither member was given. The code is used up by asking.
 * Throws AccessDenied when only one was given, the device is not the caller's, or the code is wrong or used.
 */
export async function verifyGivenMfa(input: MfaInput, call: Call): Promise<boolean> {
  const { SerialNumber: serial, TokenCode: code } = input;
  if (serial === undefined && code === undefined) return false;
  if (serial === undefined || code === undefined) throw stsErrors.mfaIncomplete();
  const ownerId = mfaOwnerId(call.caller);
  if (ownerId === undefined)
    throw stsErrors.mfaUnknownSerial().because("only users and root have MFA devices of their own");
  const outcome = await call.services.mfa.verify({ accountId: call.accountId, ownerId, serial, code });
  switch (outcome) {
    case "accepted":
      return true;
    case "no-such-device":
      throw stsErrors.mfaUnknownSerial().because(`no enabled MFA device "${serial}" belongs to the caller`);
    case "wrong-code":
      throw stsErrors.mfaWrongCode().because(`a wrong, used or locked-out code for MFA device "${serial}"`);
  }
}

function mfaOwnerId(caller: SignedCaller): string | undefined {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "root" ? "root" : undefined;
}
