/** Refusals by policy. AWS: IAM user guide, "Troubleshoot access denied error messages". */
import type { Facts } from "../facts.ts";
import type { Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import type { Denial, PolicyType } from "../symptom/index.ts";
import { isRefusedWith, settingEvidence, symptomEvidence, word } from "./words.ts";

const policyNames: Readonly<Record<PolicyType, Text>> = {
  identity: { en: "an identity-based policy", ja: "アイデンティティベースのポリシー" },
  resource: { en: "a resource-based policy", ja: "リソースベースのポリシー" },
  boundary: { en: "a permissions boundary", ja: "アクセス許可の境界" },
  session: { en: "a session policy", ja: "セッションポリシー" },
  trust: { en: "the role's trust policy", ja: "ロールの信頼ポリシー" },
  scp: { en: "a service control policy", ja: "サービスコントロールポリシー" },
  rcp: { en: "a resource control policy", ja: "リソースコントロールポリシー" },
  "vpc-endpoint": { en: "a VPC endpoint policy", ja: "VPC エンドポイントポリシー" },
};

/** A session that a policy cuts off by its issue time looks like any explicit deny: told apart by who is refused. */
export const sessionRevoked: Rule = {
  code: "session-revoked",
  page: "session-revoked",
  judge(facts) {
    const denial = facts.symptom?.denial;
    const { signer } = facts;
    if (denial?.isExplicit !== true || denial.policyType !== "identity") return undefined;
    const isSession = signer?.kind === "user-session" || signer?.kind === "role-session";
    const isNamed = /AWSRevokeOlderSessions/.test(denial.policyArn ?? "");
    if (!isSession || (!isNamed && signer.from !== "vault" && signer.from !== "cli-cache")) return undefined;
    const name = word(facts.shell, facts.profile.name);
    return {
      certainty: isNamed ? "certain" : "possible",
      what: {
        en: "sessions issued before a certain time are revoked (a policy denies by aws:TokenIssueTime), and this one is kept from before",
        ja: "ある時刻より前に発行されたセッションが取り消されています（aws:TokenIssueTime による拒否）。保持されているのはそれ以前のセッションです",
      },
      evidence: [...symptomEvidence(facts), ...policyEvidence(denial)],
      remedies: [
        {
          by: "you",
          text: {
            en: "forget the kept session; a new one is not revoked",
            ja: "保持されているセッションを破棄します。新しいものは対象外です",
          },
          commands: [
            signer.from === "cli-cache"
              ? `tegata cache clear --aws-cli --yes ${name}`
              : `tegata clear ${name}`,
          ],
        },
      ],
    };
  },
};

export const explicitDeny: Rule = {
  code: "explicit-deny",
  page: "explicit-deny",
  judge(facts) {
    const denial = facts.symptom?.denial;
    if (denial?.isExplicit !== true) return undefined;
    const by = denial.policyType && policyNames[denial.policyType];
    const named = denial.policyArn === undefined ? "" : ` (${denial.policyArn})`;
    return {
      certainty: "certain",
      what: {
        en: `${by?.en ?? "a policy"}${named} denies ${denial.action} explicitly; no other policy can allow it`,
        ja: `${by?.ja ?? "ポリシー"}${named}が ${denial.action} を明示的に拒否しています。ほかのポリシーでは許可できません`,
      },
      evidence: [...symptomEvidence(facts), ...policyEvidence(denial)],
      remedies: [
        {
          by: "administrator",
          text: {
            en: "find the statement and its condition; a deny without MFA is lifted by a session with a code",
            ja: "該当のステートメントと条件を確認します。MFA がないことによる拒否なら、コード付きのセッションで解消します",
          },
          commands: [simulate(denial)],
        },
      ],
    };
  },
};

export const rootAssumesNoRole: Rule = {
  code: "root-assumes-no-role",
  page: "root-user",
  judge(facts) {
    const isShown = /Roles may not be assumed by root accounts/.test(facts.symptom?.sentence ?? "");
    if (!isShown) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the key is the root user's, and the root user assumes no roles",
        ja: "このキーはルートユーザーのもので、ルートユーザーはロールを引き受けられません",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "administrator",
          text: {
            en: "use a user's key, and deactivate the root user's",
            ja: "IAM ユーザーのキーを使い、ルートユーザーのキーは無効にします",
          },
          commands: [
            `aws iam update-access-key --status Inactive --access-key-id ${facts.signer?.keyId ?? "KEY"}`,
          ],
        },
      ],
    };
  },
};

/** AssumeRole: one sentence for an unknown role, a trust policy that refuses, and a caller that may not. */
export const roleNotTrusted: Rule = {
  code: "role-not-assumable",
  page: "not-authorized-to-perform-sts-assumerole",
  judge(facts) {
    const denial = assumeRoleDenial(facts);
    if (denial === undefined || denial.isExplicit) return undefined;
    if (denial.policyType === "identity") return undefined;
    const roleName = denial.resource?.split("/").at(-1) ?? "ROLE";
    const isTrust = denial.policyType === "trust";
    return {
      certainty: isTrust ? "certain" : "likely",
      what: {
        en: isTrust
          ? `the trust policy of ${denial.resource ?? "the role"} does not let ${denial.user} in`
          : `${denial.user} may not assume ${denial.resource ?? "the role"}: there is no such role, its trust policy does not let the caller in, or the caller has no permission; AWS does not say which`,
        ja: isTrust
          ? `${denial.resource ?? "ロール"} の信頼ポリシーは ${denial.user} を許可していません`
          : `${denial.user} は ${denial.resource ?? "ロール"} を引き受けられません。ロールがないか、信頼ポリシーで許可されていないか、呼び出し側に権限がありません。AWS はどれであるかを示しません`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("role_arn", facts.profile.roleArn)],
      remedies: [
        {
          by: "administrator",
          text: {
            en: "let the role trust the caller (this replaces the trust policy: keep what it has)",
            ja: "ロールの信頼ポリシーで呼び出し側を許可します（信頼ポリシー全体が置き換わるので、既存の内容を残してください）",
          },
          commands: [
            `aws iam update-assume-role-policy --role-name ${word(facts.shell, roleName)} --policy-document ${word(facts.shell, trustOf(denial.user))}`,
          ],
        },
      ],
    };
  },
};

export const mfaRequired: Rule = {
  code: "mfa-required",
  page: "mfa-required-by-condition",
  judge(facts) {
    const trust = facts.endpoint?.role?.trustPolicy;
    const isAsked = trust !== undefined && /aws:MultiFactorAuth(?:Present|Age)/i.test(trust);
    const hasMfa = facts.plan?.steps.some((step) => "mfa" in step && step.mfa !== undefined) ?? false;
    if (assumeRoleDenial(facts) === undefined || !isAsked || hasMfa || facts.profile.mfaSerial)
      return undefined;
    const name = word(facts.shell, facts.profile.name);
    const serial = facts.endpoint?.mfaSerials?.[0];
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
      remedies: [
        serial === undefined
          ? {
              by: "you-in-person",
              text: {
                en: "register a device and let the profile use it",
                ja: "デバイスを登録し、プロファイルで使います",
              },
              commands: [`tegata mfa add ${name}`],
            }
          : {
              by: "you-in-person",
              text: {
                en: "let the profile use the user's device; a code is asked for",
                ja: "ユーザーのデバイスをプロファイルで使います。コードを尋ねられます",
              },
              commands: [`aws configure set mfa_serial ${serial} --profile ${name}`],
            },
      ],
    };
  },
};

export const externalIdMissing: Rule = {
  code: "external-id-missing",
  page: "external-id",
  judge(facts) {
    const trust = facts.endpoint?.role?.trustPolicy;
    if (assumeRoleDenial(facts) === undefined || trust === undefined || !/sts:ExternalId/i.test(trust))
      return undefined;
    const given = facts.plan?.steps.find((step) => step.kind === "assume-role")?.externalId;
    if (given !== undefined && trust.includes(`"${given}"`)) return undefined;
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
        {
          by: "administrator",
          text: {
            en: "whoever owns the role tells the external id",
            ja: "外部 ID はロールの所有者に確認します",
          },
          commands: [`aws configure set external_id ID --profile ${word(facts.shell, facts.profile.name)}`],
        },
      ],
    };
  },
};

export const permissionMissing: Rule = {
  code: "permission-missing",
  page: "no-identity-based-policy-allows",
  judge(facts) {
    const denial = facts.symptom?.denial;
    if (denial === undefined || denial.isExplicit) return undefined;
    if (denial.action === "sts:AssumeRole" && denial.policyType !== "identity") return undefined;
    const by = policyNames[denial.policyType ?? "identity"];
    return {
      certainty: denial.policyType === undefined ? "likely" : "certain",
      what: {
        en: `${denial.user} has no permission: ${by.en} would have to allow ${denial.action}`,
        ja: `${denial.user} に権限がありません。${by.ja}で ${denial.action} を許可する必要があります`,
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "administrator",
          text: { en: "allow it", ja: "許可します" },
          commands: [grant(facts, denial)],
        },
      ],
    };
  },
};

function assumeRoleDenial(facts: Facts): Denial | undefined {
  const denial = facts.symptom?.denial;
  return isRefusedWith(facts, "AccessDenied") && denial?.action === "sts:AssumeRole" ? denial : undefined;
}

function policyEvidence({ policyArn, policyType }: Denial) {
  if (policyType === undefined) return [];
  const name = policyNames[policyType];
  return [
    {
      text: {
        en: `AWS names ${name.en}${policyArn === undefined ? "" : `: ${policyArn}`}`,
        ja: `AWS が示すのは${name.ja}${policyArn === undefined ? "" : `（${policyArn}）`}です`,
      },
    },
  ];
}

function simulate({ user, action, resource }: Denial): string {
  const on = resource === undefined ? "" : ` --resource-arns '${resource}'`;
  return `aws iam simulate-principal-policy --policy-source-arn '${roleOfSession(user)}' --action-names '${action}'${on}`;
}

function grant({ shell }: Facts, { user, action, resource }: Denial): string {
  const statement = { Effect: "Allow", Action: action, Resource: resource ?? "*" };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const name = word(shell, nameIn(user));
  const policy = `allow-${action.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
  return user.includes(":user/")
    ? `aws iam put-user-policy --user-name ${name} --policy-name ${policy} --policy-document ${word(shell, document)}`
    : `aws iam put-role-policy --role-name ${name} --policy-name ${policy} --policy-document ${word(shell, document)}`;
}

/** `arn:aws:sts::1:assumed-role/deploy/ann` → deploy; `arn:aws:iam::1:user/dev/ann` → ann. */
function nameIn(arn: string): string {
  const parts = arn.split(":").at(-1)?.split("/") ?? [];
  return (parts[0] === "assumed-role" ? parts[1] : parts.at(-1)) ?? "NAME";
}

function roleOfSession(arn: string): string {
  const match = /^(arn:[^:]+:)sts(::\d{12}:)assumed-role\/([^/]+)\//.exec(arn);
  return match === null ? arn : `${match[1]}iam${match[2]}role/${match[3]}`;
}

function trustOf(user: string): string {
  const statement = { Effect: "Allow", Principal: { AWS: roleOfSession(user) }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
