import { TegataError } from "../../../base/index.ts";
import type { Machine } from "../../../vault/index.ts";
import { type Rotated, rotateProfile } from "../../../vault/rotate/index.ts";
import { confirm } from "../../vault/ask.ts";
import { isAsked, planOptionsOf, type VaultSettings } from "../../vault/flags.ts";
import { note, openVault, typedProfile } from "../../vault/open-vault.ts";
import { profileOrPick } from "../../vault/pick-profile.ts";
import { thisMachine } from "../../vault/this-machine.ts";

export interface RotateSettings extends VaultSettings {
  readonly keepOld?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** @throws TegataError as `rotateProfile`. */
export async function rotate(named: string | undefined, settings: RotateSettings): Promise<void> {
  const machine = thisMachine();
  const profile = await profileOrPick(named, settings, machine);
  const isQuiet = isAsked(settings.quiet, "quiet", machine.env);
  const rotated = await rotateProfile(openVault(settings, machine), {
    profile: typedProfile(profile),
    options: planOptionsOf(settings, machine.env),
    keepOld: settings.keepOld ?? false,
    confirm: (question, isInUse) => answer(question, settings.yes === true && !isInUse, machine),
    onNote: isQuiet ? () => {} : note,
  });
  process.stdout.write(settings.json ? `${JSON.stringify(toJson(rotated), null, 2)}\n` : describe(rotated));
}

/** Where nobody can be asked the answer is no; what then cannot be done is told with what to type. */
async function answer(question: string, isYes: boolean, { platform }: Machine): Promise<boolean> {
  if (isYes) return true;
  try {
    return await confirm(question, platform);
  } catch (error) {
    if (error instanceof TegataError && error.code === "NoTerminal") return false;
    throw error;
  }
}

function toJson({ profile, userName, newKeyId, oldKeyId, oldKey }: Rotated) {
  return {
    Profile: profile,
    ...(userName !== undefined && { UserName: userName }),
    NewAccessKeyId: newKeyId,
    OldAccessKeyId: oldKeyId,
    OldKey: oldKey,
  };
}

function describe({ profile, newKeyId, oldKeyId, oldKey }: Rotated): string {
  return `profile "${profile}" has the new key ${newKeyId}; the old one, ${oldKeyId}, is ${oldKey}\n`;
}
