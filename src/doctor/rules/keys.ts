/** Keys and signatures that a service does not take. */
import type { Facts } from "../facts.ts";
import type { Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { windowMs } from "./clock.ts";
import {
  enterLine,
  exportLine,
  hasNoKey,
  holderOf,
  leaveEnvironment,
  outputOf,
  tokenVariables,
} from "./lines.ts";
import { isScopeRefused } from "./regions.ts";
import { sessionWithoutMfa } from "./session-without-mfa.ts";
import { sessionWithoutToken } from "./sessions.ts";
import {
  isConfirmed,
  isRefusedWith,
  profileOption,
  same,
  settingEvidence,
  signerEvidence,
  symptomEvidence,
  unsetLines,
  word,
} from "./words.ts";

export const wrongSecret: Rule = {
  code: "secret-key-wrong",
  page: "signature-does-not-match",
  judge(facts) {
    if (!isRefusedWith(facts, "SignatureDoesNotMatch") || facts.symptom?.clock !== undefined)
      return undefined;
    if (isScopeRefused(facts)) return undefined;
    const offsetMs = facts.endpoint?.clockOffsetMs;
    if (offsetMs !== undefined && Math.abs(offsetMs) > windowMs.others) return undefined;
    return {
      certainty: offsetMs === undefined ? "likely" : "certain",
      what: {
        en: "the secret key does not belong to the access key id that signs",
        ja: "シークレットキーが、署名に使われたアクセスキー ID のものではありません",
      },
      evidence: [...symptomEvidence(facts), ...signerEvidence(facts)],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: "enter both halves of the key again",
            ja: "キーの 2 つの部分を入力し直します",
          },
          commands: enterKey(facts),
        },
      ],
    };
  },
};

export const keyInactive: Rule = {
  code: "key-inactive",
  page: "invalid-client-token-id",
  judge(facts) {
    if (!isRefusedWith(facts, "InvalidClientTokenId") || facts.endpoint?.keyStatus !== "Inactive")
      return undefined;
    return {
      certainty: "certain",
      what: {
        en: `the key ${facts.signer?.keyId ?? ""} is inactive`,
        ja: `キー ${facts.signer?.keyId ?? ""} は無効化されています`,
      },
      evidence: [...symptomEvidence(facts), ...signerEvidence(facts)],
      remedies: [
        {
          by: "administrator",
          text: {
            en: "activate it, with an administrator's credentials",
            ja: "管理者の認証情報で有効化します",
          },
          commands: [activate(facts.shell, facts.signer?.keyId ?? "KEY")],
        },
      ],
    };
  },
};

/** What is left when the refusal is none of a session's: the key itself counts for nothing there. */
export const keyUnknown: Rule = {
  code: "key-unknown",
  page: "invalid-client-token-id",
  judge(facts) {
    const { signer, profile, endpoint, shell } = facts;
    if (!isRefusedWith(facts, "InvalidClientTokenId")) return undefined;
    if (endpoint?.keyStatus !== undefined || endpoint?.identity !== undefined) return undefined;
    // With another's token, or without its own, none is known, however good.
    if (hasTokenOfAnother(facts) || sessionWithoutToken.judge(facts) !== undefined) return undefined;
    if (sessionWithoutMfa.judge(facts)?.certainty === "certain") return undefined;
    const place = endpoint?.url ?? profile.endpointUrl?.value;
    const isSession = signer?.keyId?.startsWith("ASIA") === true;
    return {
      certainty: isConfirmed(facts, "InvalidClientTokenId")
        ? "certain"
        : isLongLived(signer)
          ? "likely"
          : "possible",
      what: isSession
        ? sessionUnknown(signer?.keyId, place)
        : {
            en: `${keyName(signer).en} is not known${place === undefined ? "" : ` at ${place}`}: deleted, made inactive, or of another partition or endpoint`,
            ja: `${keyName(signer).ja}は${place === undefined ? "" : ` ${place} では`}認識されません。削除または無効化されたか、別のパーティションやエンドポイントのものです`,
          },
      evidence: [
        ...symptomEvidence(facts),
        ...signerEvidence(facts),
        ...settingEvidence("endpoint_url", profile.endpointUrl),
      ],
      remedies: [
        ...(isSession && signer?.from === "environment"
          ? [
              {
                by: "you" as const,
                ...leaveEnvironment(facts, { en: "take it out of this shell", ja: "このシェルから外します" }),
              },
            ]
          : []),
        ...(signer?.keyId === undefined || !isLongLived(signer)
          ? []
          : [
              {
                by: "administrator" as const,
                text: {
                  en: "if it is inactive, activate it with an administrator's credentials (a deleted key is not found)",
                  ja: "無効化されている場合は、管理者の認証情報で有効化します（削除されたキーは見つかりません）",
                },
                commands: [activate(shell, signer.keyId)],
              },
            ]),
        {
          by: "you-in-person",
          text: isSession ? makeAnother : enterAnother,
          commands: isSession ? anotherSession(facts) : enterKey(facts),
        },
      ],
    };
  },
};

function sessionUnknown(keyId: string | undefined, place: string | undefined): Text {
  return {
    en: `the session ${keyId ?? ""} is not known${place === undefined ? "" : ` at ${place}`}: its token was cut, or is another key's, or another endpoint made it`,
    ja: `セッション ${keyId ?? ""} は${place === undefined ? "" : ` ${place} では`}認識されません。トークンが途中で切れているか、別のキーのものか、別のエンドポイントで作られたものです`,
  };
}

const enterAnother: Text = {
  en: "have another key made for the user (aws iam create-access-key), and enter it",
  ja: "ユーザーの新しいキーを作ってもらい（aws iam create-access-key）、入力します",
};

const makeAnother: Text = { en: "make another session", ja: "新しいセッションを作ります" };

/** Of the profile's long-lived key, which is entered first where there is none. */
function anotherSession(facts: Facts): readonly string[] {
  const { shell, profile } = facts;
  const key = hasNoKey(facts) ? [enterLine(shell, profile.name)] : [];
  return [...key, exportLine(shell, profile.name, "--fresh")];
}

/** Where the key lies: in a file of AWS's, or in the vault, from where a shell's variables get it anew. */
function enterKey(facts: Facts): readonly string[] {
  const { shell, signer, profile } = facts;
  if (signer?.from === "file") return [`aws configure ${profileOption(shell, holderOf(facts))}`];
  const add = enterLine(shell, holderOf(facts), "--force");
  return signer?.from === "environment" ? [add, exportLine(shell, profile.name, "--no-session")] : [add];
}

/** IAM tells a key's user by its id alone. AWS: IAM API reference, GetAccessKeyLastUsed. */
function activate(shell: Facts["shell"], id: string): string {
  const keyId = word(shell, id);
  const owner = `aws iam get-access-key-last-used --access-key-id ${keyId} --query UserName --output text`;
  const user = outputOf(shell, owner, "USER");
  return `aws iam update-access-key --status Active --access-key-id ${keyId} --user-name ${user}`;
}

function isLongLived(signer: Facts["signer"]): boolean {
  return signer?.kind === "user-key" || signer?.kind === "root-key";
}

export const tokenOfAnotherKey: Rule = {
  code: "token-of-another-key",
  page: "invalid-client-token-id",
  judge(facts) {
    const { environment } = facts;
    if (!isRefusedWith(facts, "InvalidClientTokenId") || !hasTokenOfAnother(facts)) return undefined;
    const set = tokenVariables.filter((name) => environment.variables[name] !== undefined);
    const tokens = set.length === 0 ? tokenVariables : set;
    return {
      certainty: "certain",
      what: {
        en: `the environment has the long-lived key ${environment.keyId} together with the session token of another key`,
        ja: `環境変数に、長期キー ${environment.keyId} と別のキーのセッショントークンが混在しています`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`AWS_ACCESS_KEY_ID = ${environment.keyId}`), setting: "AWS_ACCESS_KEY_ID" },
        {
          text: {
            en: "a long-lived key has no session token",
            ja: "長期キーにはセッショントークンがありません",
          },
          setting: tokens[0] ?? "AWS_SESSION_TOKEN",
        },
      ],
      remedies: [
        {
          by: "you",
          text: { en: "take the token away", ja: "トークンを外します" },
          commands: unsetLines(facts.shell, tokens),
        },
      ],
    };
  },
};

function hasTokenOfAnother({ environment, signer }: Facts): boolean {
  return (
    environment.keyId?.startsWith("AKIA") === true && environment.hasToken && signer?.from === "environment"
  );
}

function keyName(signer: Facts["signer"]): Text {
  const id = signer?.keyId;
  return id === undefined
    ? { en: "the key that signs", ja: "署名に使われたキー" }
    : { en: `the key ${id}`, ja: `キー ${id} ` };
}
