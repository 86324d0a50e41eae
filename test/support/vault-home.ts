/** A user's home for the vault: shared files, a keyring file that is cheap to open, and `tegata …` run in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret, systemClock } from "../../src/base/index.ts";
import type { Machine } from "../../src/vault/index.ts";
import { createFileKeyring, type Keyring, keyringFolder } from "../../src/vault/keyring/index.ts";
import { writeStoredKey } from "../../src/vault/stored-keys/index.ts";
import { type Run, runProgram } from "./aws-cli.ts";
import { cleanEnvironment, type Key, tegataProgram } from "./server.ts";

/** scrypt with N = 2^10: a test opens the file many times, and nobody guesses its passphrase. */
const cheapLogN = 10;
export const passphrase = "correct horse battery staple";

export interface VaultHome {
  readonly folder: string;
  readonly configFile: string;
  readonly credentialsFile: string;
  /** What every program in this home runs with: HOME, the passphrase, no region but us-east-1, no metadata service. */
  readonly env: Readonly<Record<string, string>>;
  readonly machine: Machine;
  readonly keyring: Keyring;
  writeConfig(text: string): void;
  writeCredentials(text: string): void;
  addKey(profile: string, key: Key, arn?: string): Promise<void>;
  /** `tegata …`; `env` on top of the home's, undefined takes a variable away. */
  tegata(args: readonly string[], options?: HomeRunOptions): Promise<Run>;
  /** Any program in this home. */
  run(command: readonly string[], options?: HomeRunOptions): Promise<Run>;
  /** The command line of `tegata`, for programs that start it themselves. */
  readonly command: readonly [string, string];
  remove(): void;
}

export interface HomeRunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly cwd?: string;
}

export function makeVaultHome(): VaultHome {
  const folder = mkdtempSync(join(tmpdir(), "tegata-home-"));
  const aws = join(folder, ".aws");
  mkdirSync(aws, { mode: 0o700 });
  const env = {
    HOME: folder,
    XDG_CACHE_HOME: join(folder, ".cache"),
    XDG_DATA_HOME: join(folder, ".local", "share"),
    XDG_RUNTIME_DIR: folder,
    TEGATA_KEYRING: "file",
    TEGATA_FILE_PASSPHRASE: passphrase,
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
  };
  const machine: Machine = { platform: "linux", env, home: folder, clock: systemClock };
  const keyring = createFileKeyring({
    folder: keyringFolder(machine),
    platform: "linux",
    passphrase: {
      fromEnvironment: { variable: "TEGATA_FILE_PASSPHRASE", passphrase: new Secret(passphrase) },
    },
    logN: cheapLogN,
  });
  const command = [process.execPath, tegataProgram] as const;
  const run = (program: readonly string[], options: HomeRunOptions = {}): Promise<Run> =>
    runProgram(program, cleanEnvironment({ ...env, ...options.env }), options.input, options.cwd);
  const configFile = join(aws, "config");
  const credentialsFile = join(aws, "credentials");
  return {
    folder,
    configFile,
    credentialsFile,
    env,
    machine,
    keyring,
    command,
    writeConfig: (text) => writeFileSync(configFile, text, { mode: 0o600 }),
    writeCredentials: (text) => writeFileSync(credentialsFile, text, { mode: 0o600 }),
    addKey: async (profile, { accessKeyId, secretAccessKey }, arn) =>
      writeStoredKey(keyring, profile, { accessKeyId, secretAccessKey: new Secret(secretAccessKey) }, arn),
    run,
    tegata: (args, options) => run([...command, ...args], options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
