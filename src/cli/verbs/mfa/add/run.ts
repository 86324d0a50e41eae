import { writeSync } from "node:fs";
import { exitCodes, type Secret, TegataError } from "../../../../base/index.ts";
import type { Machine } from "../../../../vault/index.ts";
import { type AddedDevice, addDevice } from "../../../../vault/mfa-devices/index.ts";
import { hasTerminal, openTerminal } from "../../../../vault/programs/index.ts";
import { hasColour } from "../../../display/style.ts";
import { ask, confirm } from "../../../vault/ask.ts";
import { isAsked, planOptionsOf, type VaultSettings } from "../../../vault/flags.ts";
import { note, openVault, typedProfile } from "../../../vault/open-vault.ts";
import { thisMachine } from "../../../vault/this-machine.ts";
import { renderQr } from "./qr-text.ts";

export interface MfaAddSettings extends VaultSettings {
  readonly name?: string;
  /** false for --no-qr. */
  readonly qr?: boolean;
  readonly yes?: boolean;
  readonly storeSeed?: boolean;
  readonly json?: boolean;
}

/** @throws TegataError as `addDevice`; `NoTerminal` before anything is made. */
export async function addMfaDevice(profile: string | undefined, settings: MfaAddSettings): Promise<void> {
  const machine = thisMachine();
  const { platform, env } = machine;
  if (!settings.storeSeed && !hasTerminal(platform)) throw noTerminal();
  const say = isAsked(settings.quiet, "quiet", env) ? () => {} : note;
  if (settings.storeSeed)
    say(
      "with --store-seed the codes lie beside the key: who can use the keyring has both, and MFA is no second factor",
    );
  const added = await addDevice(openVault(settings, machine), {
    profile: typedProfile(profile),
    options: planOptionsOf(settings, env),
    name: settings.name,
    storeSeed: settings.storeSeed ?? false,
    show: (device) => show(device, settings.qr ?? true, machine),
    ask: (text) => ask({ text }, platform),
    confirm: async (question) => settings.yes === true || confirm(question, platform),
    // Why a code is asked for again must be seen also by who wants no notes.
    onNote: settings.storeSeed ? say : note,
  });
  process.stdout.write(settings.json ? `${JSON.stringify(toJson(added), null, 2)}\n` : `${added.serial}\n`);
}

/** SECURITY: on the terminal itself: standard output and standard error may be a file that others read. */
async function show(
  { serial, seed, otpauthUri }: { serial: string; seed: Secret; otpauthUri: Secret },
  wantsQr: boolean,
  { platform, env }: Machine,
): Promise<void> {
  const terminal = openTerminal(platform);
  if (terminal === undefined) return;
  try {
    const code = wantsQr
      ? await qrText(otpauthUri, hasColour({ isTerminal: true, env, isPlain: false }))
      : "";
    const how = wantsQr
      ? "Scan the code with an authenticator app, or give it this secret"
      : "Give this secret";
    writeSync(
      terminal.output,
      `\n${code}\n${how}${wantsQr ? "" : " to an authenticator app"}, for ${serial}:\n\n  ${inGroups(seed.reveal())}\n\n`,
    );
  } finally {
    terminal.close();
  }
}

async function qrText(uri: Secret, isColoured: boolean): Promise<string> {
  // The names of a CommonJS library are not told when it is imported at run time from a bundle; its whole is.
  const { default: qrcode } = await import("qrcode");
  const { modules } = qrcode.create(uri.reveal(), { errorCorrectionLevel: "L" });
  return renderQr(
    { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 },
    isColoured,
  );
}

/** As people copy it by hand; apps pass over the spaces. */
function inGroups(seed: string): string {
  return seed.match(/.{1,4}/g)?.join(" ") ?? seed;
}

function toJson({ serial, userName, profile, writtenTo }: AddedDevice) {
  return {
    SerialNumber: serial,
    UserName: userName,
    Profile: profile,
    ...(writtenTo !== undefined && { WrittenTo: writtenTo }),
  };
}

function noTerminal(): TegataError {
  return new TegataError(
    "NoTerminal",
    "there is no terminal to show the device's secret and to ask for its codes on",
    {
      hint: "run the command in a terminal",
      exitCode: exitCodes.humanNeeded,
    },
  );
}
