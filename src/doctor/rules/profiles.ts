/** Profiles that the clients cannot use as they are written. */
import type { Shell } from "../../vault/deliver/index.ts";
import { startsProgram } from "../command.ts";
import type { Facts, Named } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { hidden } from "../redact.ts";
import { durationBeyondLimit } from "./durations.ts";
import { editLine, isThroughVault, runsCompose, throughVault } from "./lines.ts";
import {
  isClientFailure,
  profileOption,
  same,
  settingEvidence,
  symptomEvidence,
  unsetLines,
  word,
} from "./words.ts";

/** What the plan itself refuses: loops, contradictions, syntax; each with its line. */
export const profileContradicts: Rule = {
  code: "profile-cannot-be-used",
  page: "profile-cannot-be-used",
  judge(facts) {
    const { planProblem, profile, shell } = facts;
    if (planProblem === undefined || hasOwnRule(facts)) return undefined;
    const place = planProblem.place ?? profile.place;
    const { hint } = planProblem;
    const isCommand = hint !== undefined && /^(?:tegata|aws) [^#]*$/.test(hint);
    // What stands behind a # is said, and what is no command is how the line looks.
    // What a service answered to was signed with something: this client reads the line otherwise, or had other credentials.
    const isContradicted = facts.symptom?.by === "service";
    const form = isCommand ? undefined : hint?.split("#").at(-1)?.trim();
    return {
      certainty: isContradicted ? "possible" : "certain",
      what: {
        en: `the profile cannot be used as it is written: ${planProblem.message}`,
        ja: `プロファイルは今の内容では使えません: ${planProblem.message}`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(planProblem.place === undefined
          ? []
          : [{ text: { en: "the line", ja: "該当の行" }, place: planProblem.place }]),
      ],
      remedies: [
        lookAtFile(facts) ?? {
          by: "you-in-person",
          text: {
            en: form === undefined ? "mend the line" : `mend the line: ${form}`,
            ja: form === undefined ? "該当の行を直します" : `該当の行を直します: ${form}`,
          },
          commands: isCommand ? [hint] : place === undefined ? [] : [editLine(shell, place)],
        },
      ],
    };
  },
};

/** A shared file that nobody here can read: what stands in it is not known, so nothing is missing in it for certain. */
export function hasUnreadFile({ planProblem }: Facts): boolean {
  return planProblem?.code === "FileUnreadable" || planProblem?.code === "FileTooLarge";
}

/** The hint is a command that shows it. */
function lookAtFile(facts: Facts): Remedy | undefined {
  const hint = facts.planProblem?.hint;
  if (hint === undefined || !hasUnreadFile(facts)) return undefined;
  return {
    by: "you-in-person",
    text: {
      en: "see what it is and whose, and make it a file of yours that you can read",
      ja: "何であるか、だれのものかを確認し、自分が読めるファイルにします",
    },
    commands: [hint],
  };
}

/** Problems that a rule of their own tells of, with more to do. */
function hasOwnRule(facts: Facts): boolean {
  switch (facts.planProblem?.code) {
    case "ProfileNotFound":
    case "SourceProfileNotFound":
    case "NoCredentials":
      return true;
    // The AWS CLI signs in with these by itself; what the vault says of it stands in its own error.
    case "LoginSession":
      return !isThroughVault(facts) && !/\baws login\b/.test(facts.symptom?.sentence ?? "");
    case "DurationImpossible":
      return durationBeyondLimit.judge(facts) !== undefined;
    case "SourceMissing":
      return isClientFailure(facts, "PartialRoleProfile");
    default:
      return facts.planProblem?.code.startsWith("Partial") ?? false;
  }
}

/** AWS: SDKs and tools reference, "Process credential provider": the program's answer is JSON on standard output. */
export const processFailed: Rule = {
  code: "credential-process-failed",
  page: "unable-to-locate-credentials",
  judge(facts) {
    const { profile, shell, symptom } = facts;
    const line = profile.credentialProcess;
    if (line === undefined || symptom?.by !== "client") return undefined;
    const isNamed = symptom.code === "ProcessFailed";
    const isItsProgram =
      symptom.code === "NoSuchFile" && startsProgram(line.value, symptom.named?.file ?? line.value);
    const isItsAnswer = symptom.code === "NotJson";
    if (!isNamed && !isItsProgram && !isItsAnswer) return undefined;
    const whose = line.profile ?? profile.name;
    const byHand: readonly Remedy[] = [
      {
        by: "you-in-person",
        text: { en: "mend the program or the line", ja: "プログラムか該当の行を直します" },
        commands: line.place === undefined ? [] : [editLine(shell, line.place)],
      },
      ...(line.value.includes(hidden) ? [] : [runByHand(shell, line.value)]),
    ];
    return {
      certainty: isItsAnswer ? "likely" : "certain",
      what: {
        en: `the credential_process of profile "${whose}" ${isItsAnswer ? "prints no JSON" : isItsProgram ? "is no program that can be run" : "fails"}`,
        ja: `プロファイル「${whose}」の credential_process が${isItsAnswer ? " JSON を出力していません" : isItsProgram ? "実行できるプログラムではありません" : "失敗しています"}`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("credential_process", line)],
      remedies: isNestedRefused(facts)
        ? leaveExec(facts, line, whose)
        : profile.hasStoredKey === true && whose === profile.name
          ? [
              {
                by: "you",
                text: {
                  en: "let the vault answer, which has this profile's key",
                  ja: "このプロファイルのキーを持つ vault に応答させます",
                },
                commands: [vaultAsProcess(facts, profile.name)],
              },
              ...byHand,
            ]
          : byHand,
    };
  },
};

/** `tegata export` gives nothing inside of `tegata exec`, unless it is told to. */
function isNestedRefused({ symptom, environment }: Facts): boolean {
  return (
    environment.variables.AWS_VAULT !== undefined &&
    /already inside of exec for profile/.test(symptom?.sentence ?? "")
  );
}

/** AWS_VAULT without credentials is left over; within `exec` the line has to say that it is meant, or another is started. */
function leaveExec(facts: Facts, line: Named, whose: string): readonly Remedy[] {
  const { shell, environment } = facts;
  if (!environment.hasSecret && environment.vaultProfile === undefined)
    return [
      {
        by: "you",
        text: {
          en: "AWS_VAULT is left over from an exec that is gone: take it away",
          ja: "AWS_VAULT は終了した exec の残りです。外します",
        },
        commands: unsetLines(shell, ["AWS_VAULT"]),
      },
    ];
  const nested = line.value.replace(/\btegata export\b(?! --nested)/, "$& --nested");
  const set: Remedy = {
    by: "you",
    text: {
      en: "let the line say that it is meant inside of exec, too",
      ja: "exec の中でも使うことを、行に書きます",
    },
    commands: [`aws configure set credential_process ${word(shell, nested)} ${profileOption(shell, whose)}`],
  };
  const through: Remedy = {
    by: "you",
    text: { en: "run it through the vault itself", ja: "vault を通して実行します" },
    commands: [throughVault(facts, whose)],
  };
  return nested === line.value || nested.includes(hidden) ? [through] : [set, through];
}

function runByHand(shell: Shell, line: string): Remedy {
  return {
    by: "you",
    text: {
      en: "run by hand, the program says what it lacks",
      ja: "直接実行すると、何が足りないか分かります",
    },
    commands: [shell === "sh" || shell === "fish" ? `${line} > /dev/null` : line],
  };
}

/** AWS's clients ask the vault by themselves then, and again when the session ends. */
export function vaultAsProcess(facts: Facts, profile: string, ...flags: readonly string[]): string {
  return processLine(facts, profile, profile, ...flags);
}

/** @param asker the profile that gets the line, with the credentials of `profile`. */
export function processLine(
  { shell, environment }: Facts,
  asker: string,
  profile: string,
  ...flags: readonly string[]
): string {
  // Where AWS_VAULT is set, it answers nobody who does not say that it is meant.
  const nested = environment.variables.AWS_VAULT === undefined ? [] : ["--nested"];
  // AWS: the line is taken apart as a POSIX shell takes it.
  const line = ["tegata export --format json", ...nested, ...flags, word("sh", profile)].join(" ");
  return `aws configure set credential_process ${word(shell, line)} ${profileOption(shell, asker)}`;
}

/** Clients that look for a region elsewhere. AWS: SDKs and tools reference, "AWS Region". */
export const noRegion: Rule = {
  code: "no-region",
  page: "you-must-specify-a-region",
  judge(facts) {
    if (!isClientFailure(facts, "NoRegion") || runsCompose(facts)) return undefined;
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
      evidence: [
        ...symptomEvidence(facts),
        ...(AWS_REGION === undefined
          ? []
          : [{ text: same(`AWS_REGION = ${AWS_REGION}`), setting: "AWS_REGION" }]),
      ],
      remedies: [
        {
          by: AWS_REGION === undefined ? "you-in-person" : "you",
          text:
            AWS_REGION === undefined
              ? {
                  en: "name one in the profile; us-east-1 is an example: take the Region that you use",
                  ja: "プロファイルに指定します。us-east-1 は例です。使っているリージョンにします",
                }
              : { en: "name it in the profile", ja: "プロファイルに指定します" },
          commands: [
            `aws configure set region ${word(facts.shell, AWS_REGION ?? "us-east-1")} ${profileOption(facts.shell, facts.profile.name)}`,
          ],
        },
      ],
    };
  },
};
