import {
  buildPlan,
  isCached,
  type Plan,
  type PlanInput,
  type PlanOptions,
} from "../../../src/vault/plan/index.ts";
import { credentialsFile, sharedFiles } from "./files.ts";

export interface Situation {
  readonly config?: string;
  readonly credentials?: string;
  readonly profile: string;
  readonly named?: boolean;
  readonly stored?: readonly string[];
  readonly root?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: PlanOptions;
}

export function planned(situation: Situation): Plan {
  const input: PlanInput = {
    files: sharedFiles(situation.config ?? "", situation.credentials),
    profile: {
      name: situation.profile,
      reason: { text: { en: "the argument names it", ja: "引数で指定されています" } },
      named: situation.named ?? true,
    },
    env: situation.env ?? {},
    storedKeys: new Set(situation.stored ?? []),
    rootKeys: new Set(situation.root ?? []),
    credentialsFile,
    ...(situation.options === undefined ? {} : { options: situation.options }),
  };
  return buildPlan(input);
}

/** The plan in short: one word per step, `*` where a code is given, `+` where the session is kept. */
export function shape(plan: Plan): string {
  return plan.steps
    .map((step) => {
      const code = "mfa" in step && step.mfa !== undefined ? "*" : "";
      return `${step.kind}${code}${isCached(step, plan) ? "+" : ""}`;
    })
    .join(" ");
}

export function duration(value: number): PlanOptions {
  return { durationSeconds: { value, setting: "--duration" } };
}

export const noSession: PlanOptions = { noSession: { value: true, setting: "--no-session" } };
