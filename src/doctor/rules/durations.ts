/** Durations that no call can have. AWS: STS API reference, DurationSeconds; IAM user guide, "Role chaining". */
import type { Facts } from "../facts.ts";
import type { Evidence, Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { optionOf, withOptions } from "./lines.ts";
import { profileOption, symptomEvidence, word } from "./words.ts";

interface Limit {
  readonly pattern: RegExp;
  readonly what: Text;
  readonly seconds: number;
  /** Whether the role may set less. */
  readonly isOfRole?: boolean;
}

const durationOption = "--duration-seconds";

/** What every role grants, and no chained one more. */
const shortestRoleSeconds = 3_600;

const limits: readonly Limit[] = [
  {
    pattern: /exceeds the 1 hour session limit for roles assumed by role chaining/,
    what: {
      en: "a role assumed with another session (role chaining, which a GetSessionToken session makes too) lives 1 h at most",
      ja: "別のセッションで引き受けたロール（ロールチェイニング。GetSessionToken のセッションからも含む）は最長 1 時間です",
    },
    seconds: 3_600,
  },
  {
    pattern: /exceeds the MaxSessionDuration set for this role/,
    what: {
      en: "the role's MaxSessionDuration is shorter than what was asked for; it is 1 h unless somebody raised it",
      ja: "要求された時間がロールの MaxSessionDuration を超えています。変更していなければ 1 時間です",
    },
    seconds: 43_200,
    isOfRole: true,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200/,
    what: {
      en: "a role session lives 12 h at most, and no longer than its role's MaxSessionDuration, which is 1 h unless somebody raised it",
      ja: "ロールのセッションは最長 12 時間で、ロールの MaxSessionDuration（変更していなければ 1 時間）も超えられません",
    },
    seconds: 43_200,
    isOfRole: true,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600/,
    what: { en: "a user's session lives 36 h at most", ja: "ユーザーのセッションは最長 36 時間です" },
    seconds: 129_600,
  },
  {
    pattern:
      /'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900|parameter DurationSeconds, value: -?\d+, valid (?:min value|range): 900|minimum field value of 900, \w+\.DurationSeconds/,
    what: { en: "a session lives 15 min at least", ja: "セッションは最短 15 分です" },
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
    return {
      certainty: "certain",
      what: limit.what,
      evidence: [
        ...symptomEvidence(facts),
        ...askedEvidence(facts),
        ...(facts.planProblem?.code === "DurationImpossible" && facts.planProblem.place !== undefined
          ? [{ text: { en: "the line", ja: "該当の行" }, place: facts.planProblem.place }]
          : []),
      ],
      remedies: [askForLess(facts, limit.isOfRole === true ? roleSeconds(facts) : limit.seconds)],
    };
  },
};

/** What the profile's AssumeRole asked for; of a call that was typed the command tells. */
function askedEvidence(facts: Facts): readonly Evidence[] {
  const step = facts.plan?.steps.findLast(({ kind }) => kind === "assume-role");
  const isAssumed = (facts.symptom?.operation ?? "AssumeRole") === "AssumeRole";
  if (step?.kind !== "assume-role" || !isAssumed || optionOf(facts, durationOption) !== undefined) return [];
  const { durationSeconds, roleArn } = step;
  return [
    {
      text: {
        en: `the profile asks for ${durationSeconds} s of ${roleArn}`,
        ja: `プロファイルは ${roleArn} に ${durationSeconds} 秒を要求しています`,
      },
    },
  ];
}

/** What the role is known to grant to this caller. */
function roleSeconds(facts: Facts): number {
  const { endpoint, plan, profile, signer } = facts;
  const typed = optionOf(facts, "--role-arn");
  const source = plan?.steps[0];
  const isKey = source?.kind === "stored-key" || (source?.kind === "static-key" && !source.temporary);
  const isChained =
    typed === undefined ? !isKey || (plan?.steps.length ?? 0) > 2 : signer?.kind !== "user-key";
  const isKnown = endpoint?.role?.arn === (typed ?? profile.roleArn?.value);
  return (isKnown && !isChained ? endpoint?.role?.maxSessionSeconds : undefined) ?? shortestRoleSeconds;
}

/** Where the length was asked for: in the command, in the profile, or in a call that only its caller knows. */
function askForLess(facts: Facts, seconds: number): Remedy {
  const { profile, symptom, shell } = facts;
  const text = { en: "ask for what is possible", ja: "可能な長さを指定します" };
  const inCommand = commandWith(facts, seconds);
  if (inCommand !== undefined) return { by: "you", text, commands: [inCommand] };
  const isAssumed = symptom?.operation === undefined || symptom.operation === "AssumeRole";
  if (profile.roleArn !== undefined && isAssumed)
    return {
      by: "you",
      text,
      commands: [`aws configure set duration_seconds ${seconds} ${profileOption(shell, profile.name)}`],
    };
  const call = `aws sts get-session-token --duration-seconds ${seconds}`;
  if (symptom?.operation === undefined || symptom.operation === "GetSessionToken")
    return { by: "you", text, commands: [withKey(facts, call)] };
  return {
    by: "you-in-person",
    text: {
      en: `ask for what is possible, where the call is made: --duration-seconds ${seconds}, or DurationSeconds`,
      ja: `呼び出しで可能な長さを指定します（--duration-seconds ${seconds}、または DurationSeconds）`,
    },
    commands: [],
  };
}

/** The failed command with another length; undefined where it names none. */
function commandWith(facts: Facts, seconds: number): string | undefined {
  if (optionOf(facts, durationOption) === undefined) return undefined;
  return withOptions(facts, new Map([[durationOption, String(seconds)]]));
}

/** STS takes a long-lived key for it. */
function withKey({ profile, signer, shell }: Facts, call: string): string {
  const name = word(shell, profile.name);
  if (signer?.from === "environment" || !profile.exists) return call;
  return signer?.from === "vault"
    ? `tegata exec --no-session ${name} -- ${call}`
    : `${call} ${profileOption(shell, profile.name)}`;
}
