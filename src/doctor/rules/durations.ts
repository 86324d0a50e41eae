/** Durations that no call can have. AWS: STS API reference, DurationSeconds; IAM user guide, "Role chaining". */
import type { Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { settingEvidence, symptomEvidence, word } from "./words.ts";

interface Limit {
  readonly pattern: RegExp;
  readonly what: Text;
  readonly seconds: number;
}

const limits: readonly Limit[] = [
  {
    pattern: /exceeds the 1 hour session limit for roles assumed by role chaining/,
    what: {
      en: "a role assumed with another session (role chaining, which a GetSessionToken session makes too) lives 1 h at most",
      ja: "別のセッションで引き受けたロール（ロールチェイニング。GetSessionToken のセッションからも含む）は最長1時間です",
    },
    seconds: 3_600,
  },
  {
    pattern: /exceeds the MaxSessionDuration set for this role/,
    what: {
      en: "the role's MaxSessionDuration is shorter than what was asked for; it is 1 h unless somebody raised it",
      ja: "要求された時間がロールの MaxSessionDuration を超えています。変更していなければ1時間です",
    },
    seconds: 3_600,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200/,
    what: { en: "a role session lives 12 h at most", ja: "ロールのセッションは最長12時間です" },
    seconds: 43_200,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600/,
    what: { en: "a user's session lives 36 h at most", ja: "ユーザーのセッションは最長36時間です" },
    seconds: 129_600,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900/,
    what: { en: "a session lives 15 min at least", ja: "セッションは最短15分です" },
    seconds: 900,
  },
];

export const durationBeyondLimit: Rule = {
  code: "duration-beyond-limit",
  page: "duration-seconds-exceeds",
  judge(facts) {
    const sentence = facts.symptom?.sentence ?? "";
    const limit = limits.find(({ pattern }) => pattern.test(sentence));
    if (limit === undefined) return undefined;
    const asked = facts.plan?.steps.find((step) => "durationSeconds" in step && step.kind === "assume-role");
    const name = word(facts.shell, facts.profile.name);
    return {
      certainty: "certain",
      what: limit.what,
      evidence: [
        ...symptomEvidence(facts),
        ...(asked !== undefined && "durationSeconds" in asked
          ? settingEvidence("duration_seconds", {
              value: String(asked.durationSeconds),
              place: asked.reason.place,
            })
          : []),
      ],
      remedies: [
        {
          by: "you",
          text: { en: "ask for what is possible", ja: "可能な長さを指定します" },
          commands: [`aws configure set duration_seconds ${limit.seconds} --profile ${name}`],
        },
      ],
    };
  },
};
