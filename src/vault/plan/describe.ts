import { describePlace } from "../profiles/profile.ts";
import { isCached } from "./cache.ts";
import { describeSpan } from "./calls/span.ts";
import type { MfaUse, Plan, Reason, Step } from "./plan.ts";

/** A plan for people: the steps with what decided each, then what the result can and cannot. Ends without a newline. */
export function describePlan(plan: Plan): string {
  const steps = plan.steps.flatMap((step, index) => {
    const kept = isCached(step, plan) ? ", kept for the next time" : "";
    return [`${index + 1}. ${describeStep(step)}${kept}`, `   ${describeReason(step.reason)}`];
  });
  const { longestSeconds } = plan;
  const lines = [
    `profile "${plan.profile}": ${describeMechanism(plan)}`,
    ...steps,
    `MFA codes to type: ${plan.mfaCodes}`,
    ...(longestSeconds
      ? [`lives at most ${describeSpan(longestSeconds.seconds)}: ${longestSeconds.reason}`]
      : []),
    ...settings(plan),
    ...plan.cannot.map(({ text }) => `cannot ${text}`),
    ...plan.warnings.map((warning) => `warning: ${describeReason(warning)}`),
    ...plan.skipped.map((skipped) => `not used: ${describeReason(skipped)}`),
  ];
  return lines.map(printable).join("\n");
}

/** Which mechanism the credentials will come from, in one phrase. */
export function describeMechanism(plan: Plan): string {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  const [source] = plan.steps;
  switch (last.kind) {
    case "session-token":
      return last.mfa === undefined ? "GetSessionToken without MFA" : "GetSessionToken with MFA";
    case "assume-role": {
      const mfa = plan.steps.some((step) => "mfa" in step && step.mfa !== undefined) ? " with MFA" : "";
      return `AssumeRole${mfa}, from ${sourceWords[source.kind]}`;
    }
    case "static-key":
      return last.temporary ? "a session written in the files" : "a long-lived key in the files";
    default:
      return sourceWords[last.kind];
  }
}

const sourceWords: Readonly<Record<Plan["steps"][0]["kind"], string>> = {
  "stored-key": "a long-lived key in the keyring",
  "static-key": "a key in the files",
  environment: "the keys in the environment",
  process: "credential_process",
  container: "the container's credentials",
  instance: "the instance's role",
  "web-identity": "AssumeRoleWithWebIdentity",
  sso: "SSO",
  "sso-token": "an SSO token without credentials",
};

/** What a step does, in one phrase. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "stored-key":
      return `the key of "${step.profile}" in the keyring`;
    case "static-key":
      return `the key ${step.accessKeyId} of "${step.profile}" in the files`;
    case "process":
      return `run: ${step.command}`;
    case "web-identity":
      return `AssumeRoleWithWebIdentity ${step.roleArn} for ${describeSpan(step.durationSeconds)} with the token of ${step.tokenFile ?? `run: ${step.tokenProcess}`}`;
    case "sso":
      return `GetRoleCredentials ${step.roleName} in ${step.accountId} after signing in at ${step.startUrl}`;
    case "sso-token":
      return `sign in at ${step.startUrl}`;
    case "session-token":
      return `GetSessionToken for ${describeSpan(step.durationSeconds)}${withCode(step.mfa)}`;
    case "assume-role":
      return `AssumeRole ${step.roleArn} for ${describeSpan(step.durationSeconds)}${withCode(step.mfa)}`;
    default:
      return sourceWords[step.kind];
  }
}

function withCode(mfa: MfaUse | undefined): string {
  if (mfa === undefined) return "";
  return mfa.process === undefined
    ? ` with an MFA code of ${mfa.serial}`
    : ` with an MFA code of ${mfa.serial} from: ${mfa.process}`;
}

function settings(plan: Plan): readonly string[] {
  const named = [
    ["region", plan.region],
    ["STS endpoint", plan.stsEndpoint],
    ["SSO endpoint", plan.ssoEndpoint],
    ["SSO sign-in endpoint", plan.ssoOidcEndpoint],
  ] as const;
  return named.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value.value}: ${describeReason(value.reason)}`],
  );
}

function describeReason({ text, place, setting }: Reason): string {
  if (place !== undefined) return `${text} (${describePlace(place)})`;
  return setting === undefined || text.includes(setting) ? text : `${text} (${setting})`;
}

/** SECURITY: file contents reach the terminal here; control characters in them must not steer it. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, "?");
}
