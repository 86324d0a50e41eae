/** Whose key assumes a role: source profiles, in the files and in the vault. */
import { innerCommand, isAwsCli } from "../command.ts";
import type { Facts } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import { throughVault } from "./lines.ts";
import { processLine, vaultAsProcess } from "./profiles.ts";
import { isClientFailure, profileOption, settingEvidence, symptomEvidence, word } from "./words.ts";

export const roleWithoutSource: Rule = {
  code: "role-without-source",
  page: "partial-credentials-found-in-assume-role",
  judge(facts) {
    const { profile } = facts;
    if (!isClientFailure(facts, "PartialRoleProfile")) return undefined;
    // Which profile it was is not said by the error, and the one that is looked at has no role_arn.
    if (profile.roleArn === undefined) return ofUnknownProfile(facts);
    const isInVault = profile.hasStoredKey === true;
    return {
      certainty: "certain",
      what: {
        en: `profile "${profile.name}" has a role_arn and does not say whose key assumes it; ${isInVault ? "the vault takes its own key, the plain AWS CLI has none" : "the AWS CLI needs source_profile or credential_source"}`,
        ja: `プロファイル「${profile.name}」には role_arn がありますが、どのキーで引き受けるかの指定がありません。${isInVault ? "vault は自身のキーを使いますが、AWS CLI 単体では使えません" : "AWS CLI には source_profile か credential_source が必要です"}`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("role_arn", profile.roleArn)],
      remedies: sourceRemedies(facts, isInVault),
    };
  },
};

function ofUnknownProfile(facts: Facts): Judgement {
  return {
    certainty: "certain",
    what: {
      en: "the profile that was used has a role_arn and does not say whose key assumes it: the AWS CLI needs source_profile or credential_source",
      ja: "使われたプロファイルには role_arn がありますが、どのキーで引き受けるかの指定がありません。AWS CLI には source_profile か credential_source が必要です",
    },
    evidence: symptomEvidence(facts),
    remedies: [
      {
        by: "you-in-person",
        text: {
          en: "give it the line source_profile = NAME, a profile that has a key, or run the command through the vault; this lists the profiles",
          ja: "source_profile = NAME の行（NAME はキーを持つプロファイル）を追加するか、vault を通して実行します。プロファイルの一覧です",
        },
        commands: ["tegata list"],
      },
    ],
  };
}

function sourceRemedies(facts: Facts, isInVault: boolean): readonly Remedy[] {
  const { profile, shell } = facts;
  const through: Remedy = {
    by: "you",
    text: {
      en: "run it through the vault, which has the key",
      ja: "キーを持っている vault を通して実行します",
    },
    commands: [throughVault(facts, profile.name)],
  };
  const source = sourceCandidate(facts);
  const line: Remedy | undefined = source === undefined ? undefined : sourceLine(facts, source);
  if (isInVault && namesProfileItself(facts)) return [line ?? otherProfile(facts), orThrough(facts)];
  if (isInVault) return line === undefined ? [through] : [through, line];
  if (line !== undefined) return [line];
  const stored = storedCandidate(facts);
  return [
    ...(stored === undefined ? [] : [storedSource(facts, stored)]),
    ...(profile.hasStoredKey === undefined ? [throughLocked(facts, profile.name)] : []),
    {
      by: "you-in-person",
      text: {
        en: "store the key that may assume it; the vault needs no source_profile then",
        ja: "引き受けに使うキーを登録します。vault なら source_profile は不要です",
      },
      commands: [`tegata add ${word(shell, profile.name)}`, throughVault(facts, profile.name)],
    },
  ];
}

/** Another program than the AWS CLI, whose profile no variable chooses: one that it names leaves the credentials of exec out. */
function namesProfileItself({ command, profile, environment }: Facts): boolean {
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = environment.variables;
  const isChosen = [AWS_PROFILE, AWS_DEFAULT_PROFILE].includes(profile.name);
  return (
    command !== undefined && !isAwsCli(innerCommand(command)) && profile.setting !== undefined && !isChosen
  );
}

/** AWS: where a profile has a role_arn, clients look for its source only, and run no credential_process of its own. */
function otherProfile(facts: Facts): Remedy {
  const { profile, shell } = facts;
  const asker = `${profile.name}-vault`;
  const kept = (["region", "endpoint_url"] as const).flatMap((key) => {
    const value = key === "region" ? profile.region : profile.endpointUrl;
    return value?.place === undefined
      ? []
      : [`aws configure set ${key} ${word(shell, value.value)} ${profileOption(shell, asker)}`];
  });
  return {
    by: "you-in-person",
    text: {
      en: `make a profile "${asker}" for which AWS's clients ask the vault, and write that name where the program names "${profile.name}"`,
      ja: `AWS のクライアントが vault に問い合わせるプロファイル「${asker}」を作り、プログラムが「${profile.name}」を指定している箇所をその名前にします`,
    },
    commands: [processLine(facts, asker, profile.name), ...kept],
  };
}

function orThrough(facts: Facts): Remedy {
  return {
    by: "you",
    text: {
      en: "or, where the program names no profile, run it through the vault",
      ja: "または、プログラムがプロファイルを指定していなければ、vault を通して実行します",
    },
    commands: [throughVault(facts, facts.profile.name)],
  };
}

/** A source that has no credentials for the AWS CLI: as it is after its key went into the vault. */
export const sourceWithoutCredentials: Rule = {
  code: "source-without-credentials",
  page: "partial-credentials-found-in-assume-role",
  judge(facts) {
    const { profile, symptom, shell } = facts;
    const source = symptom?.named?.profile;
    if (!isClientFailure(facts, "SourceWithoutCredentials") || source === undefined) return undefined;
    const isStored = profile.storedKeys?.includes(source) === true;
    // Of a chain, the failure names the last; whose role it was, the profile that is looked at says.
    const user = profile.roleArn === undefined ? undefined : profile.name;
    return {
      certainty: "certain",
      what: {
        en: `the source profile "${source}" has no credentials for the AWS CLI${isStored ? ": its key is in the vault, and the command was not run through it" : ""}`,
        ja: `source_profile の「${source}」には、AWS CLI から使える認証情報がありません${isStored ? "。キーは vault にありますが、コマンドが vault を通して実行されていません" : ""}`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("source_profile", profile.sourceProfile)],
      remedies: isStored
        ? storedRemedies(facts, source, user)
        : [
            ...(profile.hasStoredKey === undefined && user !== undefined ? [throughLocked(facts, user)] : []),
            {
              by: "you-in-person",
              text: { en: "store a key for it", ja: "キーを登録します" },
              commands: [
                `tegata add ${word(shell, source)}`,
                ...(user === undefined ? [] : [throughVault(facts, user)]),
              ],
            },
          ],
    };
  },
};

/** Whether the vault has the key nobody can see who does not open it. */
function throughLocked(facts: Facts, user: string): Remedy {
  return {
    by: "you-in-person",
    text: {
      en: "the vault is locked, and may have it: run it through the vault, which asks for its passphrase",
      ja: "vault はロックされていますが、キーがあるかもしれません。vault を通して実行します（パスフレーズを尋ねられます）",
    },
    commands: [throughVault(facts, user)],
  };
}

/** @param user the profile to use, where it is known; `stored` or one that has it for its source. */
export function storedRemedies(facts: Facts, stored: string, user: string | undefined): readonly Remedy[] {
  const line: Remedy = {
    by: "you",
    text: {
      en: `let AWS's clients ask the vault for "${stored}"`,
      ja: `AWS のクライアントが「${stored}」について vault に問い合わせるようにします`,
    },
    commands: [vaultAsProcess(facts, stored, ...(user === stored ? [] : ["--no-session"]))],
  };
  if (user === undefined) return [line];
  const through: Remedy = {
    by: "you",
    text: {
      en: "run it through the vault, which has the key",
      ja: "キーを持っている vault を通して実行します",
    },
    commands: [throughVault(facts, user)],
  };
  return [line, through];
}

function sourceLine({ profile, shell }: Facts, source: string): Remedy {
  return {
    by: "you",
    text: {
      en: `name the profile that has the key: the line source_profile = ${source}`,
      ja: `キーを持つプロファイルを指定します（source_profile = ${source} の行）`,
    },
    commands: [
      `aws configure set source_profile ${word(shell, source)} ${profileOption(shell, profile.name)}`,
    ],
  };
}

/** What the other roles of the files use; otherwise the only one whose key the vault has. */
function storedCandidate({ profile }: Facts): string | undefined {
  const stored = (profile.storedKeys ?? []).filter((name) => name !== profile.name);
  const used = stored.filter((name) => profile.otherSources?.includes(name));
  return used.length === 1 ? used[0] : stored.length === 1 ? stored[0] : undefined;
}

/** The plain AWS CLI has no key of that source: it asks the vault for it, or the command goes through the vault. */
function storedSource(facts: Facts, source: string): Remedy {
  const { commands } = sourceLine(facts, source);
  if (namesProfileItself(facts))
    return {
      by: "you",
      text: {
        en: `name the profile whose key the vault has, and let AWS's clients ask the vault for it: the line source_profile = ${source}`,
        ja: `vault にキーがあるプロファイルを指定し（source_profile = ${source} の行）、AWS のクライアントが vault に問い合わせるようにします`,
      },
      commands: [...commands, vaultAsProcess(facts, source, "--no-session")],
    };
  return {
    by: "you",
    text: {
      en: `name the profile whose key the vault has, and run it through the vault: the line source_profile = ${source}`,
      ja: `vault にキーがあるプロファイルを指定し、vault を通して実行します（source_profile = ${source} の行）`,
    },
    commands: [...commands, throughVault(facts, facts.profile.name)],
  };
}

/** The profile's own key, what the other roles use, `default`'s, or the first that a file has. AWS: a profile may be its own source. */
function sourceCandidate({ files, profile }: Facts): string | undefined {
  const names = files.keys.map((key) => key.profile);
  const used = profile.otherSources?.length === 1 ? profile.otherSources : [];
  return [profile.name, ...used, "default"].find((name) => names.includes(name)) ?? names[0];
}
