/** The keyring of this machine and user. */
import { access } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { Secret } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { dataFolder } from "../private-files/index.ts";
import { hasProgram } from "../programs/index.ts";
import { announceChanges } from "./changes.ts";
import { chooseKeyring, type KeyringChoice } from "./choose.ts";
import { createFileKeyring, keyringFileName } from "./file/file-keyring.ts";
import type { PassphraseQuestion } from "./file/unlocker.ts";
import { createKeychainKeyring } from "./keychain/keychain-keyring.ts";
import type { Keyring } from "./keyring.ts";
import { createNativeKeyring } from "./native.ts";
import { createPassKeyring, passSettings } from "./pass.ts";

export interface OpenKeyringOptions {
  /** `--keyring`. */
  readonly flag?: string | undefined;
  /** How a person is asked for the file's passphrase; undefined where there is nobody. */
  readonly askPassphrase?: ((question: PassphraseQuestion) => Promise<Secret>) | undefined;
}

export interface OpenedKeyring extends KeyringChoice {
  readonly keyring: Keyring;
}

/** In AWS Vault's order, ours first. */
const passphraseVariables = ["TEGATA_FILE_PASSPHRASE", "AWS_VAULT_FILE_PASSPHRASE"] as const;

/**
 * Chooses a keyring and opens it; a person is asked for nothing before an item is.
 * @throws TegataError `KeyringUnknown`, `KeyringUnavailable`.
 */
export async function openKeyring(
  machine: Machine,
  options: OpenKeyringOptions = {},
): Promise<OpenedKeyring> {
  const choice = await chooseKeyring({
    machine,
    flag: options.flag,
    isUsable: (kind) => isUsable(kind, machine),
    hasItems: (kind) => exists(kind === "file" ? keyringFile(machine) : passFolder(machine)),
  });
  const keyring = await create(choice.kind, machine, options);
  return { ...choice, keyring: choice.kind === "file" ? keyring : announceChanges(keyring, machine) };
}

/** The folder of the file keyring: TEGATA_FILE_DIR, else below the user's data. AWS Vault's own has other files. */
export function keyringFolder(machine: Machine): string {
  const path = machine.platform === "win32" ? win32 : posix;
  return machine.env.TEGATA_FILE_DIR || path.join(dataFolder(machine), "keyring");
}

async function create(
  kind: KeyringChoice["kind"],
  machine: Machine,
  { askPassphrase }: OpenKeyringOptions,
): Promise<Keyring> {
  switch (kind) {
    case "keychain":
      return createKeychainKeyring(machine);
    case "pass":
      return createPassKeyring(machine);
    case "wincred":
    case "secret-service":
      return createNativeKeyring(kind);
    case "file":
      return createFileKeyring({
        folder: keyringFolder(machine),
        platform: machine.platform,
        passphrase: { fromEnvironment: passphraseOf(machine), ask: askPassphrase },
      });
  }
}

function passphraseOf({ env }: Machine): { variable: string; passphrase: Secret } | undefined {
  for (const variable of passphraseVariables) {
    const text = env[variable];
    if (text) return { variable, passphrase: new Secret(text) };
  }
  return undefined;
}

async function isUsable(kind: KeyringChoice["kind"], machine: Machine): Promise<boolean> {
  switch (kind) {
    case "keychain":
      return machine.platform === "darwin" && hasProgram("security", machine);
    case "pass":
      return (
        hasProgram(programOf(machine), machine) && exists(posix.join(passSettings(machine).store, ".gpg-id"))
      );
    case "wincred":
      return machine.platform === "win32" && canCreate(kind);
    case "secret-service":
      return machine.platform === "linux" && (await hasBus(machine)) && canCreate(kind);
    case "file":
      return true;
  }
}

/** The add-on loads and its service answers; nothing is unlocked for that. */
async function canCreate(kind: "wincred" | "secret-service"): Promise<boolean> {
  return createNativeKeyring(kind).then(
    () => true,
    () => false,
  );
}

/** Without a session bus there is no Secret Service, and the add-on need not be loaded to find out. */
async function hasBus({ env }: Machine): Promise<boolean> {
  if (env.DBUS_SESSION_BUS_ADDRESS) return true;
  return env.XDG_RUNTIME_DIR ? exists(posix.join(env.XDG_RUNTIME_DIR, "bus")) : false;
}

function programOf(machine: Machine): string {
  return passSettings(machine).command[0] ?? "";
}

function keyringFile(machine: Machine): string {
  const path = machine.platform === "win32" ? win32 : posix;
  return path.join(keyringFolder(machine), keyringFileName);
}

function passFolder(machine: Machine): string {
  const { store, prefix } = passSettings(machine);
  return posix.join(store, prefix);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
