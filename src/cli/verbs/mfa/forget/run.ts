/** `tegata mfa forget`. */
import { exitCodes, inShell, TegataError } from "../../../../base/index.ts";
import { mfaSeedsIn } from "../../../../vault/keyring/index.ts";
import { removeSeed } from "../../../../vault/mfa-devices/index.ts";
import { settingsOf } from "../../../../vault/profiles/index.ts";
import { hasTerminal } from "../../../../vault/programs/index.ts";
import { confirm } from "../../../vault/ask.ts";
import { isAsked, type VaultSettings } from "../../../vault/flags.ts";
import { note, openVault } from "../../../vault/open-vault.ts";
import { thisMachine } from "../../../vault/this-machine.ts";

export interface MfaForgetSettings extends VaultSettings {
  readonly force?: boolean;
  readonly json?: boolean;
}

/** @throws TegataError `SeedNotFound`; `NoTerminal` without --force. Nothing is changed then. */
export async function forgetSeed(device: string, settings: MfaForgetSettings): Promise<void> {
  const machine = thisMachine();
  const vault = openVault(settings, machine);
  const { files } = await vault.loadFiles();
  const serial = settingsOf(files, device)?.settings.mfaSerial?.value ?? device;
  const { keyring } = await vault.openKeyring();
  const kept = mfaSeedsIn(await keyring.list());
  if (!kept.includes(serial)) throw notKept(serial, kept);
  if (!settings.force) {
    if (!hasTerminal(machine.platform)) throw nobodyToAsk(serial, device);
    const question = `Remove the seed of "${serial}" from the keyring for good? Only who has it elsewhere can give codes then.`;
    if (!(await confirm(question, machine.platform))) {
      note("nothing was removed");
      return;
    }
  }
  const isRemoved = await removeSeed(keyring, serial);
  process.stdout.write(
    settings.json
      ? `${JSON.stringify({ SerialNumber: serial, RemovedSeed: isRemoved }, null, 2)}\n`
      : `removed the seed of ${serial} from the keyring (${keyring.kind})\n`,
  );
  if (!isAsked(settings.quiet, "quiet", machine.env))
    note("the device is as enabled at its service as before; `aws iam deactivate-mfa-device` ends that");
}

function notKept(serial: string, kept: readonly string[]): TegataError {
  const [first] = kept;
  return new TegataError("SeedNotFound", `the keyring has no seed of an MFA device "${serial}"`, {
    ...(first !== undefined && {
      hint: kept.map((other) => `tegata mfa forget ${inShell(other)}`).join("\n"),
    }),
  });
}

function nobodyToAsk(serial: string, device: string): TegataError {
  return new TegataError(
    "NoTerminal",
    `there is no terminal to ask on whether the seed of "${serial}" is to be removed`,
    { hint: `tegata mfa forget ${inShell(device)} --force`, exitCode: exitCodes.humanNeeded },
  );
}
