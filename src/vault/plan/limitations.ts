/** How far the result goes. AWS: IAM user guide, "Compare AWS STS credentials"; STS API reference, GetSessionToken. */
import {
  chainedRoleMaximumSeconds,
  roleMaximumSeconds,
  rootSessionMaximumSeconds,
  sessionTokenMaximumSeconds,
} from "./calls/durations.ts";
import { isRoot, natureOf } from "./calls/nature.ts";
import type { PlanInput } from "./input.ts";
import type { Limitation, Plan, SourceStep, Step } from "./plan.ts";

const texts: Readonly<Record<Limitation["code"], string>> = {
  "iam-without-mfa":
    "call IAM: it answers InvalidClientTokenId to a GetSessionToken session made without MFA",
  "sts-except-assume-role": "call STS, except AssumeRole and GetCallerIdentity",
  "sts-session-calls": "call GetSessionToken or GetFederationToken: STS takes a long-lived key for these",
  "no-sign-in":
    "sign in to the console: the federation endpoint takes sessions of roles and of GetFederationToken",
  "one-hour-chain": "assume a role for more than 1 h: AWS limits role chaining",
  "no-credentials": "sign any call: an SSO session without account and role gives a token only",
};

/** What the credentials that the last step makes cannot do. */
export function limitationsOf(input: PlanInput, last: Step): readonly Limitation[] {
  return codesOf(input, last).map((code) => ({ code, text: texts[code] }));
}

function codesOf(input: PlanInput, last: Step): readonly Limitation["code"][] {
  switch (natureOf(input, last)) {
    case "user-session": {
      const withoutMfa = last.kind === "session-token" && last.mfa === undefined;
      const always = ["sts-except-assume-role", "no-sign-in", "one-hour-chain"] as const;
      return withoutMfa ? ["iam-without-mfa", ...always] : always;
    }
    case "role-session":
    case "session":
      return ["sts-session-calls", "one-hour-chain"];
    case "none":
      return ["no-credentials"];
    default:
      return [];
  }
}

/** The longest that the service would ever give for the way the last step is reached. */
export function longestOf(input: PlanInput, steps: readonly [SourceStep, ...Step[]]): Plan["longestSeconds"] {
  const last = steps.at(-1);
  const [source] = steps;
  switch (last?.kind) {
    case "session-token":
      return isRoot(input, source, last.mfa?.serial)
        ? { seconds: rootSessionMaximumSeconds, reason: "sessions of the root user end then" }
        : { seconds: sessionTokenMaximumSeconds, reason: "STS gives no session of a user longer" };
    case "assume-role": {
      const before = steps.at(-2) ?? source;
      const nature = natureOf(input, before);
      return nature === "long-lived" || nature === "unknown"
        ? { seconds: roleMaximumSeconds, reason: "as far as the role's MaxSessionDuration allows" }
        : {
            seconds: chainedRoleMaximumSeconds,
            reason: "a role assumed with another session (role chaining)",
          };
    }
    case "web-identity":
      return { seconds: roleMaximumSeconds, reason: "as far as the role's MaxSessionDuration allows" };
    case "sso":
      return {
        seconds: roleMaximumSeconds,
        reason: "as far as the permission set's session duration allows",
      };
    default:
      return undefined;
  }
}
