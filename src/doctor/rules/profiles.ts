/** Profiles that the clients cannot use as they are written. */
import type { Facts } from "../facts.ts";
import type { Rule } from "../judge/rule.ts";
import { same, settingEvidence, symptomEvidence, word } from "./words.ts";

export const roleWithoutSource: Rule = {
  code: "role-without-source",
  page: "partial-credentials-found-in-assume-role",
  judge(facts) {
    const { profile, shell } = facts;
    if (!isClientFailure(facts, "PartialRoleProfile")) return undefined;
    const name = word(shell, profile.name);
    const isInVault = profile.hasStoredKey === true;
    return {
      certainty: "certain",
      what: {
        en: `profile "${profile.name}" has a role_arn and does not say whose key assumes it; the vault takes its own key, the plain AWS CLI has none`,
        ja: `プロファイル「${profile.name}」には role_arn がありますが、どのキーで引き受けるかの指定がありません。vault は自身のキーを使いますが、AWS CLI 単体では使えません`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("role_arn", profile.roleArn)],
      remedies: isInVault
        ? [
            {
              by: "you",
              text: {
                en: "run it through the vault, which has the key",
                ja: "キーを持っている vault を通して実行します",
              },
              commands: [`tegata exec ${name} -- ${commandOf(facts)}`],
            },
          ]
        : [
            {
              by: "you",
              text: { en: "name the profile that has the key", ja: "キーを持つプロファイルを指定します" },
              commands: [`aws configure set source_profile default --profile ${name}`],
            },
          ],
    };
  },
};

export const profileUnknown: Rule = {
  code: "profile-unknown",
  page: "config-profile-could-not-be-found",
  judge(facts) {
    const { profile, symptom } = facts;
    if (!isClientFailure(facts, "ProfileNotFound") && facts.planProblem?.code !== "ProfileNotFound")
      return undefined;
    const missing = symptom?.named?.profile ?? profile.name;
    const [nearest] = profile.similar;
    return {
      certainty: "certain",
      what: {
        en: `no file has a profile "${missing}"`,
        ja: `プロファイル「${missing}」はどのファイルにもありません`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(profile.setting === undefined
          ? []
          : [{ text: same(`${profile.setting}: ${profile.name}`), setting: profile.setting }]),
        ...(nearest === undefined
          ? []
          : [{ text: { en: `there is "${nearest}"`, ja: `「${nearest}」はあります` } }]),
      ],
      remedies: [
        nearest === undefined
          ? {
              by: "you-in-person",
              text: { en: "add it, with its key", ja: "キーとともに追加します" },
              commands: [`tegata add ${word(facts.shell, missing)}`],
            }
          : {
              by: "you",
              text: { en: "use the profile that is there", ja: "存在するプロファイルを使います" },
              commands: [`tegata exec ${word(facts.shell, nearest)} -- ${commandOf(facts)}`],
            },
      ],
    };
  },
};

/** What the plan itself refuses: loops, contradictions, missing sources, syntax; each with its line. */
export const profileContradicts: Rule = {
  code: "profile-cannot-be-used",
  page: "profile-cannot-be-used",
  judge(facts) {
    const { planProblem } = facts;
    if (planProblem === undefined || planProblem.code === "ProfileNotFound") return undefined;
    if (planProblem.code === "NoCredentials" || planProblem.code.startsWith("Partial")) return undefined;
    return {
      certainty: "certain",
      what: {
        en: `the profile cannot be used as it is written: ${planProblem.message}`,
        ja: `プロファイルは今の内容では使えません: ${planProblem.message}`,
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: { en: "mend the line", ja: "該当の行を直します" },
          commands: planProblem.hint === undefined ? [] : [planProblem.hint],
        },
      ],
    };
  },
};

export const noCredentials: Rule = {
  code: "no-credentials",
  page: "unable-to-locate-credentials",
  judge(facts) {
    const { profile, shell } = facts;
    if (!isClientFailure(facts, "NoCredentials") && !isClientFailure(facts, "PartialCredentials"))
      return undefined;
    const name = word(shell, profile.name);
    const isInVault = profile.hasStoredKey === true;
    return {
      certainty: "certain",
      what: {
        en: isInVault
          ? `the AWS CLI finds no credentials for "${profile.name}": its key is in the vault, and the command was not run through it`
          : `there are no credentials for "${profile.name}": no key in the environment, the files or the vault`,
        ja: isInVault
          ? `「${profile.name}」のキーは vault にありますが、コマンドが vault を通して実行されていません`
          : `「${profile.name}」の認証情報が、環境変数にもファイルにも vault にもありません`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(profile.place === undefined ? [] : [{ text: same(`[${profile.name}]`), place: profile.place }]),
      ],
      remedies: [
        isInVault
          ? {
              by: "you",
              text: { en: "run it through the vault", ja: "vault を通して実行します" },
              commands: [`tegata exec ${name} -- ${commandOf(facts)}`],
            }
          : {
              by: "you-in-person",
              text: { en: "store a key for it", ja: "キーを登録します" },
              commands: [`tegata add ${name}`],
            },
      ],
    };
  },
};

export const noRegion: Rule = {
  code: "no-region",
  page: "you-must-specify-a-region",
  judge(facts) {
    if (!isClientFailure(facts, "NoRegion")) return undefined;
    const { AWS_REGION } = facts.environment.variables;
    return {
      certainty: "certain",
      what: {
        en:
          AWS_REGION === undefined
            ? "no region is named"
            : "AWS_REGION is set, and the AWS CLI v1 and boto3 read AWS_DEFAULT_REGION only",
        ja:
          AWS_REGION === undefined
            ? "リージョンが指定されていません"
            : "AWS_REGION は設定されていますが、AWS CLI v1 と boto3 が読むのは AWS_DEFAULT_REGION だけです",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: { en: "name one in the profile", ja: "プロファイルに指定します" },
          commands: [
            `aws configure set region ${AWS_REGION ?? "us-east-1"} --profile ${word(facts.shell, facts.profile.name)}`,
          ],
        },
      ],
    };
  },
};

export function isClientFailure({ symptom }: Facts, code: string): boolean {
  return symptom?.by === "client" && symptom.code === code;
}

export function commandOf({ command, shell }: Facts): string {
  return command?.map((part) => word(shell, part)).join(" ") ?? "aws sts get-caller-identity";
}
