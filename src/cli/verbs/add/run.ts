/** `tegata add`: everything that can refuse comes before the key is written. */
import { exitCodes, inShell, TegataError } from "../../../base/index.ts";
import type { Machine, Vault } from "../../../vault/index.ts";
import { describePlace, type LoadedFiles, settingsOf } from "../../../vault/profiles/index.ts";
import { hasTerminal } from "../../../vault/programs/index.ts";
import {
  describeRootKey,
  type GivenKey,
  isRootArn,
  mask,
  requireLongLived,
  requireOwnSource,
} from "../../../vault/stored-keys/index.ts";
import { confirm } from "../../vault/ask.ts";
import { isAsked, type VaultSettings } from "../../vault/flags.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { count } from "../clear/drop-sessions.ts";
import { askKey, keyInEnvironment } from "./ask-key.ts";
import { handOver } from "./hand-over.ts";
import { type ProfileEdit, planProfileEdit } from "./profile-edit.ts";
import { type StoredKeyResult, storeKey } from "./store-key.ts";

export interface AddSettings extends VaultSettings {
  readonly env?: boolean;
  /** false for --no-add-config. */
  readonly addConfig: boolean;
  readonly mfaSerial?: string;
  /** false for --no-verify. */
  readonly verify: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
  /** Give the environment's key to the parent instead of keeping it. */
  readonly handOver?: boolean;
}

export async function runAdd(profile: string, settings: AddSettings): Promise<void> {
  const machine = thisMachine();
  if (settings.handOver) return handOver(keyInEnvironment(machine.env, profile), process.stdout);
  requireSense(settings);
  const vault = openVault(settings, machine);
  const loaded = await vault.loadFiles();
  requireOwnSource(loaded.files, profile);
  const edit = settings.addConfig ? await planProfileEdit(loaded, profile, settings.mfaSerial) : undefined;
  const key = settings.env ? keyInEnvironment(machine.env, profile) : await askKey(machine.platform);
  requireLongLived(profile, key);
  const { platform } = machine;
  const stored = await storeKey({
    vault,
    profile,
    key,
    isChecked: settings.verify,
    mayReplace: (kept) => mayReplace(profile, kept, settings, machine),
    mayGoUnchecked: async (error) => {
      if (settings.env || !hasTerminal(platform)) throw unchecked(error, profile);
      return confirm(`${error.message}. Keep the key unverified?`, platform);
    },
  });
  await edit?.make();
  await report({ profile, key, settings, vault, loaded, stored, edit });
}

function requireSense({ addConfig, mfaSerial }: AddSettings): void {
  if (addConfig || mfaSerial === undefined) return;
  throw new TegataError(
    "FlagsContradict",
    "--mfa-serial is written into the config file, which --no-add-config forbids",
    {
      exitCode: exitCodes.misuse,
    },
  );
}

async function mayReplace(
  profile: string,
  kept: string,
  { force }: AddSettings,
  { platform }: Machine,
): Promise<boolean> {
  if (force) return true;
  if (!hasTerminal(platform)) return false;
  return confirm(`The keyring has ${kept} for profile "${profile}". Replace it for good?`, platform);
}

function unchecked(error: TegataError, profile: string): TegataError {
  return new TegataError(error.code, `${error.message}; the key was not stored`, {
    hint: `tegata add ${inShell(profile)} --env --no-verify   # keeps it unverified`,
    exitCode: error.exitCode,
    cause: error,
  });
}

interface Report {
  readonly profile: string;
  readonly key: GivenKey;
  readonly settings: AddSettings;
  readonly vault: Vault;
  readonly loaded: LoadedFiles;
  readonly stored: StoredKeyResult;
  readonly edit: ProfileEdit | undefined;
}

async function report({ profile, key, settings, vault, loaded, stored, edit }: Report): Promise<void> {
  const { identity, wasThere, droppedSessions } = stored;
  const { kind } = await vault.openKeyring();
  if (settings.json) {
    const answer = {
      Profile: profile,
      AccessKeyId: mask(key.accessKeyId),
      Keyring: kind,
      Verified: identity !== undefined,
      ...(identity && { Arn: identity.arn, AccountId: identity.account, IsRoot: isRootArn(identity.arn) }),
      WasThere: wasThere,
      DroppedSessions: droppedSessions,
      ...(edit && { ConfigFile: edit.file }),
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    const whose = identity === undefined ? "unverified" : `of ${identity.arn}`;
    process.stdout.write(
      `${wasThere ? "already there" : "added"}: the key ${mask(key.accessKeyId)} ${whose}, for profile "${profile}" in the keyring (${kind})\n`,
    );
  }
  warn(profile, key, identity?.arn);
  if (isAsked(settings.quiet, "quiet", vault.machine.env)) return;
  if (identity === undefined) note("nobody was asked whose the key is, and whether it works");
  if (droppedSessions > 0) note(`forgot ${count(droppedSessions, "session")} that the former key made`);
  if (edit?.isNew) note(`added [profile ${profile}] to the end of "${edit.file}"`);
  else if (edit !== undefined) note(`set mfa_serial of profile "${profile}" in "${edit.file}"`);
  noteClearText(loaded, profile);
}

/** Not silenced by --quiet: it is no progress. */
function warn(profile: string, { accessKeyId }: GivenKey, arn: string | undefined): void {
  if (arn === undefined || !isRootArn(arn)) return;
  const { warning, command } = describeRootKey(profile, { accessKeyId, arn });
  note(`warning: ${warning}\n  ${command}`);
}

function noteClearText({ files }: LoadedFiles, profile: string): void {
  const place = settingsOf(files, profile)?.settings.secretAccessKey?.place;
  if (place === undefined) return;
  note(
    `a key of profile "${profile}" is in clear text at ${describePlace(place)}; to move it:\n  tegata import --from credentials-file --scrub ${inShell(profile)}`,
  );
}
