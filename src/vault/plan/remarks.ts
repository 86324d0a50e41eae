/** What a person should know before a plan is carried out. */

import { isRoot, natureOf } from "./calls/nature.ts";
import type { Chain, Notes } from "./chain/resolve-chain.ts";
import { variableOf } from "./chain/settings.ts";
import { containerVariable, environmentKeys } from "./chain/sources.ts";
import type { PlanInput } from "./input.ts";
import type { Reason, SourceStep, Step } from "./plan.ts";

/** Adds to what the steps themselves said while they were made. */
export function addRemarks(
  input: PlanInput,
  chain: Chain,
  steps: readonly [SourceStep, ...Step[]],
  notes: Notes,
): void {
  const last = steps.at(-1) ?? steps[0];
  const add = (remark: Reason | undefined): void => {
    if (remark !== undefined) notes.warnings.push(remark);
  };
  add(withoutMfa(chain, last));
  add(longLived(input, last));
  add(rootKey(input, chain));
  add(unusedMfa(chain, steps));
  add(mfaOfDefault(input, chain, steps));
  add(unusedDuration(input, steps));
  add(nothingThere(input, chain.source));
  const keys = environmentKeys(input);
  if (keys !== undefined && input.profile.named && chain.source.kind !== "environment") {
    notes.skipped.push({
      ...keys.reason,
      text: {
        en: "a profile that is named comes before the keys in the environment",
        ja: "環境変数のキー。指定されたプロファイルが優先されます",
      },
    });
  }
}

/** Our own key: whoever never calls IAM with a profile need not hear of it. */
export const warnWithoutMfaKey = "tegata_warn_without_mfa";

/** @param value what the profile has under `warnWithoutMfaKey`. */
export function isWithoutWarning(value: string | undefined): boolean {
  return value?.toLowerCase() === "false";
}

function withoutMfa(chain: Chain, last: Step): Reason | undefined {
  if (last.kind !== "session-token" || last.mfa !== undefined) return undefined;
  if (isWithoutWarning(chain.target.read(warnWithoutMfaKey)?.value)) return undefined;
  return {
    code: "session-without-mfa",
    text: {
      en: `IAM will answer InvalidClientTokenId, since the session is made without MFA: give profile "${last.profile}" an mfa_serial, or a role_arn to assume`,
      ja: `MFA なしのセッションなので、IAM は InvalidClientTokenId を返します。プロファイル「${last.profile}」に mfa_serial か、引き受ける role_arn を書いてください`,
    },
  };
}

function longLived(input: PlanInput, last: Step): Reason | undefined {
  const isSource = last.kind === "stored-key" || last.kind === "static-key" || last.kind === "environment";
  if (!isSource || natureOf(input, last) !== "long-lived") return undefined;
  return {
    ...last.reason,
    text: {
      en: "a long-lived key is handed over as it is: it does not expire",
      ja: "長期キーをそのまま渡します。有効期限はありません",
    },
  };
}

function rootKey(input: PlanInput, chain: Chain): Reason | undefined {
  const serial = chain.base.read("mfa_serial");
  if (!isRoot(input, chain.source, serial?.value)) return undefined;
  return {
    code: "root-key",
    text: {
      en: `the key of "${chain.base.name}" is the root user's and can do everything: deactivate it and use a user or a role`,
      ja: `「${chain.base.name}」のキーはルートユーザーのもので、すべての操作ができます。無効にして、ユーザーかロールを使ってください`,
    },
  };
}

/** AWS reads mfa_serial for AssumeRole only; the vault for GetSessionToken too, with a key of the keyring. */
function unusedMfa(chain: Chain, steps: readonly Step[]): Reason | undefined {
  const [source] = steps;
  if (steps.length > 1 || source?.kind === "stored-key") return undefined;
  const serial = chain.target.read("mfa_serial");
  if (serial === undefined) return undefined;
  const isKey = source?.kind === "static-key";
  const { name } = chain.target;
  return {
    ...serial.reason,
    text: {
      en: `mfa_serial of "${name}" is not used, no role is assumed${isKey ? ": move the key into the keyring to have a session with MFA" : ""}`,
      ja: `ロールを引き受けないため、「${name}」の mfa_serial は使われません${isKey ? "。キーをキーリングに移すと MFA 付きのセッションになります" : ""}`,
    },
  };
}

/** AWS Vault takes what a profile does not say from [default]; AWS's clients do not, and neither do we. */
function mfaOfDefault(input: PlanInput, chain: Chain, steps: readonly Step[]): Reason | undefined {
  const usesMfa = steps.some((step) => "mfa" in step && step.mfa !== undefined);
  const property = input.files.profiles.get("default")?.properties.get("mfa_serial");
  const inChain = chain.profiles.some(({ name }) => name === "default");
  if (usesMfa || inChain || property === undefined || steps.length === 1) return undefined;
  return {
    place: property.place,
    text: {
      en: `mfa_serial of "default" is not inherited, unlike in AWS Vault: add \`include_profile = default\` to "${chain.base.name}" for it`,
      ja: `AWS Vault と違い、「default」の mfa_serial は引き継がれません。引き継ぐには「${chain.base.name}」に \`include_profile = default\` を書いてください`,
    },
  };
}

function unusedDuration(input: PlanInput, steps: readonly Step[]): Reason | undefined {
  const asked = input.options?.durationSeconds;
  if (asked === undefined || steps.some((step) => "durationSeconds" in step)) return undefined;
  return {
    setting: asked.setting,
    text: {
      en: "the duration is not used: no call of this plan takes one",
      ja: "期間の指定は使われません。この計画には期間を取る呼び出しがありません",
    },
  };
}

function nothingThere(input: PlanInput, source: SourceStep): Reason | undefined {
  if (source.kind === "environment" && environmentKeys(input) === undefined) {
    return {
      ...source.reason,
      text: {
        en: `credential_source is Environment, and ${missingKey(input)} is not set`,
        ja: `credential_source は Environment ですが、${missingKey(input)} が設定されていません`,
      },
    };
  }
  if (source.kind === "container" && containerVariable(input) === undefined) {
    return {
      ...source.reason,
      text: {
        en: "credential_source is EcsContainer, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
        ja: "credential_source は EcsContainer ですが、AWS_CONTAINER_CREDENTIALS_RELATIVE_URI も AWS_CONTAINER_CREDENTIALS_FULL_URI も設定されていません",
      },
    };
  }
  return undefined;
}

function missingKey(input: PlanInput): string {
  return variableOf(input, "AWS_ACCESS_KEY_ID") ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID";
}
