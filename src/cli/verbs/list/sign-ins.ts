/** Which profiles are signed in to SSO. */
import { TegataError } from "../../../base/index.ts";
import type { Vault } from "../../../vault/index.ts";
import type { SharedFiles } from "../../../vault/profiles/index.ts";
import { readToken } from "../../../vault/sso/index.ts";
import { typedProfile } from "../../vault/open-vault.ts";
import { signInOf } from "../clear/sign-in.ts";

export interface KeptSignIn {
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly expiration: number;
}

/** The kept tokens that live, by profile. A profile that cannot be planned has none. */
export async function readSignIns(
  vault: Vault,
  files: SharedFiles,
): Promise<ReadonlyMap<string, KeptSignIn>> {
  const found = new Map<string, KeptSignIn>();
  for (const [profile, { properties }] of files.profiles) {
    if (!properties.has("sso_session") && !properties.has("sso_start_url")) continue;
    const signIn = await readSignIn(vault, profile);
    if (signIn !== undefined) found.set(profile, signIn);
  }
  return found;
}

async function readSignIn(vault: Vault, profile: string): Promise<KeptSignIn | undefined> {
  try {
    const signIn = signInOf(await vault.plan({ profile: typedProfile(profile) }));
    const token = signIn && (await readToken(await vault.openTokens(), signIn.name));
    if (token === undefined || token.expiresAt <= vault.machine.clock.now()) return undefined;
    return { label: signIn?.label ?? "", expiration: token.expiresAt };
  } catch (error) {
    if (error instanceof TegataError && error.exitCode !== 3) return undefined;
    throw error;
  }
}
