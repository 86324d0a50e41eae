/** Report 1: IAM takes no GetSessionToken session that was made without MFA. AWS: STS API reference, GetSessionToken. */
import type { Facts } from "../facts.ts";
import type { Certainty, Remedy, Text } from "../finding.ts";
import type { Judgement, Rule } from "../judge/index.ts";
import {
  addDevice,
  documentOf,
  exportLine,
  isThroughVault,
  leaveEnvironment,
  throughVault,
} from "./lines.ts";
import { isConfirmed, profileOption, signerEvidence, symptomEvidence, word } from "./words.ts";

export const sessionWithoutMfa: Rule = {
  code: "session-without-mfa",
  page: "invalid-client-token-id",
  judge(facts): Judgement | undefined {
    const { symptom } = facts;
    if (symptom === undefined) return beforehand(facts);
    // Other services take such sessions, and refuse others in the words of other protocols: JSON's, EC2's, S3's.
    if (symptom?.by !== "service" || symptom.code !== "InvalidClientTokenId") return undefined;
    if (symptom.service !== undefined && symptom.service !== "iam") return undefined;
    const certainty = certaintyOf(facts);
    if (certainty === undefined) return undefined;
    return {
      certainty,
      what: isFederated(facts)
        ? federatedSession
        : {
            en: `the credentials ${whose(facts).en} a GetSessionToken session made without MFA, and IAM refuses those whatever their policies allow`,
            ja: `${whose(facts).ja}認証情報は MFA なしの GetSessionToken セッション${facts.signer === undefined ? "かもしれません。" : "で、"}IAM はポリシーに関係なくこれを拒否します`,
          },
      evidence: [...symptomEvidence(facts), ...signerEvidence(facts), ...mechanismEvidence(facts)],
      remedies: remediesOf(facts),
    };
  },
};

/** What stands in the environment outside of `tegata exec` may have been made with any profile. */
function whose({ signer, environment, profile }: Facts): Text {
  if (signer === undefined) return { en: "may be", ja: "" };
  if (signer.from === "environment" && environment.vaultProfile === undefined)
    return { en: "in the environment are", ja: "環境変数の" };
  return { en: `of "${profile.name}" are`, ja: `「${profile.name}」の` };
}

/** What `exec` says in a line when it makes such a session, for whoever asks before anything failed. */
function beforehand(facts: Facts): Judgement | undefined {
  const { plan, profile, hasError, endpoint } = facts;
  if (hasError || profile.isWithoutWarning === true) return undefined;
  const isPlanned = plan?.warnings.some(({ code }) => code === "session-without-mfa") === true;
  if (!isPlanned && endpoint?.isRefusedByIam !== true) return undefined;
  return {
    certainty: "certain",
    concern: "hygiene",
    what: isPlanned
      ? {
          en: `"${profile.name}" gives GetSessionToken sessions made without MFA; IAM will answer InvalidClientTokenId`,
          ja: `「${profile.name}」で得られるのは MFA なしの GetSessionToken セッションです。IAM は InvalidClientTokenId を返します`,
        }
      : {
          en: "the credentials are a GetSessionToken session made without MFA; IAM will answer InvalidClientTokenId",
          ja: "認証情報は MFA なしの GetSessionToken セッションです。IAM は InvalidClientTokenId を返します",
        },
    evidence: [...(isPlanned ? [] : signerEvidence(facts)), ...mechanismEvidence(facts)],
    remedies: remediesOf(facts),
  };
}

/** AWS: STS API reference, GetFederationToken. */
const federatedSession: Text = {
  en: "the credentials are a federated session (GetFederationToken), and IAM refuses those whatever their policies allow",
  ja: "認証情報はフェデレーションセッション（GetFederationToken）で、IAM はポリシーに関係なくこれを拒否します",
};

function isFederated({ endpoint }: Facts): boolean {
  return endpoint?.identity?.arn.includes(":federated-user/") === true;
}

/** undefined: these credentials are of another kind. */
function certaintyOf(facts: Facts): Certainty | undefined {
  const { signer, symptom, endpoint } = facts;
  if (signer === undefined) return "possible";
  if (isFederated(facts)) return "certain";
  if (signer.hasMfa === true) return undefined;
  // STS takes such a session, so that one which it refuses as well is no session at all.
  if (isConfirmed(facts, "InvalidClientTokenId")) return undefined;
  const isUserSession = signer.kind === "user-session";
  if (isUserSession && signer.hasMfa === false) return symptom?.service === "iam" ? "certain" : "likely";
  if (!isUserSession && signer.kind !== "session") return undefined;
  if (signer.keyId?.startsWith("AKIA") === true) return undefined;
  // STS takes what IAM refuses: of all sessions only a user's without MFA, and a federated one, are treated so.
  const arn = endpoint?.identity?.arn;
  if (arn === undefined) return "likely";
  // A session with MFA: what was refused may have been another one.
  if (endpoint?.isRefusedByIam === false) return "possible";
  return arn.includes(":user/") || arn.endsWith(":root") ? "certain" : undefined;
}

const refusedByIam: Text = {
  en: "IAM does not: ListMFADevices answers InvalidClientTokenId",
  ja: "IAM は受け付けません。ListMFADevices の答え: InvalidClientTokenId",
};

/** Who STS takes it for, and how it came about. */
function mechanismEvidence({ plan, signer, endpoint }: Facts): Judgement["evidence"] {
  const last = plan?.steps.at(-1);
  const identity = endpoint?.identity;
  if (identity !== undefined && (signer?.from === "environment" || endpoint?.isRefusedByIam === true))
    return [
      {
        text: {
          en: `STS takes it: GetCallerIdentity answers ${identity.arn}`,
          ja: `STS は受け付けます。GetCallerIdentity の答え: ${identity.arn}`,
        },
      },
      ...(endpoint?.isRefusedByIam === true ? [{ text: refusedByIam }] : []),
    ];
  if (last?.kind !== "session-token") return [];
  return [
    {
      text: {
        en: "its last step is GetSessionToken, without serial number and code",
        ja: "最後の手順が、シリアル番号とコードのない GetSessionToken です",
      },
      ...(last.reason.place && { place: last.reason.place }),
    },
  ];
}

/** Whether the session in this shell stands before a long-lived key of the profile's, or its role: IAM takes both. */
export function hidesKey(facts: Facts): boolean {
  const { signer, environment } = facts;
  return signer?.from === "environment" && environment.hasToken && (hidesRole(facts) || hasKeyInFile(facts));
}

/** Chosen beside the variables, and passed over for them. */
function hidesRole({ profile, environment }: Facts): boolean {
  return (
    profile.roleArn !== undefined && profile.setting !== undefined && environment.vaultProfile === undefined
  );
}

function hasKeyInFile({ files, profile }: Facts): boolean {
  return files.keys.some((key) => key.profile === profile.name && !key.isTemporary);
}

/**
 * Without the session, where a key is behind it; with a device; with a role: the latter as report 1 has them. AWS's clients
 * make no session with MFA of a key in a file, so the vault gets the key first.
 */
function remediesOf(facts: Facts): readonly Remedy[] {
  const { profile } = facts;
  const withoutSession: Remedy = {
    by: "you",
    ...leaveEnvironment(
      facts,
      hidesRole(facts)
        ? {
            en: `take the session out of this shell: the role of "${profile.name}" then signs, and IAM takes it`,
            ja: `セッションをこのシェルから外します。以後は「${profile.name}」のロールで署名され、IAM はこれを受け付けます`,
          }
        : {
            en: `take the session out of this shell: the long-lived key of "${profile.name}" then signs, and IAM takes it`,
            ja: `セッションをこのシェルから外します。以後は「${profile.name}」の長期キーで署名され、IAM はこれを受け付けます`,
          },
    ),
  };
  const withRole: Remedy = {
    by: "administrator",
    text: {
      en: "or let the profile assume a role that may call IAM and whose trust policy names the user: no code is asked for (the `aws configure` lines are for whoever has the profile)",
      ja: "または、IAM の権限を持ち、このユーザーを信頼するロールを引き受けます。コードは要りません（`aws configure` の行はプロファイルの持ち主が実行します）",
    },
    commands: [...roleCommands(facts), ...(hidesKey(facts) ? withoutSession.commands : [])],
  };
  if (isFederated(facts)) return [hidesKey(facts) ? withoutSession : withOwnProfile(facts), withRole];
  return [
    ...(hidesKey(facts) ? [withoutSession] : []),
    {
      by: "you-in-person",
      text: {
        en: "register an MFA device and let the profile use it: the session is then made with a code",
        ja: "MFA デバイスを登録し、プロファイルで使います。セッションはコード付きで作られます",
      },
      commands: [...addDevice(facts), ...(isThroughVault(facts) ? [] : anotherSession(facts))],
    },
    withRole,
  ];
}

/** The command once more; of one that is not known, what puts the new session into this shell in place of the old. */
function anotherSession(facts: Facts): readonly string[] {
  const { command, environment, profile, signer, shell } = facts;
  if (command !== undefined) return [throughVault(facts, profile.name)];
  if (!environment.hasToken) return [];
  if (environment.vaultProfile === profile.name) return [exportLine(shell, profile.name, "--nested")];
  const isOwn = signer?.from === "environment" && environment.variables.AWS_VAULT === undefined;
  return isOwn ? [exportLine(shell, profile.name)] : [];
}

/** For a session that no device mends: whoever was handed it has a profile, or has to be given one. */
function withOwnProfile(facts: Facts): Remedy {
  const { profile, shell } = facts;
  const add = profile.hasStoredKey === true ? [] : [`tegata add ${word(shell, profile.name)}`];
  return {
    by: add.length === 0 ? "you" : "you-in-person",
    text: {
      en: `call it with a long-lived key of your own, as profile "${profile.name}"`,
      ja: `ご自身の長期キーで、プロファイル「${profile.name}」として呼び出します`,
    },
    commands: [...add, throughVault(facts, profile.name, "--no-session")],
  };
}

const userArn = /^(arn:[^:]+:iam::\d{12}:)user\/(?:.*\/)?([^/]+)$/;

/** A role of the user's own where it is known who that is; else one that somebody has to name. */
function roleCommands(facts: Facts): readonly string[] {
  const { shell, profile, endpoint, symptom } = facts;
  const name = word(shell, profile.name);
  const set = (arn: string) => [
    `aws configure set role_arn ${arn} ${profileOption(shell, profile.name)}`,
    // AWS's own clients look for the key of a role's profile by this name only, their own profile's too.
    ...(hasKeyInFile(facts)
      ? [`aws configure set source_profile ${name} ${profileOption(shell, profile.name)}`]
      : []),
  ];
  const arn = endpoint?.identity?.arn;
  const [, account, user] = userArn.exec(arn ?? "") ?? [];
  if (arn === undefined || account === undefined || user === undefined)
    return set("arn:aws:iam::ACCOUNT:role/ROLE");
  const roleName = `${user}-iam`;
  const trust = documentOf({ Effect: "Allow", Principal: { AWS: arn }, Action: "sts:AssumeRole" });
  const action = symptom?.operation === undefined ? "iam:*" : `iam:${symptom.operation}`;
  const permission = documentOf({ Effect: "Allow", Action: action, Resource: "*" });
  return [
    `aws iam create-role --role-name ${word(shell, roleName)} --assume-role-policy-document ${word(shell, trust)}`,
    `aws iam put-role-policy --role-name ${word(shell, roleName)} --policy-name iam --policy-document ${word(shell, permission)}`,
    ...set(word(shell, `${account}role/${roleName}`)),
  ];
}
