/** Which credentials the endpoint is asked with. Nothing is minted and nobody is asked for it: what lies open is taken. */
import type { Credentials, Vault } from "../../vault/index.ts";
import type { Plan } from "../../vault/plan/index.ts";
import { keyInFiles, keysInEnvironment } from "../../vault/steps/index.ts";
import { readStoredKey } from "../../vault/stored-keys/index.ts";
import type { EnvironmentFacts, Facts } from "../facts.ts";
import { orUnknown } from "./call-iam.ts";

interface Known extends Pick<Facts, "plan" | "signer" | "environment" | "profile"> {
  /** By `sourceKeyOf`: a keyring may start a program for each reading. */
  readonly sourceKey: Credentials | undefined;
}

/** Those that signed, where they lie open; else the key that the plan begins with. */
export async function credentialsOf(vault: Vault, known: Known): Promise<Credentials | undefined> {
  const { plan, profile, signer, sourceKey } = known;
  const source = plan?.steps[0];
  if (liesInEnvironment(known) || source?.kind === "environment") return keysInEnvironment(vault.machine.env);
  return signer?.from === "file" && source?.kind !== "static-key"
    ? fileKeyOf(vault, profile.name)
    : sourceKey;
}

/** The long-lived key behind a session in the environment: IAM tells it more. */
export async function ownKeyOf(vault: Vault, known: Known): Promise<Credentials | undefined> {
  const { plan, profile, sourceKey } = known;
  if (plan === undefined || !liesInEnvironment(known)) return undefined;
  const [source] = plan.steps;
  const isSource = source.kind === "stored-key" && source.profile === profile.name;
  if (profile.hasStoredKey === true && !isSource) return orUnknown(storedKeyOf(vault, profile.name));
  return source.kind === "static-key" && source.temporary ? undefined : sourceKey;
}

/** The key that the plan begins with; undefined where it begins with none, or where the keyring does not tell. */
export async function sourceKeyOf(vault: Vault, plan: Plan | undefined): Promise<Credentials | undefined> {
  const source = plan?.steps[0];
  switch (source?.kind) {
    case "stored-key":
      return orUnknown(storedKeyOf(vault, source.profile));
    case "static-key":
      return orUnknown(fileKeyOf(vault, source.profile));
    default:
      return undefined;
  }
}

/** Whether what signs are the variables: also those of `tegata exec`, whose keyring may be locked meanwhile. */
function liesInEnvironment({ signer, environment }: Known): boolean {
  return signer?.from === "environment" || (signer?.from === "vault" && isOfExec(environment, signer.keyId));
}

function isOfExec({ vaultProfile, keyId }: EnvironmentFacts, signing: string | undefined): boolean {
  return vaultProfile !== undefined && keyId !== undefined && keyId === signing;
}

async function storedKeyOf(vault: Vault, profile: string): Promise<Credentials | undefined> {
  return readStoredKey((await vault.openKeyring()).keyring, profile);
}

async function fileKeyOf(vault: Vault, profile: string): Promise<Credentials | undefined> {
  return keyInFiles((await vault.loadFiles()).files, profile);
}
