/** Refusals of AssumeRole. AWS: IAM user guide, "Troubleshoot IAM roles"; what the role's trust policy wants, where it may be read. */
import type { Facts } from "../facts.ts";
import type { Certainty, Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { type Denial, roleOfSession } from "../symptom/index.ts";
import { whatCallerLacks } from "./caller.ts";
import { findOut } from "./denied.ts";
import { withStatements } from "./lines.ts";
import { sentCall, withMoreOptions } from "./sent-call.ts";
import { statementsOf } from "./statements.ts";
import { assumeRoleDenial, type TrustLack, whatTrustLacks } from "./trust.ts";
import { useDevice } from "./use-device.ts";
import { profileOption, settingEvidence, symptomEvidence, word } from "./words.ts";

/** AssumeRole: one sentence for an unknown role, a trust policy that refuses, and a caller that may not. */
export const roleNotTrusted: Rule = {
  code: "role-not-assumable",
  page: "not-authorized-to-perform-sts-assumerole",
  judge(facts) {
    const denial = assumeRoleDenial(facts);
    if (denial === undefined || denial.isExplicit) return undefined;
    if (denial.policyType !== undefined && denial.policyType !== "trust") return undefined;
    const lack = whatTrustLacks(facts);
    if (lack?.kind === "nothing" || lack?.kind === "external-id" || lack?.kind === "mfa") return undefined;
    const caller = lack === undefined && denial.policyType === undefined ? whatCallerLacks(facts) : undefined;
    // What is seen to deny is told by itself.
    if (caller?.kind === "deny") return undefined;
    const roleName = denial.resource?.split("/").at(-1) ?? "ROLE";
    const isTrust = denial.policyType === "trust" || lack?.kind === "caller";
    const condition = lack?.kind === "other" ? lack.key : undefined;
    return {
      certainty: isTrust ? "certain" : "likely",
      what: isTrust ? notLetIn(denial) : lack === undefined ? notAssumable(denial) : letInOtherwise(denial),
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence("role_arn", facts.profile.roleArn),
        ...(condition === undefined
          ? []
          : [
              {
                text: {
                  en: `the trust policy has a condition on ${condition}, which is not known here`,
                  ja: `信頼ポリシーに ${condition} の条件がありますが、その値はここからは分かりません`,
                },
              },
            ]),
        ...(caller?.kind === "nothing"
          ? [
              {
                text: {
                  en: "the caller's own policies allow it",
                  ja: "呼び出し元自身のポリシーは許可しています",
                },
              },
            ]
          : []),
      ],
      remedies: [
        trustCaller(facts, denial, roleName, lack),
        ...(isTrust || lack !== undefined || caller !== undefined ? [] : findOut(facts, denial)),
      ],
    };
  },
};

function notLetIn({ user, action, resource }: Denial): Text {
  if (action === "sts:AssumeRole")
    return {
      en: `the trust policy of ${resource ?? "the role"} does not let ${user} in`,
      ja: `${resource ?? "ロール"} の信頼ポリシーは ${user} を許可していません`,
    };
  return {
    en: `the trust policy of ${resource} does not allow ${action} to ${user}, which a call with ${passedWith(action).en} needs beside sts:AssumeRole`,
    ja: `${resource} の信頼ポリシーは ${user} に ${action} を許可していません。${passedWith(action).ja}を渡す呼び出しには、sts:AssumeRole のほかにこれも必要です`,
  };
}

/** The trust policy was read, so that there is the role. */
function letInOtherwise({ user, resource }: Denial): Text {
  return {
    en: `the trust policy of ${resource ?? "the role"} lets ${user} in under a condition that this call does not meet, or denies it`,
    ja: `${resource ?? "ロール"} の信頼ポリシーが ${user} を許可するのは、この呼び出しが満たしていない条件の下だけか、または明示的に拒否しています`,
  };
}

function notAssumable({ user, action, resource }: Denial): Text {
  if (action === "sts:AssumeRole")
    return {
      en: `${user} may not assume ${resource ?? "the role"}: there is no such role, its trust policy does not let the caller in, or the caller has no permission or is denied it; AWS does not say which`,
      ja: `${user} は ${resource ?? "ロール"} を引き受けられません。ロールがないか、信頼ポリシーで許可されていないか、呼び出し元に権限がないか、明示的に拒否されています。AWS はどれであるかを示しません`,
    };
  return {
    en: `${user} may not assume ${resource} with ${passedWith(action).en}: its trust policy does not allow ${action}, or the caller has no permission for it or is denied it; AWS does not say which`,
    ja: `${user} は ${passedWith(action).ja}を渡して ${resource} を引き受けられません。信頼ポリシーで ${action} が許可されていないか、呼び出し元に権限がないか、明示的に拒否されています。AWS はどれであるかを示しません`,
  };
}

/** AWS: IAM user guide, "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles". */
function passedWith(action: string): Text {
  return action === "sts:TagSession"
    ? { en: "session tags", ja: "セッションタグ" }
    : { en: "a source identity", ja: "ソースアイデンティティ" };
}

/** What keeps the caller out on purpose is shown, and not gone round; a policy that nobody has read is not replaced. */
function trustCaller(
  facts: Facts,
  { user, action }: Denial,
  roleName: string,
  lack: TrustLack | undefined,
): Remedy {
  const name = word(facts.shell, roleName);
  const trustPolicy = facts.endpoint?.role?.trustPolicy;
  if (lack?.kind !== "caller" || trustPolicy === undefined)
    return {
      by: "administrator",
      text:
        lack === undefined
          ? {
              en: "see whether the role exists and whom its trust policy lets in; whoever adds the caller keeps what is there",
              ja: "ロールがあるか、信頼ポリシーで誰が許可されているかを確認します。呼び出し元を加えるときは、既存の内容を残します",
            }
          : {
              en: "see what the trust policy asks for, and meet it",
              ja: "信頼ポリシーの条件を確認し、それを満たします",
            },
      commands: [`aws iam get-role --role-name ${name} --query Role.AssumeRolePolicyDocument`],
    };
  const AWS = facts.endpoint?.caller?.arnWithPath ?? roleOfSession(user);
  const added = { Effect: "Allow", Principal: { AWS }, Action: action };
  const document = withStatements(trustPolicy, [...statementsOf(trustPolicy), added]);
  return {
    by: "administrator",
    text: {
      en: "let the role trust the caller too; the statements that it has are kept",
      ja: "ロールの信頼ポリシーに呼び出し元を加えます。既存のステートメントはそのままです",
    },
    commands: [
      `aws iam update-assume-role-policy --role-name ${name} --policy-document ${word(facts.shell, document)}`,
    ],
  };
}

export const mfaRequired: Rule = {
  code: "mfa-required",
  page: "mfa-required-by-condition",
  judge(facts) {
    if (whatTrustLacks(facts)?.kind !== "mfa") return undefined;
    return {
      certainty: certaintyOf(facts),
      what:
        sentCall(facts)?.by === "profile"
          ? {
              en: "the role's trust policy asks for MFA, and the profile names no device",
              ja: "ロールの信頼ポリシーは MFA を要求していますが、プロファイルにデバイスの指定がありません",
            }
          : {
              en: "the role's trust policy asks for MFA, and the call brings no code",
              ja: "ロールの信頼ポリシーは MFA を要求していますが、呼び出しにコードがありません",
            },
      evidence: [
        ...symptomEvidence(facts),
        {
          text: {
            en: "the trust policy has a condition on aws:MultiFactorAuthPresent",
            ja: "信頼ポリシーに aws:MultiFactorAuthPresent の条件があります",
          },
        },
      ],
      remedies: [useDevice(facts)],
    };
  },
};

export const externalIdMissing: Rule = {
  code: "external-id-missing",
  page: "external-id",
  judge(facts) {
    const lack = whatTrustLacks(facts);
    if (lack?.kind !== "external-id") return undefined;
    return {
      certainty: certaintyOf(facts),
      what: whatIdLacks(facts),
      evidence: [...symptomEvidence(facts), ...settingEvidence("role_arn", facts.profile.roleArn)],
      remedies: [giveExternalId(facts, lack.wanted)],
    };
  },
};

/** What the call was sent with is known of a profile's, and of a command that was seen. */
function certaintyOf(facts: Facts): Certainty {
  return sentCall(facts) === undefined ? "likely" : "certain";
}

function whatIdLacks(facts: Facts): Text {
  const call = sentCall(facts);
  if (call === undefined)
    return {
      en: "the role's trust policy asks for an external id, and the call gives none, or another",
      ja: "ロールの信頼ポリシーは外部 ID を要求していますが、呼び出しに指定がないか、異なります",
    };
  const [en, ja] = call.by === "profile" ? ["the profile", "プロファイル"] : ["the call", "呼び出し"];
  return call.externalId === undefined
    ? {
        en: `the role's trust policy asks for an external id, and ${en} gives none`,
        ja: `ロールの信頼ポリシーは外部 ID を要求していますが、${ja}に指定がありません`,
      }
    : {
        en: `the role's trust policy asks for another external id than ${en} gives`,
        ja: `${ja}の外部 ID が、ロールの信頼ポリシーの要求と異なります`,
      };
}

function giveExternalId(facts: Facts, wanted: string | undefined): Remedy {
  const commands = externalIdLines(facts, wanted ?? "ID");
  if (wanted === undefined)
    return {
      by: "administrator",
      text: {
        en: "ask whoever owns the role for the external id",
        ja: "外部 ID はロールの所有者に確認します",
      },
      commands,
    };
  return {
    by: "you",
    text:
      commands.length > 0
        ? { en: "give the one that the trust policy names", ja: "信頼ポリシーにある外部 ID を指定します" }
        : {
            en: `give the one that the trust policy names where the call is made: ExternalId ${wanted}`,
            ja: `信頼ポリシーにある外部 ID を呼び出しに付けます（ExternalId は ${wanted}）`,
          },
    commands,
  };
}

function externalIdLines(facts: Facts, id: string): readonly string[] {
  const { shell, profile } = facts;
  switch (sentCall(facts)?.by) {
    case "profile":
      return [`aws configure set external_id ${word(shell, id)} ${profileOption(shell, profile.name)}`];
    case "command":
      return [withMoreOptions(facts, new Map([["--external-id", id]]))];
    default:
      return [];
  }
}
