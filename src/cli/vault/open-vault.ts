/** The vault of this machine, with the person at its terminal. */
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, printable, TegataError } from "../../base/index.ts";
import { createVault, type Machine, openKeyring, type SignInPorts, type Vault } from "../../vault/index.ts";
import { createAsk } from "../../vault/mfa/index.ts";
import { storedCode } from "../../vault/mfa-devices/stored-seed.ts";
import { theArgument } from "../../vault/profiles/index.ts";
import { hasTerminal } from "../../vault/programs/index.ts";
import { chooseSignIn } from "../../vault/sso/index.ts";
import { createAskPassphrase } from "./ask.ts";
import { isAsked, type VaultSettings } from "./flags.ts";
import { openBrowser } from "./open-browser.ts";

/** Opens nothing yet: files, keyring and services are asked when they are needed. */
export function openVault(
  settings: VaultSettings,
  machine: Machine,
  isTerminalFree: () => boolean = () => true,
): Vault {
  const { platform, env } = machine;
  const token = settings.mfaToken;
  const prompt = settings.prompt;
  const vault = createVault({
    machine,
    openKeyring: () =>
      openKeyring(machine, {
        flag: settings.keyring,
        ...(isTerminalFree() && hasTerminal(platform) && { askPassphrase: createAskPassphrase(platform) }),
      }),
    askMfa: createAsk({
      machine,
      isTerminalFree,
      ...(prompt !== undefined && { prompt }),
      ...(token !== undefined && { token }),
      stored: async (question) =>
        storedCode((await vault.openKeyring()).keyring, question, { clock: machine.clock, sleep }),
    }),
    signIn: signInPorts(settings, machine),
    onNote: isAsked(settings.quiet, "quiet", env) ? () => {} : note,
  });
  return vault;
}

/** One line for a person on standard error. */
export function note(text: string): void {
  process.stderr.write(`tegata: ${text.split("\n").map(printable).join("\n")}\n`);
}

function signInPorts(settings: VaultSettings, machine: Machine): SignInPorts {
  const toStdout = isAsked(settings.stdout, "stdout", machine.env);
  return {
    signIn: chooseSignIn({
      machine,
      isDevice: settings.device ?? false,
      isPrinted: toStdout,
      hasTerminal: hasTerminal(machine.platform),
    }),
    openBrowser: async (url) => {
      if (toStdout) {
        process.stdout.write(`${url}\n`);
        return;
      }
      note(`waiting for the sign-in in your browser: ${url}`);
      await openBrowser(url, machine);
    },
    showDeviceCode: async ({ verificationUri, userCode, verificationUriComplete }) => {
      note(
        `waiting for the sign-in: open ${verificationUri} and type ${userCode}, or open ${verificationUriComplete}`,
      );
    },
  };
}

/**
 * What was typed about the profile, as a plan takes it.
 * @throws TegataError `ProfileEmpty`: `exec "$PROFILE"` with nothing in it must not run as the default profile.
 */
export function typedProfile(name: string | undefined): { name: string; setting: string } | undefined {
  if (name === "")
    throw new TegataError("ProfileEmpty", "the profile's name is empty", {
      hint: "tegata list --profiles",
      exitCode: exitCodes.misuse,
    });
  return name === undefined ? undefined : { name, setting: theArgument };
}
