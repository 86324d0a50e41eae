/** `tegata clear`. What is forgotten can be made again, so that nobody is asked. */
import { TegataError } from "../../../base/index.ts";
import type { Plan, Vault } from "../../../vault/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";
import { openVault, typedProfile } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { count, dropSessionsOf } from "./drop-sessions.ts";
import { signInOf } from "./sign-in.ts";

export interface ClearSettings extends VaultSettings {
  readonly json?: boolean;
}

interface Cleared {
  readonly sessions: number;
  /** SSO's tokens, and with all of them what clients were registered. */
  readonly tokens: number;
}

export async function runClear(profile: string | undefined, settings: ClearSettings): Promise<void> {
  const vault = openVault(settings, thisMachine());
  const { sessions, tokens } =
    profile === undefined ? await clearAll(vault) : await clearProfile(vault, profile);
  if (settings.json) {
    process.stdout.write(
      `${JSON.stringify({ ClearedSessions: sessions, ClearedTokens: tokens }, null, 2)}\n`,
    );
    return;
  }
  const whose = profile === undefined ? "" : ` of profile "${profile}"`;
  process.stdout.write(`forgot ${count(sessions, "session")} and ${count(tokens, "SSO sign-in")}${whose}\n`);
}

async function clearAll(vault: Vault): Promise<Cleared> {
  return {
    sessions: await (await vault.openSessions()).clear(),
    tokens: await (await vault.openTokens()).clear(),
  };
}

async function clearProfile(vault: Vault, profile: string): Promise<Cleared> {
  const sessions = await dropSessionsOf(vault, profile);
  const plan = await planOf(vault, profile, sessions > 0);
  return { sessions, tokens: plan === undefined ? 0 : await signOut(vault, plan) };
}

/** undefined for a profile that is broken or gone, where its sessions tell that it once was none of these. */
async function planOf(vault: Vault, profile: string, wasThere: boolean): Promise<Plan | undefined> {
  try {
    return await vault.plan({ profile: typedProfile(profile) });
  } catch (error) {
    if (wasThere && error instanceof TegataError) return undefined;
    throw error;
  }
}

/** Other profiles with the same sign-in are signed out with it, as with AWS Vault. */
async function signOut(vault: Vault, plan: Plan): Promise<number> {
  const signIn = signInOf(plan);
  if (signIn === undefined) return 0;
  return (await (await vault.openTokens()).remove(signIn.name)) ? 1 : 0;
}
