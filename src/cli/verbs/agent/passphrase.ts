/** The passphrase of the keyring's file on its way into the agent: from a variable or a person, never an argument. */
import { Secret } from "../../../base/index.ts";
import type { Environment, Machine } from "../../../vault/index.ts";

const variables = ["TEGATA_FILE_PASSPHRASE", "AWS_VAULT_FILE_PASSPHRASE"] as const;

export function passphraseIn(env: Environment): Secret | undefined {
  const text = variables.map((name) => env[name]).find((value) => value);
  return text ? new Secret(text) : undefined;
}

/** So that locking locks: the keyring would find it in the environment again. */
export function withoutPassphrase(machine: Machine): Machine {
  const env = Object.fromEntries(
    Object.entries(machine.env).filter(([name]) => !variables.some((variable) => variable === name)),
  );
  return { ...machine, env };
}

/** For the body of a request. */
export function formOf(passphrase: Secret | undefined, times: Readonly<Record<string, string>>): string {
  const form = new URLSearchParams(times);
  if (passphrase !== undefined) form.set("passphrase", passphrase.reveal());
  return form.toString();
}
