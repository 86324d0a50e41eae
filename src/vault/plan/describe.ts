/** A plan as text for people, in either language. */
import { type Language, same, type Text } from "../../base/index.ts";
import { describePlace } from "../profiles/profile.ts";
import { settingText } from "../profiles/select-profile.ts";
import { isCached } from "./cache.ts";
import { spanText } from "./calls/span.ts";
import type { MfaUse, Plan, Reason, Step } from "./plan.ts";

export interface PlanLine {
  readonly kind: "head" | "step" | "reason" | "fact" | "limitation" | "warning" | "skipped";
  readonly text: string;
}

/** A plan for people: the steps with what decided each, then what the result can and cannot. Ends without a newline. */
export function describePlan(plan: Plan, language: Language = "en"): string {
  return planLines(plan, language)
    .map(({ text }) => text)
    .join("\n");
}

const labels = {
  kept: { en: ", kept for the next time", ja: "、次回のために保存" },
  codes: { en: "MFA codes to type", ja: "入力する MFA コードの数" },
  longest: (seconds: number): Text => {
    const { en, ja } = spanText(seconds);
    return { en: `lives at most ${en}`, ja: `有効期間は最長 ${ja}` };
  },
  cannot: { en: "cannot ", ja: "できないこと: " },
  warning: { en: "warning: ", ja: "警告: " },
  skipped: { en: "not used: ", ja: "使わないもの: " },
  region: { en: "region", ja: "リージョン" },
  stsEndpoint: { en: "STS endpoint", ja: "STS のエンドポイント" },
  ssoEndpoint: { en: "SSO endpoint", ja: "SSO のエンドポイント" },
  ssoOidcEndpoint: { en: "SSO sign-in endpoint", ja: "SSO サインインのエンドポイント" },
} as const;

/** How a profile is named at the head of what is told of it. */
export function profileText(name: string): Text {
  return { en: `profile "${name}"`, ja: `プロファイル「${name}」` };
}

/** The lines of `describePlan`, each with what it is. */
export function planLines(plan: Plan, language: Language): readonly PlanLine[] {
  const { longestSeconds } = plan;
  const lines: readonly PlanLine[] = [
    { kind: "head", text: `${profileText(plan.profile)[language]}: ${describeMechanism(plan)[language]}` },
    ...plan.steps.flatMap((step, index) => stepLines(plan, step, index + 1, language)),
    { kind: "fact", text: `${labels.codes[language]}: ${plan.mfaCodes}` },
    ...(longestSeconds === undefined
      ? []
      : [fact(`${labels.longest(longestSeconds.seconds)[language]}: ${longestSeconds.reason[language]}`)]),
    ...settings(plan, language),
    ...plan.cannot.map(({ text }): PlanLine => {
      return { kind: "limitation", text: `${labels.cannot[language]}${text[language]}` };
    }),
    ...plan.warnings.map((warning): PlanLine => {
      return { kind: "warning", text: `${labels.warning[language]}${describeReason(warning, language)}` };
    }),
    ...plan.skipped.map((skipped): PlanLine => {
      return { kind: "skipped", text: `${labels.skipped[language]}${describeReason(skipped, language)}` };
    }),
  ];
  return lines.map(({ kind, text }) => ({ kind, text: printable(text) }));
}

function stepLines(plan: Plan, step: Step, number: number, language: Language): readonly PlanLine[] {
  const kept = isCached(step, plan) ? labels.kept[language] : "";
  return [
    { kind: "step", text: `${number}. ${describeStep(step)[language]}${kept}` },
    { kind: "reason", text: `   ${describeReason(step.reason, language)}` },
  ];
}

function fact(text: string): PlanLine {
  return { kind: "fact", text };
}

/** Which mechanism the credentials will come from, in one phrase. */
export function describeMechanism(plan: Plan): Text {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  const [source] = plan.steps;
  switch (last.kind) {
    case "session-token":
      return last.mfa === undefined
        ? { en: "GetSessionToken without MFA", ja: "MFA なしの GetSessionToken" }
        : { en: "GetSessionToken with MFA", ja: "MFA 付きの GetSessionToken" };
    case "assume-role": {
      const hasMfa = plan.steps.some((step) => "mfa" in step && step.mfa !== undefined);
      const { en, ja } = sourceWords[source.kind];
      return {
        en: `AssumeRole${hasMfa ? " with MFA" : ""}, from ${en}`,
        ja: `${hasMfa ? "MFA 付きの " : ""}AssumeRole（元: ${ja}）`,
      };
    }
    case "static-key":
      return last.temporary
        ? { en: "a session written in the files", ja: "ファイルに書かれたセッション" }
        : { en: "a long-lived key in the files", ja: "ファイルの長期キー" };
    default:
      return sourceWords[last.kind];
  }
}

const sourceWords: Readonly<Record<Plan["steps"][0]["kind"], Text>> = {
  "stored-key": { en: "a long-lived key in the keyring", ja: "キーリングの長期キー" },
  "static-key": { en: "a key in the files", ja: "ファイルのキー" },
  environment: { en: "the keys in the environment", ja: "環境変数のキー" },
  process: same("credential_process"),
  container: { en: "the container's credentials", ja: "コンテナの認証情報" },
  instance: { en: "the instance's role", ja: "インスタンスのロール" },
  "web-identity": same("AssumeRoleWithWebIdentity"),
  sso: same("SSO"),
  "sso-token": { en: "an SSO token without credentials", ja: "SSO のトークン（認証情報なし）" },
};

/** What kind of step it is, without saying whose. */
export function nameOfStep(kind: Step["kind"]): Text {
  switch (kind) {
    case "session-token":
      return same("GetSessionToken");
    case "assume-role":
      return same("AssumeRole");
    default:
      return sourceWords[kind];
  }
}

/** What a step does, in one phrase. */
export function describeStep(step: Step): Text {
  switch (step.kind) {
    case "stored-key":
      return {
        en: `the key of "${step.profile}" in the keyring`,
        ja: `キーリングの「${step.profile}」のキー`,
      };
    case "static-key":
      return {
        en: `the key ${step.accessKeyId} of "${step.profile}" in the files`,
        ja: `ファイルの「${step.profile}」のキー ${step.accessKeyId}`,
      };
    case "process":
      return { en: `run: ${step.command}`, ja: `実行: ${step.command}` };
    case "web-identity": {
      const { en, ja } = spanText(step.durationSeconds);
      return {
        en: `AssumeRoleWithWebIdentity ${step.roleArn} for ${en} with the token of ${step.tokenFile ?? `run: ${step.tokenProcess}`}`,
        ja: `AssumeRoleWithWebIdentity ${step.roleArn}、${ja}、トークンは ${step.tokenFile ?? `${step.tokenProcess} の出力`}`,
      };
    }
    case "sso":
      return {
        en: `GetRoleCredentials ${step.roleName} in ${step.accountId} after signing in at ${step.startUrl}`,
        ja: `${step.startUrl} にサインインし、${step.accountId} の ${step.roleName} で GetRoleCredentials`,
      };
    case "sso-token":
      return { en: `sign in at ${step.startUrl}`, ja: `${step.startUrl} にサインイン` };
    case "session-token":
      return withCode("GetSessionToken", step);
    case "assume-role":
      return withCode(`AssumeRole ${step.roleArn}`, step);
    default:
      return sourceWords[step.kind];
  }
}

function withCode(
  call: string,
  { durationSeconds, mfa }: { readonly durationSeconds: number; readonly mfa: MfaUse | undefined },
): Text {
  const { en, ja } = spanText(durationSeconds);
  if (mfa === undefined) return { en: `${call} for ${en}`, ja: `${call}、${ja}` };
  const from =
    mfa.process === undefined ? same("") : { en: ` from: ${mfa.process}`, ja: `（実行: ${mfa.process}）` };
  return {
    en: `${call} for ${en} with an MFA code of ${mfa.serial}${from.en}`,
    ja: `${call}、${ja}、${mfa.serial} の MFA コード${from.ja}`,
  };
}

function settings(plan: Plan, language: Language): readonly PlanLine[] {
  const named = ["region", "stsEndpoint", "ssoEndpoint", "ssoOidcEndpoint"] as const;
  return named.flatMap((name) => {
    const value = plan[name];
    if (value === undefined) return [];
    return [fact(`${labels[name][language]} ${value.value}: ${describeReason(value.reason, language)}`)];
  });
}

function describeReason({ text, place, setting }: Reason, language: Language): string {
  const words = text[language];
  if (place !== undefined) return `${words} (${describePlace(place)})`;
  if (setting === undefined) return words;
  const by = settingText(setting)[language];
  return words.includes(by) ? words : `${words} (${by})`;
}

/** SECURITY: file contents reach the terminal here; control characters in them must not steer it. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, "?");
}
