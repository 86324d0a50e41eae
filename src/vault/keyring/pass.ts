/**
 * pass, the standard Unix password manager: one gpg file for each item. https://www.passwordstore.org.
 * Secrets go over standard input and output, as base64; names are the files' names.
 */
import { access, readdir } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { decodeBase64, encodeBase64 } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { isMissing } from "../private-files/index.ts";
import { describeEnd, type ProgramEnd, runProgram, splitCommand } from "../programs/index.ts";
import { keyringDamaged, keyringFailed, keyringLocked, keyringUnavailable } from "./failures.ts";
import {
  checkItem,
  decodeItemName,
  encodeItemName,
  type Keyring,
  serviceName,
  sortedNames,
} from "./keyring.ts";

export interface PassSettings {
  /** The program and what stands before its subcommand. */
  readonly command: readonly string[];
  readonly store: string;
  /** The folder below the store. */
  readonly prefix: string;
}

/** The agent may ask a person for the passphrase of the gpg key. */
const timeoutMs = 5 * 60_000;

/**
 * TEGATA_PASS_CMD, TEGATA_PASS_DIR, TEGATA_PASS_PREFIX, then AWS Vault's names for them, then PASSWORD_STORE_DIR.
 * Below AWS Vault's prefix we have a folder of our own, since it takes all that it finds there for its own.
 */
export function passSettings({ env, home, platform }: Machine): PassSettings {
  const line = env.TEGATA_PASS_CMD || env.AWS_VAULT_PASS_CMD || "pass";
  const store =
    env.TEGATA_PASS_DIR ||
    env.AWS_VAULT_PASS_PASSWORD_STORE_DIR ||
    env.PASSWORD_STORE_DIR ||
    posix.join(home, ".password-store");
  const awsVaults = env.AWS_VAULT_PASS_PREFIX && posix.join(env.AWS_VAULT_PASS_PREFIX, serviceName);
  return {
    command: splitCommand(line, platform) ?? [line],
    store,
    prefix: env.TEGATA_PASS_PREFIX || awsVaults || serviceName,
  };
}

export function createPassKeyring(machine: Machine): Keyring {
  const settings = passSettings(machine);
  const env = { ...machine.env, PASSWORD_STORE_DIR: settings.store };
  const [program = "pass"] = settings.command;
  const itemOf = (name: string) => `${settings.prefix}/${encodeItemName(name)}`;
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    // Without input it gets our own, never read, by which pass finds the terminal for gpg's question.
    const options = { env, timeoutMs, ...(input === undefined ? { stdin: 0 } : { input }) };
    const end = await runProgram([...settings.command, ...args], options);
    if (end.kind === "ended" && end.code === 0) return end.stdout;
    throw failureOf(program, args, end);
  };

  return {
    kind: "pass",
    async read(name) {
      checkItem(name);
      if (!(await exists(fileOf(settings, name)))) return undefined;
      const item = itemOf(name);
      const text = (await run(["show", item])).trim();
      const secret = decodeBase64(text);
      if (secret === undefined)
        throw keyringDamaged(`"${item}" in pass was not written by Tegata`, `pass show '${item}'`);
      return secret;
    },
    async write(name, secret) {
      checkItem(name, secret);
      await requireStore(settings);
      await run(["insert", "--multiline", "--force", itemOf(name)], `${encodeBase64(secret)}\n`);
    },
    async remove(name) {
      checkItem(name);
      if (!(await exists(fileOf(settings, name)))) return false;
      await run(["rm", "--force", itemOf(name)]);
      return true;
    },
    async list() {
      const files = await readdir(posix.join(settings.store, settings.prefix)).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      return sortedNames(
        files
          .filter((file) => file.endsWith(gpgEnding))
          .flatMap((file) => decodeItemName(file.slice(0, -gpgEnding.length)) ?? []),
      );
    },
    lock: async () => {},
  };
}

const gpgEnding = ".gpg";

function fileOf({ store, prefix }: PassSettings, name: string): string {
  return posix.join(store, prefix, `${encodeItemName(name)}${gpgEnding}`);
}

/** pass: "A password store must be initialized": the nearest `.gpg-id` above an item says for whom it is encrypted. */
async function requireStore({ store, prefix }: PassSettings): Promise<void> {
  for (let folder = posix.join(store, prefix); ; folder = dirname(folder)) {
    if (await exists(posix.join(folder, ".gpg-id"))) return;
    if (folder === store || folder === dirname(folder))
      throw keyringUnavailable(`"${store}" is no password store yet`, "pass init GPG-ID");
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function failureOf(program: string, [verb = "", ...rest]: readonly string[], end: ProgramEnd): Error {
  const item = rest.at(-1) ?? "";
  const what = `${describeEnd(program, end, timeoutMs)}, asked to ${verb} "${item}"`;
  if (end.kind === "not-started")
    return keyringUnavailable(
      describeEnd(program, end, timeoutMs),
      "install pass, or use another: --keyring file",
    );
  // To read takes gpg's secret key, and that is what a person has to unlock.
  return verb === "show"
    ? keyringLocked(what, `pass show '${item}'`)
    : keyringFailed(what, `pass ${verb} '${item}'`);
}
