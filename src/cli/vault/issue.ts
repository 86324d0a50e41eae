/** Credentials for a verb. The one place that decides where they are asked for. */
import { askAgent } from "../../vault/agent/client/index.ts";
import type { Issued, IssueRequest, Machine, Vault } from "../../vault/index.ts";
import { createAsk } from "../../vault/mfa/index.ts";
import { isAsked, planOptionsOf, type VaultSettings } from "./flags.ts";
import { note, openVault, typedProfile } from "./open-vault.ts";

export interface Issuing {
  readonly profile: string | undefined;
  readonly settings: VaultSettings;
  readonly machine: Machine;
  /** Ask the service whether a kept session still counts. */
  readonly check?: boolean;
  readonly assumeRole?: string;
  /** Whether the person may be asked on the terminal now. Default: always. */
  readonly isTerminalFree?: () => boolean;
}

/** From the agent where one gives them, else from this process's own vault. @throws TegataError as `Vault.issue`. */
export async function issue(issuing: Issuing, vault?: Vault): Promise<Issued> {
  const { settings, machine } = issuing;
  const request = requestOf(issuing);
  const fromAgent = usesAgent(settings, machine) ? await issueThroughAgent(request, issuing) : undefined;
  return fromAgent ?? (vault ?? openVault(settings, machine, issuing.isTerminalFree)).issue(request);
}

function usesAgent({ agent }: VaultSettings, { env }: Machine): boolean {
  // Without the flag the option says true, and the variable has the say.
  return !isAsked(agent === false ? true : undefined, "noAgent", env);
}

/** undefined where the agent leaves it to us. The person is asked here, since the agent has none. */
async function issueThroughAgent(
  request: IssueRequest,
  { settings, machine, isTerminalFree }: Issuing,
): Promise<Issued | undefined> {
  const { prompt, mfaToken: token } = settings;
  return askAgent({
    machine,
    userId: process.geteuid?.(),
    wanted: request,
    keyring: settings.keyring,
    askMfa: createAsk({
      machine,
      ...(isTerminalFree && { isTerminalFree }),
      ...(prompt !== undefined && { prompt }),
      ...(token !== undefined && { token }),
    }),
    onNote: isAsked(settings.quiet, "quiet", machine.env) ? () => {} : note,
  });
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
