/** The command lines of the drivers that are programs: pure, so that each platform's can be tested on any. */
import type { Environment } from "../machine.ts";
import type { MfaDriver } from "./choose-driver.ts";
import { describeQuestion, type MfaQuestion } from "./question.ts";

const title = "Tegata";

/** Program and arguments; each prints the code, and ends with a code other than 0 when the person declines. */
export function driverCommand(
  driver: Exclude<MfaDriver, "terminal">,
  question: MfaQuestion,
  env: Environment,
): readonly string[] {
  const text = oneLine(describeQuestion(question));
  switch (driver) {
    case "ykman":
      return ykman(question.serial, env);
    case "zenity":
      // zenity reads backslash escapes in the text.
      return ["zenity", "--entry", `--title=${title}`, `--text=${text.replaceAll("\\", "\\\\")}`];
    case "kdialog":
      return ["kdialog", "--title", title, "--inputbox", text];
    case "osascript":
      return osascript(text);
    case "powershell":
      return powershell(text);
  }
}

/** AWS Vault's variables: which credential of which YubiKey, and the words of ykman before version 4. */
function ykman(serial: string, env: Environment): readonly string[] {
  const device = env.YKMAN_OATH_DEVICE_SERIAL ? ["--device", env.YKMAN_OATH_DEVICE_SERIAL] : [];
  const old = ["1", "2", "3"].includes(env.AWS_VAULT_YKMAN_VERSION ?? "");
  const code = old ? ["oath", "code"] : ["oath", "accounts", "code"];
  return ["ykman", ...device, ...code, "--single", env.YKMAN_OATH_CREDENTIAL_NAME || serial];
}

/** The text is an argument of the script and no part of it, so that no quoting is needed. */
function osascript(text: string): readonly string[] {
  const script = [
    "on run argv",
    `text returned of (display dialog (item 1 of argv) default answer "" with title "${title}")`,
    "end run",
  ];
  return ["osascript", ...script.flatMap((line) => ["-e", line]), text];
}

/** Encoded, because three programs would read the quotes differently on the way. */
function powershell(text: string): readonly string[] {
  const script = [
    "Add-Type -AssemblyName Microsoft.VisualBasic",
    `$code = [Microsoft.VisualBasic.Interaction]::InputBox(${quotePowershell(text)}, '${title}')`,
    "if ($code -eq '') { exit 1 }",
    "[Console]::Out.Write($code)",
  ].join("; ");
  const encoded = Buffer.from(script, "utf16le").toString("base64");
  return ["powershell", "-NoProfile", "-STA", "-EncodedCommand", encoded];
}

/** PowerShell takes the typographic single quotes for quotes too; doubled, each means itself. */
function quotePowershell(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}
