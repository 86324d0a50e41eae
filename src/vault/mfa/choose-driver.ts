/** Which way a person is asked for a code. Pure: what the machine has comes in by parameter. */
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";

export const mfaDrivers = ["terminal", "osascript", "powershell", "zenity", "kdialog", "ykman"] as const;
export type MfaDriver = (typeof mfaDrivers)[number];

/** AWS Vault's name for the Windows dialog. */
const aliases: Readonly<Record<string, MfaDriver>> = { wincredui: "powershell" };

const flagName = "--prompt";

/** In the order of AWS Vault's flag and variable, ours first. */
const variables = ["TEGATA_PROMPT", "AWS_VAULT_PROMPT"] as const;

export interface DriverQuestion {
  readonly machine: Machine;
  /** `--prompt`. */
  readonly flag: string | undefined;
  readonly hasTerminal: boolean;
  readonly hasProgram: (name: string) => boolean;
}

/**
 * Flag, TEGATA_PROMPT, AWS_VAULT_PROMPT; else the terminal, else a dialog of the desktop, else a YubiKey that was named.
 * @throws TegataError `PromptUnknown`, `PromptUnavailable`; `NoTerminal` (a human is needed) when nobody can be asked.
 */
export function chooseDriver(question: DriverQuestion): MfaDriver {
  const named = namedDriver(question);
  if (named !== undefined) return named;
  if (question.hasTerminal) return "terminal";
  const { machine, hasProgram } = question;
  const found = unattended(machine).find((driver) => hasProgram(programOf[driver]));
  if (found !== undefined) return found;
  throw noTerminal("there is neither a terminal nor a desktop to ask for the MFA code on");
}

/** What a person without a terminal can do. */
export function noTerminal(message: string): TegataError {
  return new TegataError("NoTerminal", message, {
    hint: "mfa_process = COMMAND that prints the code   # in the profile, or run the command in a terminal",
    exitCode: exitCodes.humanNeeded,
  });
}

/** The program behind each driver; the terminal needs none. */
export const programOf: Readonly<Record<Exclude<MfaDriver, "terminal">, string>> = {
  osascript: "osascript",
  powershell: "powershell",
  zenity: "zenity",
  kdialog: "kdialog",
  ykman: "ykman",
};

function namedDriver({ machine, flag, hasTerminal, hasProgram }: DriverQuestion): MfaDriver | undefined {
  const named =
    flag !== undefined
      ? { setting: flagName, value: flag }
      : variables
          .map((setting) => ({ setting, value: machine.env[setting] ?? "" }))
          .find(({ value }) => value !== "");
  if (named === undefined) return undefined;
  const { setting, value } = named;
  if (value === "pass") {
    throw new TegataError(
      "PromptUnknown",
      `${setting} "pass" is not taken, because a code next to the key is no second factor unless a profile asks for it`,
      { hint: "mfa_process = pass otp NAME", exitCode: exitCodes.misuse },
    );
  }
  const driver = mfaDrivers.find((known) => known === value) ?? aliasOf(value);
  if (driver === undefined) {
    throw new TegataError("PromptUnknown", `${setting} "${value}" is none of ${mfaDrivers.join(", ")}`, {
      hint: `${setting === flagName ? "--prompt " : `${setting}=`}terminal`,
      exitCode: exitCodes.misuse,
    });
  }
  if (driver === "terminal" && !hasTerminal)
    throw noTerminal(`${setting} asks for the terminal, and there is none`);
  if (driver !== "terminal" && !hasProgram(programOf[driver])) {
    throw new TegataError(
      "PromptUnavailable",
      `${setting} asks for "${value}", and the program "${programOf[driver]}" was not found`,
      { hint: `${setting === flagName ? "--prompt " : `${setting}=`}terminal`, exitCode: exitCodes.misuse },
    );
  }
  return driver;
}

function aliasOf(value: string): MfaDriver | undefined {
  return Object.hasOwn(aliases, value) ? aliases[value] : undefined;
}

type Unattended = Exclude<MfaDriver, "terminal">;

/** What may show itself without a terminal, the best first. */
function unattended({ platform, env }: Machine): readonly Unattended[] {
  const yubikey: readonly Unattended[] = env.YKMAN_OATH_CREDENTIAL_NAME ? ["ykman"] : [];
  if (platform === "darwin") return ["osascript", ...yubikey];
  if (platform === "win32") return ["powershell", ...yubikey];
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return yubikey;
  const isKde = (env.XDG_CURRENT_DESKTOP ?? "").split(":").includes("KDE");
  return isKde ? ["kdialog", "zenity", ...yubikey] : ["zenity", "kdialog", ...yubikey];
}
