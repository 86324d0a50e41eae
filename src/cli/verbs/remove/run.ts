/** `tegata remove`. */
import { exitCodes, inShell, TegataError } from "../../../base/index.ts";
import type { Vault } from "../../../vault/index.ts";
import { rotationItem, rotationsIn } from "../../../vault/keyring/index.ts";
import { hasTerminal } from "../../../vault/programs/index.ts";
import { mask, readStoredKey, removeStoredKey } from "../../../vault/stored-keys/index.ts";
import { confirm } from "../../vault/ask.ts";
import { isAsked, type VaultSettings } from "../../vault/flags.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { count, dropSessionsOf } from "../clear/drop-sessions.ts";

export interface RemoveSettings extends VaultSettings {
  readonly force?: boolean;
  readonly sessionsOnly?: boolean;
  readonly json?: boolean;
}

export async function runRemove(profile: string, settings: RemoveSettings): Promise<void> {
  const machine = thisMachine();
  const vault = openVault(settings, machine);
  const key = settings.sessionsOnly ? undefined : await keptKey(vault, profile);
  if (key !== undefined && !settings.force) {
    await requireNoRotation(vault, profile);
    if (!hasTerminal(machine.platform)) throw nobodyToAsk(profile);
    const question = `Remove ${key} of profile "${profile}" from the keyring for good?`;
    if (!(await confirm(question, machine.platform))) {
      // As AWS Vault: who says no has what they wanted.
      note("nothing was removed");
      return;
    }
  }
  // Sessions first: killed in between, the command can be given again.
  const sessions = await dropSessionsOf(vault, profile);
  const isRemoved = key !== undefined && (await removeKey(vault, profile));
  if (settings.json) {
    const answer = { Profile: profile, RemovedKey: isRemoved, DroppedSessions: sessions };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const removed = isRemoved ? `removed ${key} and ` : "";
  process.stdout.write(`${removed}forgot ${count(sessions, "session")} of profile "${profile}"\n`);
  if (isRemoved && !isAsked(settings.quiet, "quiet", machine.env))
    note("the key is as active at its service as before; `aws iam delete-access-key` deletes it there");
}

/** With what a rotation that was cut off keeps of it: that may be a key too, and a newer one. */
async function removeKey(vault: Vault, profile: string): Promise<boolean> {
  const { keyring } = await vault.openKeyring();
  await keyring.remove(rotationItem(profile));
  return removeStoredKey(keyring, profile);
}

/** @throws TegataError `RotationUnfinished`. */
async function requireNoRotation(vault: Vault, profile: string): Promise<void> {
  const { keyring } = await vault.openKeyring();
  if (!rotationsIn(await keyring.list()).has(profile)) return;
  throw new TegataError(
    "RotationUnfinished",
    `the rotation of the key of profile "${profile}" is unfinished, and the keyring keeps what it needs to go on`,
    { hint: `tegata rotate ${inShell(profile)}` },
  );
}

/** What is in the keyring for the profile, as a person may see it. @throws TegataError `KeyNotFound`. */
async function keptKey(vault: Vault, profile: string): Promise<string> {
  const { keyring } = await vault.openKeyring();
  try {
    const key = await readStoredKey(keyring, profile);
    if (key !== undefined) return `the key ${mask(key.accessKeyId)}`;
  } catch (error) {
    if (error instanceof TegataError && error.code === "KeyUnreadable") return "the item, which is no key,";
    throw error;
  }
  throw new TegataError("KeyNotFound", `the keyring (${keyring.kind}) has no key for profile "${profile}"`, {
    hint: "tegata list --credentials   # names the profiles that have one",
  });
}

function nobodyToAsk(profile: string): TegataError {
  return new TegataError(
    "NoTerminal",
    `there is no terminal to ask on whether the key of profile "${profile}" is to be removed`,
    { hint: `tegata remove ${inShell(profile)} --force`, exitCode: exitCodes.humanNeeded },
  );
}
