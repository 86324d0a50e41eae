import assert from "node:assert/strict";
import {
  buildPlan,
  describePlan,
  isCached,
  type Plan,
  type PlanInput,
  type PlanOptions,
} from "../../../src/vault/plan/index.ts";
import { englishWordsOf } from "../../support/japanese.ts";
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

/** Fails when a line that the plan prints in Japanese has an English word in it that is neither a name nor its profiles' own. */
export function assertJapanese(plan: Plan, own: readonly string[] = []): void {
  const ofSteps = plan.steps.flatMap((step) => [
    `「${step.profile}」`,
    ...("accessKeyId" in step ? [`キー ${step.accessKeyId}`] : []),
    ...("command" in step ? [step.command] : []),
    ...("tokenProcess" in step && step.tokenProcess !== undefined ? [step.tokenProcess] : []),
    ...("roleName" in step ? [step.startUrl, `${step.accountId} の ${step.roleName} `] : []),
    ...("mfa" in step && step.mfa?.process !== undefined ? [step.mfa.process] : []),
  ]);
  for (const line of describePlan(plan, "ja").split("\n"))
    assert.deepEqual(englishWordsOf(line, [`「${plan.profile}」`, ...ofSteps, ...own]), [], line);
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
