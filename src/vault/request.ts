/** What is asked of a vault, and how a plan takes it. */
import type { Environment } from "./machine.ts";
import type { CallStep, Plan, PlanOptions, Selection } from "./plan/index.ts";
import { selectProfile, settingText } from "./profiles/index.ts";

/** Whose credentials are wanted, and what a person typed about them. */
export interface PlanRequest {
  /** What was typed, with the flag or argument it came by; else the variables decide. */
  readonly profile?: { readonly name: string; readonly setting: string } | undefined;
  readonly options?: PlanOptions | undefined;
}

export interface IssueRequest extends PlanRequest {
  /** Mint every session of the plan anew, whatever is kept. Tokens of SSO are no sessions: nobody signs in for it. */
  readonly fresh?: boolean;
  /** Ask the service whether a kept session still counts before it is handed over. */
  readonly check?: boolean;
  /** A role to be assumed with what the profile gives, for one hour at most. */
  readonly assumeRole?: string;
}

/** For roles asked for at a server: AWS limits role chaining to one hour, and whoever asks asks again. */
const addedRoleSeconds = 3_600;

export function selectionOf(env: Environment, typed: PlanRequest["profile"]): Selection {
  const { name, by, setting } = selectProfile(env, typed);
  if (by === "default" || setting === undefined)
    return {
      name,
      named: false,
      reason: { text: { en: "no profile is named", ja: "プロファイルの指定がありません" } },
    };
  const text = { en: `${setting} names it`, ja: `${settingText(setting).ja}で指定されています` };
  return { name, named: true, reason: { text, setting } };
}

/** The plan with one more role at its end, whose session is not kept. */
export function withRole(plan: Plan, roleArn: string): Plan {
  const step: CallStep = {
    kind: "assume-role",
    profile: plan.profile,
    reason: { text: { en: "a program asks for this role", ja: "プログラムがこのロールを求めています" } },
    roleArn,
    roleSessionName: undefined,
    durationSeconds: addedRoleSeconds,
    externalId: undefined,
    mfa: undefined,
    sourceIdentity: undefined,
    tags: {},
    transitiveTagKeys: [],
  };
  return { ...plan, steps: [...plan.steps, step] };
}
