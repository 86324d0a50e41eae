/**
 * The flags that the vault's verbs share: the one table. Each row has AWS Vault's name for the same thing, so that the
 * parser, `--help` and docs/from-aws-vault.md cannot say different things.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { exitCodes, printable, TegataError } from "../../base/index.ts";
import type { Environment } from "../../vault/index.ts";
// Not the rooms' doors: every start of the program would load all that is behind them.
import { keyringKinds } from "../../vault/keyring/keyring.ts";
import { mfaDrivers } from "../../vault/mfa/choose-driver.ts";
import { parseSpan } from "../../vault/plan/calls/span.ts";
import type { PlanOptions } from "../../vault/plan/index.ts";

export interface VaultFlag {
  /** As commander takes it. */
  readonly flags: string;
  readonly help: string;
  /** Variables that stand in for it where it is not typed, the first one that is set counts: ours, then AWS Vault's. */
  readonly variables: readonly string[];
  /** AWS Vault's flag; undefined where it has none. Another name than ours is taken too, and not shown by --help. */
  readonly awsVault?: { readonly flag: string; readonly difference?: string };
  /** For completions; what is none of them is refused by whoever reads it, with the reason. */
  readonly choices?: readonly string[];
  readonly parse?: (text: string) => unknown;
}

export const vaultFlags = {
  keyring: {
    flags: "--keyring <kind>",
    help: `where long-lived keys are kept: ${keyringKinds.join(", ")}`,
    variables: ["TEGATA_KEYRING", "AWS_VAULT_BACKEND"],
    awsVault: { flag: "--backend", difference: "kinds that have no counterpart here are refused by name" },
    choices: keyringKinds,
  },
  prompt: {
    flags: "--prompt <driver>",
    help: `how MFA codes are asked for: ${mfaDrivers.join(", ")}`,
    variables: ["TEGATA_PROMPT", "AWS_VAULT_PROMPT"],
    awsVault: { flag: "--prompt" },
    choices: mfaDrivers,
  },
  duration: {
    flags: "-d, --duration <span>",
    help: "how long the credentials are to live: 1h, 90m, 3600",
    variables: ["TEGATA_DURATION", "AWS_VAULT_DURATION"],
    awsVault: { flag: "-d, --duration" },
    parse: spanOf,
  },
  noSession: {
    flags: "-n, --no-session",
    help: "do without GetSessionToken; a long-lived key is handed over as it is",
    variables: [],
    awsVault: { flag: "-n, --no-session" },
  },
  region: {
    flags: "--region <name>",
    help: "the region, instead of the profile's",
    variables: [],
    awsVault: { flag: "--region" },
  },
  mfaToken: {
    flags: "-t, --mfa-token <code>",
    help: "the MFA code, where no one can be asked",
    variables: [],
    awsVault: { flag: "-t, --mfa-token" },
  },
  stdout: {
    flags: "--stdout",
    help: "print the sign-in page's address instead of opening a browser",
    variables: ["TEGATA_STDOUT", "AWS_VAULT_STDOUT"],
    awsVault: { flag: "--stdout" },
  },
  device: {
    flags: "--device",
    help: "sign in to SSO on another device, by a code",
    variables: [],
  },
  fresh: {
    flags: "--fresh",
    help: "make new credentials, whatever is kept",
    variables: [],
  },
  noAgent: {
    flags: "--no-agent",
    help: "leave the agent out",
    variables: ["TEGATA_NO_AGENT"],
  },
  quiet: {
    flags: "-q, --quiet",
    help: "no notes on standard error, only failures",
    variables: ["TEGATA_QUIET"],
  },
  plain: {
    flags: "--plain",
    help: "one fact a line, nothing drawn, no colour: for screen readers",
    variables: ["TEGATA_PLAIN"],
  },
} as const satisfies Readonly<Record<string, VaultFlag>>;

export type VaultFlagName = keyof typeof vaultFlags;

/** What commander gives a verb that has all of them; those it has not are undefined. */
export interface VaultSettings {
  readonly keyring?: string;
  readonly prompt?: string;
  readonly duration?: number;
  /** false for --no-session. */
  readonly session?: boolean;
  readonly region?: string;
  readonly mfaToken?: string;
  readonly stdout?: boolean;
  readonly device?: boolean;
  readonly fresh?: boolean;
  /** false for --no-agent. */
  readonly agent?: boolean;
  readonly quiet?: boolean;
  readonly plain?: boolean;
}

/** Those of every verb that gets credentials. */
export const issuingFlags = [
  "duration",
  "noSession",
  "region",
  "mfaToken",
  "prompt",
  "stdout",
  "device",
  "fresh",
  "keyring",
  "noAgent",
  "quiet",
] as const satisfies readonly VaultFlagName[];

/** Adds the flags, and AWS Vault's names for them where those are others. */
export function addFlags(command: Command, names: readonly VaultFlagName[]): Command {
  for (const name of names) {
    const flag: VaultFlag = vaultFlags[name];
    const option = new Option(flag.flags, helpOf(flag));
    if (flag.parse !== undefined) option.argParser(flag.parse);
    command.addOption(option);
    const alias = aliasOf(flag, option);
    if (alias === undefined) continue;
    command.addOption(alias);
    command.on(`option:${alias.name()}`, (value: unknown) => {
      command.setOptionValueWithSource(option.attributeName(), value ?? true, "cli");
    });
  }
  return command;
}

function helpOf({ help, variables }: VaultFlag): string {
  return variables.length === 0 ? help : `${help} (env: ${variables.join(", ")})`;
}

function aliasOf({ flags, awsVault }: VaultFlag, option: Option): Option | undefined {
  if (awsVault === undefined || awsVault.flag.includes(option.long ?? "")) return undefined;
  const argument = /<[^>]+>/.exec(flags)?.[0];
  return new Option(argument === undefined ? awsVault.flag : `${awsVault.flag} ${argument}`).hideHelp();
}

/** @throws InvalidArgumentError for what is no span of time; seconds. */
export function spanOf(text: string): number {
  const seconds = parseSpan(text);
  if (seconds === undefined)
    throw new InvalidArgumentError("a duration is written as 1h, 90m, 1h30m or 3600.");
  return seconds;
}

function spanIn({ value, setting }: { readonly value: string; readonly setting: string }): number {
  const seconds = parseSpan(value);
  if (seconds !== undefined) return seconds;
  throw new TegataError("DurationMalformed", `${setting} "${printable(value)}" is no duration`, {
    hint: `${setting}=1h`,
    exitCode: exitCodes.misuse,
  });
}

/** What was typed, or what the first variable that is set says; with the name of whoever said it. */
export function settingOf(
  typed: string | undefined,
  name: VaultFlagName,
  env: Environment,
): { readonly value: string; readonly setting: string } | undefined {
  const flag: VaultFlag = vaultFlags[name];
  if (typed !== undefined) return { value: typed, setting: longName(flag) };
  for (const variable of flag.variables) {
    const value = env[variable];
    if (value) return { value, setting: variable };
  }
  return undefined;
}

/** Whether a flag without a value is given, or a variable says `true` or `1`. */
export function isAsked(typed: boolean | undefined, name: VaultFlagName, env: Environment): boolean {
  if (typed !== undefined) return typed;
  const said = settingOf(undefined, name, env)?.value.toLowerCase();
  return said === "true" || said === "1";
}

/** The plan's share of the settings. @throws TegataError `DurationMalformed` for a variable that holds none. */
export function planOptionsOf(settings: VaultSettings, env: Environment): PlanOptions {
  const duration = settingOf(settings.duration?.toString(), "duration", env);
  return {
    ...(duration && {
      durationSeconds: { value: spanIn(duration), setting: duration.setting },
    }),
    ...(settings.session === false && { noSession: { value: true, setting: "--no-session" } }),
    ...(settings.region !== undefined && { region: { value: settings.region, setting: "--region" } }),
  };
}

function longName({ flags }: VaultFlag): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}
