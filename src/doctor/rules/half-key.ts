/** One half of a key without the other. */
import type { Facts } from "../facts.ts";
import type { Evidence } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { tokenVariables } from "./lines.ts";
import {
  isClientFailure,
  profileOption,
  same,
  settingEvidence,
  symptomEvidence,
  unsetLines,
} from "./words.ts";

/** AWS's clients stop at the first place that has a half; nothing behind it is looked at. */
export const halfKey: Rule = {
  code: "half-a-key",
  page: "unable-to-locate-credentials",
  judge(facts) {
    const { symptom, environment, profile, shell } = facts;
    if (!isClientFailure(facts, "PartialCredentials")) return undefined;
    const missing = symptom?.named?.settings?.join(", ") ?? "a setting";
    const isInEnvironment = /found in env\b/.test(symptom?.sentence ?? "");
    const there = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", ...tokenVariables].filter(
      (name) => environment.variables[name] !== undefined,
    );
    // Of a role it is the source's: nothing of the role's own profile is looked at for a key.
    const holder = (profile.roleArn && profile.sourceProfile?.value) ?? profile.name;
    const where = isInEnvironment
      ? { en: "the environment", ja: "環境変数" }
      : { en: `profile "${holder}"`, ja: `プロファイル「${holder}」` };
    return {
      certainty: "certain",
      what: {
        en: `${where.en} has half a key: ${missing} is missing, and clients look no further`,
        ja: `${where.ja}のキーが半分しかありません。${missing} がなく、クライアントはその先を探しません`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(isInEnvironment ? there.map((name): Evidence => ({ text: same(name), setting: name })) : []),
        ...(isInEnvironment
          ? environment.exportedAt.map(
              ({ variable, file, line }): Evidence => ({
                text: {
                  en: `${variable} is exported by a start-up file`,
                  ja: `${variable} は起動ファイルで設定されています`,
                },
                place: { file, line },
              }),
            )
          : []),
        ...(isInEnvironment ? [] : holderEvidence(facts, holder)),
      ],
      remedies: [
        isInEnvironment && there.length > 0
          ? {
              by: "you",
              text: {
                en: "take the half away; profiles are used then",
                ja: "半分だけのキーを外します。以後はプロファイルが使われます",
              },
              commands: unsetLines(shell, there),
            }
          : {
              by: "you-in-person",
              text: { en: "enter both halves", ja: "両方を入力します" },
              commands: [`aws configure ${profileOption(shell, holder)}`],
            },
      ],
    };
  },
};

function holderEvidence({ profile }: Facts, holder: string): readonly Evidence[] {
  if (holder !== profile.name) return settingEvidence("source_profile", profile.sourceProfile);
  return profile.place === undefined ? [] : [{ text: same(`[${profile.name}]`), place: profile.place }];
}
