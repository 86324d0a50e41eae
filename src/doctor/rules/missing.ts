/** Profiles and credentials that are not there. */
import { innerCommand, isAwsCli, programOf } from "../command.ts";
import type { Facts } from "../facts.ts";
import type { Certainty, Evidence, Remedy } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { enterLine, runsCompose, setSetting, throughVault, withProfile } from "./lines.ts";
import { hasUnreadFile, vaultAsProcess } from "./profiles.ts";
import { storedRemedies } from "./sources.ts";
import { isClientFailure, same, setLines, settingEvidence, symptomEvidence, unsetLines } from "./words.ts";

const profileVariables = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] as const;

export const profileUnknown: Rule = {
  code: "profile-unknown",
  page: "config-profile-could-not-be-found",
  judge(facts) {
    const { profile, symptom } = facts;
    const problem = facts.planProblem?.code;
    const isSource = isSourceMissing(facts);
    if (!isClientFailure(facts, "ProfileNotFound") && problem !== "ProfileNotFound" && !isSource)
      return undefined;
    if (isReadByOthers(facts) || hasUnreadFile(facts)) return undefined;
    const missing =
      symptom?.named?.profile ?? (isSource ? profile.sourceProfile?.value : undefined) ?? profile.name;
    const variable = variableNaming(facts, missing);
    const [nearest] = profile.similar;
    return {
      certainty: certaintyThatItFailed(facts),
      what: {
        en: `no file has a profile "${missing}"${isSource ? `, which is the source_profile of "${profile.name}"` : ""}`,
        ja: `プロファイル「${missing}」はどのファイルにもありません${isSource ? `（「${profile.name}」の source_profile です）` : ""}`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(isSource ? settingEvidence("source_profile", profile.sourceProfile) : []),
        ...(variable === undefined ? [] : [{ text: same(`${variable} = ${missing}`), setting: variable }]),
        ...(nearest === undefined
          ? []
          : [{ text: { en: `there is "${nearest}"`, ja: `「${nearest}」はあります` } }]),
      ],
      remedies: nameRemedies(facts, missing, nearest, variable),
    };
  },
};

/** A service answers to nobody whose profile was not found; what other words mean is not known. */
function certaintyThatItFailed(facts: Facts): Certainty {
  if (facts.symptom?.by === "service") return "possible";
  return facts.hasError && facts.symptom === undefined ? "likely" : "certain";
}

/** AWS: the AWS CLI and boto3 take names in quotes and in any script; other clients leave such a section out, and so does the vault. */
function isReadByOthers({ symptom, files, profile, command }: Facts): boolean {
  if (symptom?.named?.profile !== undefined || programOf(command) === "tegata") return false;
  return files.warnings.some(
    ({ code, message }) =>
      code === "SectionIgnored" && /^\[(?:profile\s+)?["']?(.*?)["']?\]/.exec(message)?.[1] === profile.name,
  );
}

function isSourceMissing({ planProblem, profile, symptom }: Facts): boolean {
  if (profile.sourceProfile === undefined) return false;
  if (planProblem?.code === "SourceProfileNotFound") return true;
  return symptom?.code === "ProfileNotFound" && symptom.named?.profile === profile.sourceProfile.value;
}

/** The AWS CLI v1 looks at AWS_DEFAULT_PROFILE first, others at AWS_PROFILE: the one with that name was it. */
function variableNaming({ profile, environment }: Facts, missing: string): string | undefined {
  if (profile.name === missing && !isVariable(profile.setting)) return undefined;
  return profileVariables.find((name) => environment.variables[name] === missing);
}

function isVariable(setting: string | undefined): boolean {
  return profileVariables.some((name) => name === setting);
}

function nameRemedies(
  facts: Facts,
  missing: string,
  nearest: string | undefined,
  variable: string | undefined,
): readonly Remedy[] {
  const { profile, shell, environment } = facts;
  const use = { en: "use the profile that is there", ja: "存在するプロファイルを使います" };
  if (profile.storedKeys?.includes(missing) === true)
    return storedRemedies(facts, missing, isSourceMissing(facts) ? profile.name : missing);
  if (nearest !== undefined && isSourceMissing(facts)) {
    const set = setSetting(facts, ["source_profile", nearest], profile.sourceProfile?.place);
    const line = `source_profile = ${nearest}`;
    return [{ ...set, text: { en: `${use.en}: the line ${line}`, ja: `${use.ja}（${line} の行）` } }];
  }
  // Only the AWS CLI is known to have the option: where another program names the profile is not seen from here.
  if (nearest !== undefined && variable === undefined && !isAwsCommand(facts))
    return [
      {
        by: "you-in-person",
        text: {
          en: `write "${nearest}" where the program names its profile`,
          ja: `プログラムがプロファイルを指定している箇所を「${nearest}」にします`,
        },
        commands: [],
      },
    ];
  if (nearest !== undefined) return [{ by: "you", text: use, commands: nameLines(facts, nearest, variable) }];
  const add: Remedy = {
    by: "you-in-person",
    text: { en: "add it, with its key", ja: "キーとともに追加します" },
    commands: [enterLine(shell, missing)],
  };
  const other = profileVariables.find(
    (name) => name !== variable && environment.variables[name] === profile.name,
  );
  if (variable === undefined || other === undefined || !profile.exists) return [add];
  return [
    {
      by: "you",
      text: {
        en: `take ${variable} away; ${other} names a profile that is there`,
        ja: `${variable} を外します。${other} のプロファイルは存在します`,
      },
      commands: unsetLines(shell, [variable]),
    },
    add,
  ];
}

function nameLines(facts: Facts, nearest: string, variable: string | undefined): readonly string[] {
  const { profile, shell } = facts;
  if (profile.onlyInKeyring?.includes(nearest)) return [throughVault(facts, nearest)];
  if (variable !== undefined) return setLines(shell, variable, nearest);
  return [withProfile(facts, nearest)];
}

export const noCredentials: Rule = {
  code: "no-credentials",
  page: "unable-to-locate-credentials",
  judge(facts) {
    const { profile } = facts;
    if (!isClientFailure(facts, "NoCredentials") && !isLastResortGone(facts)) return undefined;
    if (hasUnreadFile(facts)) return undefined;
    const isInVault = profile.hasStoredKey === true;
    const others = isInVault || profile.setting !== undefined ? [] : keyProfiles(facts);
    const stored =
      isInVault || profile.setting !== undefined || others.length > 0 ? [] : (profile.storedKeys ?? []);
    return {
      certainty:
        isLastResortGone(facts) || (profile.setting === undefined && !isAwsCommand(facts))
          ? "likely"
          : "certain",
      what: isInVault
        ? {
            en: `the AWS CLI finds no credentials for "${profile.name}": its key is in the vault, and the command was not run through it`,
            ja: `「${profile.name}」のキーは vault にありますが、コマンドが vault を通して実行されていません`,
          }
        : others.length > 0 || stored.length > 0
          ? {
              en: "no profile is named, and the one called default has no credentials",
              ja: "プロファイルが指定されておらず、default の認証情報もありません",
            }
          : profile.hasStoredKey === undefined
            ? {
                en: `the AWS CLI finds no credentials for "${profile.name}"; whether the vault has its key cannot be seen, since it is locked`,
                ja: `AWS CLI から使える「${profile.name}」の認証情報がありません。vault はロックされているため、キーがあるかどうかは分かりません`,
              }
            : {
                en: `there are no credentials for "${profile.name}": no key in the environment, the files or the vault`,
                ja: `「${profile.name}」の認証情報が、環境変数にもファイルにも vault にもありません`,
              },
      evidence: [
        ...symptomEvidence(facts),
        ...(profile.place === undefined ? [] : [{ text: same(`[${profile.name}]`), place: profile.place }]),
        ...facts.files.keys
          .filter((key) => others.includes(key.profile))
          .map((key): Evidence => ({ text: same(`[${key.profile}] ${key.keyId}`), place: key.place })),
      ],
      remedies:
        stored.length > 0
          ? storedProfileRemedies(facts, stored)
          : credentialRemedies(facts, isInVault, others),
    };
  },
};

/** Nobody names a profile, and the vault alone has keys. */
function storedProfileRemedies(facts: Facts, stored: readonly string[]): readonly Remedy[] {
  const [name = ""] = stored;
  const isOnly = stored.length === 1;
  const by = isOnly ? "you" : "you-in-person";
  return [
    {
      by,
      text: {
        en: `name the profile that is meant${isOnly ? "" : `, one of ${stored.join(", ")}`}, and let AWS's clients ask the vault for it`,
        ja: `使うプロファイルを指定し${isOnly ? "" : `（${stored.join("、")} のいずれか）`}、AWS のクライアントが vault に問い合わせるようにします`,
      },
      commands: [vaultAsProcess(facts, name), ...setLines(facts.shell, "AWS_PROFILE", name)],
    },
    {
      by,
      text: { en: "or run it through the vault", ja: "または、vault を通して実行します" },
      commands: [throughVault(facts, name)],
    },
  ];
}

/** Whether the AWS CLI itself was run, or only its error is known: what a program names in its own files is not seen. */
function isAwsCommand({ command }: Facts): boolean {
  return command === undefined || isAwsCli(innerCommand(command));
}

/** Clients ask the instance when nothing else gave them any; where a profile wants the instance, it is what is missing. */
function isLastResortGone(facts: Facts): boolean {
  return isClientFailure(facts, "InstanceCredentials") && facts.plan?.steps[0].kind !== "instance";
}

function keyProfiles({ files }: Facts): readonly string[] {
  return [...new Set(files.keys.map(({ profile }) => profile))].filter((name) => name !== "default");
}

/** STS takes a long-lived key alone for these. AWS: IAM user guide, "Compare AWS STS credentials". */
const sessionCalls = ["get-session-token", "get-federation-token"] as const;

function credentialRemedies(facts: Facts, isInVault: boolean, others: readonly string[]): readonly Remedy[] {
  const { profile, shell, files } = facts;
  const asksForSession = sessionCalls.some((call) => facts.command?.includes(call));
  const through: Remedy = {
    by: "you",
    text: { en: "run it through the vault", ja: "vault を通して実行します" },
    commands: [throughVault(facts, profile.name, ...(asksForSession ? ["--no-session"] : []))],
  };
  if (isInVault && asksForSession) return [through];
  // What a file or the vault has, a container does not see.
  if (runsCompose(facts) && (isInVault || files.keys.some((key) => key.profile === profile.name)))
    return [through];
  if (isInVault)
    return [
      {
        by: "you",
        text: {
          en: "let AWS's clients ask the vault for this profile",
          ja: "AWS のクライアントがこのプロファイルについて vault に問い合わせるようにします",
        },
        commands: [vaultAsProcess(facts, profile.name)],
      },
      through,
    ];
  const [other] = others;
  if (other !== undefined)
    return [
      {
        by: others.length === 1 ? "you" : "you-in-person",
        text: {
          en: `name the profile that is meant${others.length === 1 ? "" : `, one of ${others.join(", ")}`}`,
          ja: `使うプロファイルを指定します${others.length === 1 ? "" : `（${others.join("、")} のいずれか）`}`,
        },
        commands: setLines(shell, "AWS_PROFILE", other),
      },
    ];
  const isLocked = profile.hasStoredKey === undefined && profile.exists;
  return [
    ...(isLocked
      ? [
          {
            by: "you-in-person" as const,
            text: {
              en: "run it through the vault, which asks for its passphrase",
              ja: "vault を通して実行します。パスフレーズを尋ねられます",
            },
            commands: through.commands,
          },
        ]
      : []),
    {
      by: "you-in-person",
      text: { en: "store a key for it", ja: "キーを登録します" },
      commands: [
        enterLine(shell, profile.name),
        ...(runsCompose(facts) ? [throughVault(facts, profile.name)] : []),
      ],
    },
  ];
}
