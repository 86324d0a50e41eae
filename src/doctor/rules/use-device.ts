/** How a call gets the MFA code that a policy asks for. */
import type { Facts } from "../facts.ts";
import type { Remedy, Text } from "../finding.ts";
import { addDevice, isThroughVault, throughVault } from "./lines.ts";
import { sentCall, withMoreOptions } from "./sent-call.ts";
import { profileOption, word } from "./words.ts";

/** With the AssumeRole: by the profile, which asks for a code then, or by the command that was typed. */
export function useDevice(facts: Facts): Remedy {
  const serial = facts.endpoint?.mfaSerials?.[0];
  if (serial === undefined) return registerDevice(facts);
  const by = sentCall(facts)?.by;
  if (by === "profile") return nameDevice(facts, serial);
  const options = new Map([
    ["--serial-number", serial],
    ["--token-code", "CODE"],
  ]);
  return by === "command"
    ? { by: "you-in-person", text: giveCode, commands: [withMoreOptions(facts, options)] }
    : { by: "you-in-person", text: giveCodeWhereCalled(serial), commands: [] };
}

/** For a user's other calls, in a session that is made with a code. AWS's clients make none of a key in a file. */
export function sessionWithCode(facts: Facts): Remedy {
  const serial = facts.endpoint?.mfaSerials?.[0];
  const isNamed = facts.profile.mfaSerial !== undefined;
  const device =
    serial === undefined ? registerDevice(facts).commands : isNamed ? [] : nameDevice(facts, serial).commands;
  const again =
    isThroughVault(facts) || facts.command === undefined ? [] : [throughVault(facts, facts.profile.name)];
  return {
    by: "you-in-person",
    text: {
      en: "call it in a session made with a code, which the statement does not deny: the vault asks for the code",
      ja: "コード付きのセッションで呼び出します。このステートメントでは拒否されません。コードは vault が尋ねます",
    },
    commands: [...device, ...again],
  };
}

const giveCode: Text = {
  en: "give the code with the call; CODE is the code that the device shows now",
  ja: "呼び出しにコードを付けます。CODE はデバイスが今表示しているコードです",
};

function giveCodeWhereCalled(serial: string): Text {
  return {
    en: `give the device and its code where the call is made: SerialNumber ${serial}, and TokenCode`,
    ja: `呼び出しにデバイスとコードを付けます（SerialNumber は ${serial}、TokenCode はコード）`,
  };
}

function registerDevice(facts: Facts): Remedy {
  return {
    by: "you-in-person",
    text: {
      en: "register a device and let the profile use it",
      ja: "デバイスを登録し、プロファイルで使います",
    },
    commands: addDevice(facts),
  };
}

function nameDevice({ shell, profile }: Facts, serial: string): Remedy {
  return {
    by: "you-in-person",
    text: {
      en: "let the profile use the user's device; a code is asked for",
      ja: "ユーザーのデバイスをプロファイルで使います。コードを尋ねられます",
    },
    commands: [`aws configure set mfa_serial ${word(shell, serial)} ${profileOption(shell, profile.name)}`],
  };
}
