/** Which credentials the endpoint is asked with. Nothing is minted and nobody is asked for it: what lies open is taken. */
import type { Credentials, Vault } from "../../vault/index.ts";
import type { Plan } from "../../vault/plan/index.ts";
import { keyInFiles, keysInEnvironment } from "../../vault/steps/index.ts";
import { readStoredKey } from "../../vault/stored-keys/index.ts";
import type { EnvironmentFacts, Facts } from "../facts.ts";
import { orUnknown } from "./call-iam.ts";

type Known = Pick<Facts, "plan" | "signer" | "environment" | "profile">;

/** Those that signed, where they lie open; else the key that the plan begins with. */
export async function credentialsOf(vault: Vault, known: Known): Promise<Credentials | undefined> {
  const { plan, profile, signer } = known;
  if (liesInEnvironment(known) || plan?.steps[0].kind === "environment") {
    return keysInEnvironment(vault.machine.env);
  }
  if (signer?.from === "file") return fileKeyOf(vault, keyProfileIn(plan) ?? profile.name);
  return plan && orUnknown(sourceKeyOf(vault, plan));
}

/** The long-lived key behind a session in the environment: IAM tells it more. */
export async function ownKeyOf(vault: Vault, known: Known): Promise<Credentials | undefined> {
  const { plan, profile } = known;
  if (plan === undefined || !liesInEnvironment(known)) return undefined;
  if (profile.hasStoredKey === true) return orUnknown(storedKeyOf(vault, profile.name));
  const [source] = plan.steps;
  const isTemporary = source.kind === "static-key" && source.temporary;
  return isTemporary ? undefined : orUnknown(sourceKeyOf(vault, plan));
}

/** An id is no secret. */
export async function storedKeyIdOf(vault: Vault, plan: Plan | undefined): Promise<string | undefined> {
  if (plan?.steps[0].kind !== "stored-key") return undefined;
  return (await orUnknown(sourceKeyOf(vault, plan)))?.accessKeyId;
}

/** Whether what signs are the variables: also those of `tegata exec`, whose keyring may be locked meanwhile. */
function liesInEnvironment({ signer, environment }: Pick<Known, "signer" | "environment">): boolean {
  return signer?.from === "environment" || (signer?.from === "vault" && isOfExec(environment, signer.keyId));
}

function isOfExec({ vaultProfile, keyId }: EnvironmentFacts, signing: string | undefined): boolean {
  return vaultProfile !== undefined && keyId !== undefined && keyId === signing;
}

async function sourceKeyOf(vault: Vault, plan: Plan): Promise<Credentials | undefined> {
  const [source] = plan.steps;
  switch (source.kind) {
    case "stored-key":
      return storedKeyOf(vault, source.profile);
    case "static-key":
      return fileKeyOf(vault, source.profile);
    default:
      return undefined;
  }
}

/** Whose line in the files the plan begins with. */
function keyProfileIn(plan: Plan | undefined): string | undefined {
  const source = plan?.steps[0];
  return source?.kind === "static-key" ? source.profile : undefined;
}

async function storedKeyOf(vault: Vault, profile: string): Promise<Credentials | undefined> {
  return readStoredKey((await vault.openKeyring()).keyring, profile);
}

async function fileKeyOf(vault: Vault, profile: string): Promise<Credentials | undefined> {
  return keyInFiles((await vault.loadFiles()).files, profile);
}
