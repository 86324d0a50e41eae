/** Devices and codes. AWS: STS API reference, SerialNumber and TokenCode. */
import type { Facts, Named } from "../facts.ts";
import type { Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { addDevice, optionOf, setSetting, throughVault, withOptions } from "./lines.ts";
import { withMoreOptions } from "./sent-call.ts";
import { isClientFailure, settingEvidence, symptomEvidence } from "./words.ts";

const wrongCode = /MultiFactorAuthentication failed with invalid MFA one time pass code/;
const unusable = /MultiFactorAuthentication failed, unable to validate MFA code/;
/** The user's own ARN where the device's belongs: the mistake that copying from the console makes. */
const userArn = /^(arn:[^:]+:iam::\d{12}:)user\/(.+)$/;

export const mfaSerialOfUser: Rule = {
  code: "mfa-serial-of-wrong-kind",
  page: "unable-to-validate-mfa-code",
  judge(facts) {
    const serial = serialOf(facts);
    const match = userArn.exec(serial?.value ?? "");
    if (match === null || facts.symptom === undefined) return undefined;
    const isShown = unusable.test(facts.symptom.sentence);
    const [, account = "", user = ""] = match;
    const own = facts.endpoint?.mfaSerials?.[0] ?? `${account}mfa/${user.split("/").at(-1)}`;
    return {
      certainty: isShown ? "certain" : "likely",
      what: {
        en: `${serialName(facts)} names the user (user/…), and an MFA device is named mfa/…`,
        ja: `${serialName(facts)} がユーザー（user/…）を指しています。MFA デバイスは mfa/… です`,
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence(serialName(facts), serial)],
      remedies: [
        nameDevice(facts, own, {
          en: "name the device; `aws iam list-mfa-devices` shows what it is called",
          ja: "デバイスを指定します。名前は `aws iam list-mfa-devices` で分かります",
        }),
      ],
    };
  },
};

export const mfaDeviceNotTheUsers: Rule = {
  code: "mfa-device-not-the-users",
  page: "unable-to-validate-mfa-code",
  judge(facts) {
    const serial = serialOf(facts);
    if (!unusable.test(facts.symptom?.sentence ?? "") || userArn.test(serial?.value ?? "")) return undefined;
    const own = facts.endpoint?.mfaSerials;
    return {
      certainty: own === undefined ? "likely" : "certain",
      what: {
        en: "the MFA device is not enabled for the user whose key signs",
        ja: "その MFA デバイスは、署名しているキーのユーザーのものとして有効になっていません",
      },
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence(serialName(facts), serial),
        ...(own === undefined
          ? []
          : [
              {
                text: {
                  en: `IAM lists for this user: ${own.join(", ") || "no device"}`,
                  ja: `このユーザーのデバイス: ${own.join(", ") || "なし"}`,
                },
              },
            ]),
      ],
      remedies: [
        own?.[0] === undefined
          ? {
              by: "you-in-person",
              text: { en: "register a device for the user", ja: "ユーザーのデバイスを登録します" },
              commands: addDevice(facts),
            }
          : nameDevice(facts, own[0], {
              en: "name the user's own device",
              ja: "ユーザー自身のデバイスを指定します",
            }),
      ],
    };
  },
};

/** Of the AWS CLI's own calls, which take none of the profile's. */
const serialOption = "--serial-number";
const codeOption = "--token-code";

/** The serial number that was sent: the command's, else the profile's. */
function serialOf(facts: Facts): Named | undefined {
  const typed = optionOf(facts, serialOption);
  return typed === undefined ? facts.profile.mfaSerial : { value: typed, place: undefined };
}

function serialName(facts: Facts): string {
  return optionOf(facts, serialOption) === undefined ? "mfa_serial" : serialOption;
}

/** Where the serial number was given; a code that was sent has passed when this is read. */
function nameDevice(facts: Facts, serial: string, text: Text): Remedy {
  const { profile } = facts;
  if (optionOf(facts, serialOption) === undefined)
    return {
      ...setSetting(facts, ["mfa_serial", serial], profile.mfaSerial?.place),
      text: { en: `${text.en}: mfa_serial = ${serial}`, ja: `${text.ja}（mfa_serial = ${serial}）` },
    };
  return {
    by: "you-in-person",
    text: {
      en: `${text.en}; CODE is the code that it shows now`,
      ja: `${text.ja}。CODE はデバイスが今表示しているコードです`,
    },
    commands: [
      withOptions(
        facts,
        new Map([
          [serialOption, serial],
          [codeOption, "CODE"],
        ]),
      ),
    ],
  };
}

export const mfaCodeRefused: Rule = {
  code: "mfa-code-refused",
  page: "invalid-mfa-one-time-pass-code",
  judge(facts) {
    if (!wrongCode.test(facts.symptom?.sentence ?? "")) return undefined;
    const offsetMs = facts.endpoint?.clockOffsetMs;
    return {
      certainty: "certain",
      what: {
        en: "the MFA code was wrong or was used before: each code counts once, so two calls within 30 s need two codes",
        ja: "MFA コードが間違っているか、使用済みです。コードは 1 回だけ有効なので、30 秒以内の 2 回の呼び出しには 2 つのコードが要ります",
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(offsetMs === undefined
          ? []
          : [
              {
                text: {
                  en: `this machine's clock is ${Math.round(offsetMs / 1000)} s off; the device's own clock cannot be seen from here`,
                  ja: `このマシンの時計のずれは ${Math.round(offsetMs / 1000)} 秒です。デバイスの時計はここからは分かりません`,
                },
              },
            ]),
      ],
      remedies: [nextCode(facts)],
    };
  },
};

/** Clients that cannot ask for a code, or cannot ask again. AWS: AWS CLI and SDK documents on `mfa_serial`. */
export const mfaNotAsked: Rule = {
  code: "mfa-not-asked",
  page: "mfa-required-by-condition",
  judge(facts) {
    if (!isClientFailure(facts, "MfaWanted")) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the profile's role is assumed with an MFA code, and nobody gave this client one",
        ja: "プロファイルのロールの引き受けには MFA コードが必要ですが、このクライアントにはコードが渡されていません",
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("mfa_serial", facts.profile.mfaSerial)],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: "run it through the vault, which asks for the code and hands the session over",
            ja: "vault を通して実行します。vault がコードを尋ね、セッションを渡します",
          },
          commands: [throughVault(facts, facts.profile.name)],
        },
      ],
    };
  },
};

const halfGiven = /must provide both MFA serial number and one time pass code/;

export const mfaHalfGiven: Rule = {
  code: "mfa-half-given",
  page: "unable-to-validate-mfa-code",
  judge(facts) {
    if (!halfGiven.test(facts.symptom?.sentence ?? "")) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "only one of the MFA device's serial number and its code was sent, and the service wants both",
        ja: "MFA デバイスのシリアル番号とコードの一方だけが送られました。両方が必要です",
      },
      evidence: [...symptomEvidence(facts), ...settingEvidence("mfa_serial", facts.profile.mfaSerial)],
      remedies: [giveBoth(facts)],
    };
  },
};

function nextCode(facts: Facts): Remedy {
  return withCode(
    facts,
    {
      en: "wait for the next code; the vault asks once and keeps the session, so that the next command needs none",
      ja: "次のコードを待ちます。vault は一度だけ尋ねてセッションを保持するので、次のコマンドでは不要です",
    },
    {
      en: "wait for the next code; CODE is the code that the device shows then",
      ja: "次のコードを待ちます。CODE はデバイスが次に表示するコードです",
    },
  );
}

function giveBoth(facts: Facts): Remedy {
  return withCode(
    facts,
    {
      en: "let the vault send both: it takes mfa_serial from the profile and asks for the code",
      ja: "vault に両方を送らせます。mfa_serial はプロファイルから取り、コードは尋ねられます",
    },
    {
      en: "give both with the call; CODE is the code that the device shows now",
      ja: "呼び出しに両方を付けます。CODE はデバイスが今表示しているコードです",
    },
  );
}

/** Through the vault; or, where the code was typed into the command, there again. */
function withCode(facts: Facts, byVault: Text, inCommand: Text): Remedy {
  const typed = typedAgain(facts);
  return {
    by: "you-in-person",
    text: typed === undefined ? byVault : inCommand,
    commands: [typed ?? retry(facts)],
  };
}

/** The call with both; undefined where the command gives neither, so that the profile's client does. */
function typedAgain(facts: Facts): string | undefined {
  const typed = optionOf(facts, serialOption);
  if (typed === undefined && optionOf(facts, codeOption) === undefined) return undefined;
  const serial = typed ?? facts.endpoint?.mfaSerials?.[0] ?? facts.profile.mfaSerial?.value ?? "SERIAL";
  return withMoreOptions(
    facts,
    new Map([
      [serialOption, serial],
      [codeOption, "CODE"],
    ]),
  );
}

/** Through the vault once, also where it went through it before; what failed may have been another profile's. */
function retry(facts: Facts): string {
  return throughVault(facts, facts.profile.name);
}
