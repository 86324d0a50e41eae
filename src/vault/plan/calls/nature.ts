import { variableOf } from "../chain/settings.ts";
import type { PlanInput } from "../input.ts";
import type { CallStep, PlannedValue, SourceStep } from "../plan.ts";

/**
 * What kind of credentials a step makes, as far as can be known beforehand: a key that does not end, the session of a
 * user, of a role, or either.
 */
export type Nature = "long-lived" | "user-session" | "role-session" | "session" | "unknown" | "none";

/** How the account's root user's device is named. AWS: IAM user guide, "Virtual MFA devices for the root user". */
const rootDevice = /^arn:[^:]+:iam::\d{12}:mfa\/root-account-mfa-device$/;

export function natureOf(input: PlanInput, step: SourceStep | CallStep): Nature {
  switch (step.kind) {
    case "stored-key":
      return "long-lived";
    case "static-key":
      return step.temporary ? "session" : "long-lived";
    case "environment":
      return environmentToken(input) ? "session" : "long-lived";
    case "process":
      return "unknown";
    case "session-token":
      return "user-session";
    case "sso-token":
      return "none";
    default:
      return "role-session";
  }
}

/** `AWS_SECURITY_TOKEN` is the older name. */
function environmentToken(input: PlanInput): PlannedValue | undefined {
  return variableOf(input, "AWS_SESSION_TOKEN") ?? variableOf(input, "AWS_SECURITY_TOKEN");
}

/** Whether the key is the root user's: seen when it was stored, or told by the name of its device. */
export function isRoot(input: PlanInput, source: SourceStep, mfaSerial: string | undefined): boolean {
  if (source.kind !== "stored-key") return false;
  return (
    (input.rootKeys?.has(source.profile) ?? false) || (mfaSerial !== undefined && rootDevice.test(mfaSerial))
  );
}
