/** Keys of AWS Vault: by letting it hand them over, or out of the files of its file backend. */
import { resolve } from "node:path";
import { exitCodes, Secret, TegataError } from "../../../base/index.ts";
import {
  type AwsVaultFile,
  awsVaultFolder,
  handOverCommand,
  handOverEnvironment,
  listAwsVaultFiles,
  listKeysCommand,
  openAwsVaultItem,
  parseKeyNames,
  readAwsVaultFile,
} from "../../../vault/import/index.ts";
import {
  describeEnd,
  hasProgram,
  openTerminal,
  type ProgramEnd,
  runProgram,
} from "../../../vault/programs/index.ts";
import { ask } from "../../vault/ask.ts";
import { parseHandOver } from "../add/hand-over.ts";
import { type ImportContext, type ImportOutcome, importKey, isWanted, refusal } from "./context.ts";

const program = "aws-vault";
/** A person may have to unlock AWS Vault's keyring and ours. */
const handOverMs = 5 * 60_000;
const maxAttempts = 3;

/** @throws TegataError `AwsVaultNotFound`, `AwsVaultFailed`, `PassphraseWrong`, and what our keyring refuses with. */
export async function importFromAwsVault(context: ImportContext): Promise<readonly ImportOutcome[]> {
  const { machine } = context.vault;
  const { fileDir } = context.settings;
  const isFile = fileDir !== undefined || machine.env.AWS_VAULT_BACKEND === "file";
  if (!isFile && hasProgram(program, machine)) return handOver(context);
  const folder = resolve(awsVaultFolder(machine, fileDir));
  const files = await listAwsVaultFiles(folder, machine.platform);
  if (files !== undefined) return openFiles(context, folder, files);
  throw new TegataError(
    "AwsVaultNotFound",
    isFile
      ? `AWS Vault's file backend has no folder "${folder}"`
      : `${program} is not on the PATH, and its file backend has no folder "${folder}"`,
    { hint: "tegata import --from aws-vault --file-dir FOLDER" },
  );
}

async function handOver(context: ImportContext): Promise<readonly ImportOutcome[]> {
  const { vault, settings } = context;
  // Asked first: a keyring of ours that stays locked is told once, and before AWS Vault opens its own.
  const { storedKeys } = await vault.listStoredKeys();
  const listed = await runAwsVault(context, listKeysCommand);
  if (listed.kind !== "ended" || listed.code !== 0)
    throw new TegataError("AwsVaultFailed", describeEnd(listKeysCommand.join(" "), listed, handOverMs), {
      hint: listKeysCommand.join(" "),
    });
  const outcomes: ImportOutcome[] = [];
  for (const profile of parseKeyNames(listed.stdout).filter((name) => isWanted(context, name))) {
    if (settings.dryRun) outcomes.push(foretell(profile, storedKeys));
    else outcomes.push(await handOverOne(context, profile));
  }
  return outcomes;
}

/** AWS Vault tells no more than names before it is unlocked. */
function foretell(profile: string, storedKeys: ReadonlySet<string>): ImportOutcome {
  if (!storedKeys.has(profile)) return { profile, status: "would-move" };
  return {
    profile,
    status: "skipped",
    reason: "the keyring has a key of this profile, which is not replaced",
  };
}

async function handOverOne(context: ImportContext, profile: string): Promise<ImportOutcome> {
  const tegata = [process.execPath, process.argv[1] ?? ""];
  const command = handOverCommand(profile, [...tegata, "add", profile, "--env", "--hand-over"]);
  if (command === undefined)
    return { profile, status: "skipped", reason: "AWS Vault would take the name for a flag" };
  const end = await runAwsVault(context, command);
  const key = end.kind === "ended" && end.code === 0 ? parseHandOver(end.stdout) : undefined;
  if (key !== undefined) return importKey(context, profile, key);
  const said = describeEnd(`${program} exec --no-session ${profile}`, end, handOverMs);
  return { profile, status: "failed", reason: `AWS Vault handed no key over: ${said}` };
}

/** It reads a passphrase from its standard input, which is the person's terminal where there is one. */
async function runAwsVault({ vault }: ImportContext, command: readonly string[]): Promise<ProgramEnd> {
  const { env, platform } = vault.machine;
  const terminal = openTerminal(platform);
  try {
    return await runProgram(command, {
      env: handOverEnvironment(env, platform),
      ...(terminal && { stdin: terminal.input }),
      timeoutMs: handOverMs,
    });
  } finally {
    terminal?.close();
  }
}

async function openFiles(
  context: ImportContext,
  folder: string,
  files: readonly AwsVaultFile[],
): Promise<readonly ImportOutcome[]> {
  const wanted = files.filter(({ profile }) => isWanted(context, profile));
  const { storedKeys } = await context.vault.listStoredKeys();
  if (context.settings.dryRun) return wanted.map(({ profile }) => foretell(profile, storedKeys));
  const passphrase = new FolderPassphrase(context, folder);
  const outcomes: ImportOutcome[] = [];
  for (const file of wanted) outcomes.push(await openOne(context, file, passphrase));
  return outcomes;
}

async function openOne(
  context: ImportContext,
  file: AwsVaultFile,
  passphrase: FolderPassphrase,
): Promise<ImportOutcome> {
  const { profile, path } = file;
  try {
    const token = await readAwsVaultFile(file);
    const item = await passphrase.open((secret) => openAwsVaultItem(token, secret, path));
    if (item === undefined)
      return {
        profile,
        status: "failed",
        reason: `the passphrase that opens others does not open "${path}"`,
      };
    if (item.name !== profile)
      return { profile, status: "failed", reason: `"${path}" holds the key of another profile` };
    return await importKey(context, profile, item);
  } catch (error) {
    return refusal(profile, error);
  }
}

/** One passphrase for the folder, as AWS Vault takes it: its variable, or a person. */
class FolderPassphrase {
  readonly #context: ImportContext;
  readonly #folder: string;
  #known: Secret | undefined;

  constructor(context: ImportContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  /** undefined when it opens others and not this one. @throws TegataError `PassphraseWrong`, `NoTerminal`, `Declined`. */
  async open<T>(attempt: (passphrase: Secret) => Promise<T | undefined>): Promise<T | undefined> {
    if (this.#known !== undefined) return attempt(this.#known);
    const { env, platform } = this.#context.vault.machine;
    const given = env.AWS_VAULT_FILE_PASSPHRASE;
    for (let tries = 1; ; tries += 1) {
      const text = `Passphrase of AWS Vault's "${this.#folder}"`;
      const passphrase = new Secret(given || (await ask({ text, isHidden: true }, platform)));
      const opened = await attempt(passphrase);
      if (opened !== undefined) {
        this.#known = passphrase;
        return opened;
      }
      if (given || tries === maxAttempts) throw this.#wrong(given ? "in AWS_VAULT_FILE_PASSPHRASE " : "");
    }
  }

  #wrong(whence: string): TegataError {
    return new TegataError(
      "PassphraseWrong",
      `the passphrase ${whence}does not open AWS Vault's "${this.#folder}"`,
      { hint: "unset AWS_VAULT_FILE_PASSPHRASE   # and type it when asked", exitCode: exitCodes.humanNeeded },
    );
  }
}
