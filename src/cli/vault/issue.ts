/** Credentials for a verb. The one place that decides where they are asked for. */
import type { Issued, IssueRequest, Machine, Vault } from "../../vault/index.ts";
import { planOptionsOf, type VaultSettings } from "./flags.ts";
import { openVault, typedProfile } from "./open-vault.ts";

export interface Issuing {
  readonly profile: string | undefined;
  readonly settings: VaultSettings;
  readonly machine: Machine;
  /** Ask the service whether a kept session still counts. */
  readonly check?: boolean;
  readonly assumeRole?: string;
}

/** @throws TegataError as `Vault.issue`. */
export function issue(
  issuing: Issuing,
  vault: Vault = openVault(issuing.settings, issuing.machine),
): Promise<Issued> {
  return vault.issue(requestOf(issuing));
}

/** The profile and what was typed or set about it, as the vault takes it. */
export function requestOf({ profile, settings, machine, check, assumeRole }: Issuing): IssueRequest {
  return {
    profile: typedProfile(profile),
    options: planOptionsOf(settings, machine.env),
    ...(settings.fresh && { fresh: true }),
    ...(check && { check }),
    ...(assumeRole !== undefined && { assumeRole }),
  };
}
