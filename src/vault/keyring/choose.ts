/** Which keyring is used, and why. Pure: what the machine has comes in by parameter. */
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Machine, Platform } from "../machine.ts";
import { type KeyringKind, keyringKinds } from "./keyring.ts";

type ChosenKind = Exclude<KeyringKind, "memory">;

export interface KeyringChoice {
  readonly kind: ChosenKind;
  /** For a person: `TEGATA_KEYRING names it`. */
  readonly why: string;
}

export interface KeyringQuestion {
  readonly machine: Pick<Machine, "platform" | "env">;
  /** `--keyring`, or `--backend` as AWS Vault calls it. */
  readonly flag: string | undefined;
  /** Whether it can be used here. Asked only about those that come into question. */
  readonly isUsable: (kind: ChosenKind) => Promise<boolean>;
  /** Whether Tegata has kept something there. Asked about those that are files. */
  readonly hasItems: (kind: "file" | "pass") => Promise<boolean>;
}

const ownVariable = "TEGATA_KEYRING";
const awsVaultVariable = "AWS_VAULT_BACKEND";

/** AWS Vault's backends that ours can stand in for. Its others (keyctl, 1Password …) have no counterpart. */
const counterparts: Readonly<Record<string, ChosenKind>> = {
  keychain: "keychain",
  wincred: "wincred",
  winhello: "wincred",
  "secret-service": "secret-service",
  kwallet: "secret-service",
  pass: "pass",
  file: "file",
};

/** The best first; `file` works everywhere. */
const byPlatform: Readonly<Record<Platform, readonly ChosenKind[]>> = {
  darwin: ["keychain", "pass", "file"],
  win32: ["wincred", "file"],
  linux: ["secret-service", "pass", "file"],
};

/**
 * Flag, TEGATA_KEYRING, AWS_VAULT_BACKEND, what keeps something already, what is available.
 * @throws TegataError `KeyringUnknown` for a name that a person gave and that is none.
 */
export async function chooseKeyring(question: KeyringQuestion): Promise<KeyringChoice> {
  const { machine, flag } = question;
  const own = machine.env[ownVariable];
  if (flag !== undefined) return { kind: kindOf("--keyring", flag), why: "--keyring names it" };
  if (own) return { kind: kindOf(ownVariable, own), why: `${ownVariable} names it` };
  const awsVaults = machine.env[awsVaultVariable];
  if (awsVaults) {
    const kind = Object.hasOwn(counterparts, awsVaults) ? counterparts[awsVaults] : undefined;
    if (kind !== undefined) return { kind, why: `${awsVaultVariable} names ${quoted(awsVaults)}` };
  }
  const note = awsVaults
    ? `${awsVaultVariable} names ${quoted(awsVaults)}, which has no counterpart here; `
    : "";
  const choice = await byAvailability(question);
  return { ...choice, why: `${note}${choice.why}` };
}

async function byAvailability(question: KeyringQuestion): Promise<KeyringChoice> {
  const { machine, isUsable, hasItems } = question;
  // Keys must not seem lost because a desktop is running today, or is not.
  for (const kind of ["file", "pass"] as const)
    if ((await hasItems(kind)) && (await isUsable(kind))) return { kind, why: "it keeps something already" };
  const kinds = byPlatform[machine.platform];
  for (const kind of kinds)
    if (kind !== "file" && (await isUsable(kind))) {
      return { kind, why: `it is the first of ${kinds.join(", ")} that works here` };
    }
  return { kind: "file", why: `of ${kinds.join(", ")} no other works here` };
}

function kindOf(setting: string, value: string): ChosenKind {
  const kind = keyringKinds.find((known) => known === value);
  if (kind !== undefined) return kind;
  throw new TegataError(
    "KeyringUnknown",
    `${setting} ${quoted(value)} is none of ${keyringKinds.join(", ")}`,
    {
      hint: `${setting === ownVariable ? `${ownVariable}=` : "--keyring "}file`,
      exitCode: exitCodes.misuse,
    },
  );
}

function quoted(value: string): string {
  return JSON.stringify(value);
}
