/** Refusals of AssumeRole. AWS: IAM user guide, "Troubleshoot IAM roles"; what the role's trust policy wants, where it may be read. */
import type { Facts } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { type Denial, roleOfSession } from "../symptom/index.ts";
import { statementsOf, whatCallerLacks } from "./caller.ts";
import { findOut } from "./denied.ts";
import { addDevice, withStatements } from "./lines.ts";
import { assumeRoleDenial, type TrustLack, whatTrustLacks } from "./trust.ts";
import { settingEvidence, symptomEvidence, word } from "./words.ts";

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
      what: {
        en: isTrust
          ? `the trust policy of ${denial.resource ?? "the role"} does not let ${denial.user} in`
          : `${denial.user} may not assume ${denial.resource ?? "the role"}: there is no such role, its trust policy does not let the caller in, or the caller has no permission or is denied it; AWS does not say which`,
        ja: isTrust
          ? `${denial.resource ?? "ロール"} の信頼ポリシーは ${denial.user} を許可していません`
          : `${denial.user} は ${denial.resource ?? "ロール"} を引き受けられません。ロールがないか、信頼ポリシーで許可されていないか、呼び出し元に権限がないか、明示的に拒否されています。AWS はどれであるかを示しません`,
      },
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
        ...(isTrust || lack !== undefined || caller !== undefined ? [] : [findOut(facts, denial)]),
      ],
    };
  },
};

/** What keeps the caller out on purpose is shown, and not gone round; a policy that nobody has read is not replaced. */
function trustCaller(facts: Facts, { user }: Denial, roleName: string, lack: TrustLack | undefined): Remedy {
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
  const added = { Effect: "Allow", Principal: { AWS: roleOfSession(user) }, Action: "sts:AssumeRole" };
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
      certainty: "certain",
      what: {
        en: "the role's trust policy asks for MFA, and the profile names no device",
        ja: "ロールの信頼ポリシーは MFA を要求していますが、プロファイルにデバイスの指定がありません",
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

/** A code is asked for then, whenever the role is assumed. */
export function useDevice(facts: Facts): Remedy {
  const { shell, profile, endpoint } = facts;
  const name = word(shell, profile.name);
  const serial = endpoint?.mfaSerials?.[0];
  return serial === undefined
    ? {
        by: "you-in-person",
        text: {
          en: "register a device and let the profile use it",
          ja: "デバイスを登録し、プロファイルで使います",
        },
        commands: addDevice(facts),
      }
    : {
        by: "you-in-person",
        text: {
          en: "let the profile use the user's device; a code is asked for",
          ja: "ユーザーのデバイスをプロファイルで使います。コードを尋ねられます",
        },
        commands: [`aws configure set mfa_serial ${word(shell, serial)} --profile ${name}`],
      };
}

export const externalIdMissing: Rule = {
  code: "external-id-missing",
  page: "external-id",
  judge(facts) {
    const lack = whatTrustLacks(facts);
    if (lack?.kind !== "external-id") return undefined;
    const given = facts.plan?.steps.find((step) => step.kind === "assume-role")?.externalId;
    const name = word(facts.shell, facts.profile.name);
    return {
      certainty: "certain",
      what: {
        en:
          given === undefined
            ? "the role's trust policy asks for an external id, and the profile gives none"
            : "the role's trust policy asks for another external id than the profile gives",
        ja:
          given === undefined
            ? "ロールの信頼ポリシーは外部 ID を要求していますが、プロファイルに指定がありません"
            : "プロファイルの外部 ID が、ロールの信頼ポリシーの要求と異なります",
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("role_arn", facts.profile.roleArn)],
      remedies: [
        lack.wanted === undefined
          ? {
              by: "administrator",
              text: {
                en: "ask whoever owns the role for the external id",
                ja: "外部 ID はロールの所有者に確認します",
              },
              commands: [`aws configure set external_id ID --profile ${name}`],
            }
          : {
              by: "you",
              text: {
                en: "give the one that the trust policy names",
                ja: "信頼ポリシーにある外部 ID を指定します",
              },
              commands: [`aws configure set external_id ${word(facts.shell, lack.wanted)} --profile ${name}`],
            },
      ],
    };
  },
};
