/** Sessions where a service takes none of their kind. AWS: IAM user guide, "Compare AWS STS credentials". */
import type { Facts } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import {
  editLine,
  holderOf,
  leaveEnvironment,
  sessionVariables,
  standsInCredentials,
  throughVault,
} from "./lines.ts";
import { isRefusedWith, profileOption, symptomEvidence, word } from "./words.ts";

const sessionCall = /Cannot call ([A-Z]\w{1,60}) with session credentials/;
/** Those that take no session at all; the others take every one but GetFederationToken's. */
const longLivedOnly: ReadonlySet<string> = new Set(["GetSessionToken", "GetFederationToken"]);

export const sessionAtSts: Rule = {
  code: "session-asks-for-session",
  page: "cannot-call-with-session-credentials",
  judge(facts) {
    const call = sessionCall.exec(facts.symptom?.sentence ?? "")?.[1];
    if (call === undefined) return undefined;
    const isInEnvironment = facts.environment.hasToken;
    return {
      certainty: "certain",
      what: longLivedOnly.has(call)
        ? {
            en: `${call} was called with a session, and STS takes only a long-lived key for it`,
            ja: `${call} がセッションの認証情報で呼ばれました。STS は長期キーでの呼び出しだけを受け付けます`,
          }
        : {
            en: `${call} was called with a federated session (GetFederationToken), which may call nothing of STS's but GetCallerIdentity`,
            ja: `${call} がフェデレーションセッション（GetFederationToken）で呼ばれました。このセッションが呼べる STS の操作は GetCallerIdentity だけです`,
          },
      evidence: [
        ...symptomEvidence(facts),
        ...(isInEnvironment
          ? [
              {
                text: {
                  en: "AWS_SESSION_TOKEN is set, so a session signs",
                  ja: "AWS_SESSION_TOKEN が設定されているため、セッションで署名されます",
                },
                setting: "AWS_SESSION_TOKEN",
              },
            ]
          : []),
      ],
      remedies: [
        isInEnvironment
          ? {
              by: "you",
              ...leaveEnvironment(
                facts,
                {
                  en: "leave the session, so that the profile's long-lived key signs",
                  ja: "セッションを環境から外し、プロファイルの長期キーで署名します",
                },
                sessionVariables,
                "--no-session",
              ),
            }
          : withLongLivedKey(facts, call),
      ],
    };
  },
};

/** Where only the error is known, the call's arguments are not: those that it must have are shown, for a person to fill in. */
function withLongLivedKey(facts: Facts, call: string): Remedy {
  const { shell, profile, command } = facts;
  const text = {
    en: "call it with the profile's long-lived key",
    ja: "プロファイルの長期キーで呼び出します",
  };
  if (command !== undefined)
    return { by: "you", text, commands: [throughVault(facts, profile.name, "--no-session")] };
  const required = requiredArguments[call] ?? "";
  return {
    by: required === "" ? "you" : "you-in-person",
    text: {
      en: `${text.en}; the arguments that the call had are not known here: type them again`,
      ja: `${text.ja}。元の呼び出しの引数はここからは分からないので、もう一度入力してください`,
    },
    commands: [`tegata exec --no-session ${word(shell, profile.name)} -- aws sts ${kebab(call)}${required}`],
  };
}

/** AWS: STS API reference. */
const requiredArguments: Readonly<Record<string, string>> = {
  GetFederationToken: " --name NAME",
  AssumeRole: " --role-arn ARN --role-session-name NAME",
};

/** In these words alone: the endpoint gives no code. AWS: IAM user guide, "Enable custom identity broker access". */
const noFederation = /Only federation tokens or assume role tokens may be used for federated login/;

export const sessionAtSignIn: Rule = {
  code: "session-at-sign-in",
  page: "sign-in-refused",
  judge(facts) {
    if (!noFederation.test(facts.symptom?.sentence ?? "")) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the federation endpoint gives sign-in tokens to sessions of AssumeRole and GetFederationToken, and to no other credentials",
        ja: "フェデレーションエンドポイントがサインイントークンを渡すのは AssumeRole と GetFederationToken のセッションだけです",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: {
            en: "let tegata make the right kind of session",
            ja: "tegata に正しい種類のセッションを作らせます",
          },
          commands: [`tegata login ${word(facts.shell, facts.profile.name)}`],
        },
      ],
    };
  },
};

export const sessionWithoutToken: Rule = {
  code: "session-without-token",
  page: "invalid-client-token-id",
  judge(facts) {
    const { environment, files } = facts;
    if (!isRefusedWith(facts, "InvalidClientTokenId")) return undefined;
    if (isSessionId(environment.keyId) && !environment.hasToken && environment.hasSecret)
      return missingToken(facts, "AWS_SESSION_TOKEN", undefined);
    const holder = holderOf(facts);
    const key = files.keys.find(
      ({ profile, keyId, isTemporary }) => profile === holder && isSessionId(keyId) && !isTemporary,
    );
    return key && facts.signer?.from === "file"
      ? missingToken(facts, "aws_session_token", key.place)
      : undefined;
  },
};

function missingToken(facts: Facts, setting: string, place: Facts["files"]["keys"][0]["place"] | undefined) {
  const keyId = facts.signer?.keyId ?? facts.environment.keyId ?? "";
  return {
    certainty: "certain" as const,
    what: {
      en: `the key ${keyId} is a session's (it begins with ASIA), and its session token is missing`,
      ja: `キー ${keyId} は一時的なもの（ASIA で始まる）ですが、セッショントークンがありません`,
    },
    evidence: [
      ...symptomEvidence(facts),
      {
        text: { en: `${setting} is not set`, ja: `${setting} が設定されていません` },
        ...(place === undefined ? { setting } : { place }),
      },
    ],
    remedies: [
      place === undefined
        ? {
            by: "you" as const,
            ...leaveEnvironment(facts, {
              en: "take the half session out of the environment",
              ja: "不完全なセッションを環境から取り除きます",
            }),
          }
        : {
            by: "you-in-person" as const,
            text: {
              en: "write the third line too: aws_session_token = TOKEN, where TOKEN is the session token that was given with the key",
              ja: "3 行目も書きます（aws_session_token = TOKEN）。TOKEN はキーと一緒に渡されたセッショントークンです",
            },
            // The AWS CLI writes it into the credentials file, where nobody looks for the rest of a key of the config file.
            commands: standsInCredentials(facts, place)
              ? [`aws configure set aws_session_token TOKEN ${profileOption(facts.shell, holderOf(facts))}`]
              : [editLine(facts.shell, place)],
          },
    ],
  };
}

function isSessionId(keyId: string | undefined): boolean {
  return keyId?.startsWith("ASIA") ?? false;
}

function kebab(operation: string): string {
  return operation.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
