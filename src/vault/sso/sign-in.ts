/** Signing in by itself, for the token that comes of it. */
import { exitCodes, inShell, TegataError } from "../../base/index.ts";
import type { Plan } from "../plan/index.ts";
import type { SignInPorts, SsoContext } from "./ports.ts";
import { getToken } from "./token.ts";

export interface SignedIn {
  readonly startUrl: string;
  /** The `[sso-session]`, where the profile names one. */
  readonly sessionName: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * A portal's token for a plan that begins with one, kept or new.
 * @throws TegataError `NotSso` (misuse) for any other plan, and as `getToken`.
 */
export async function signInFor(plan: Plan, context: SsoContext): Promise<SignedIn> {
  const [source] = plan.steps;
  if (source.kind !== "sso" && source.kind !== "sso-token") {
    throw new TegataError("NotSso", `profile "${plan.profile}" has no SSO to sign in to`, {
      hint: `tegata plan ${inShell(plan.profile)}`,
      exitCode: exitCodes.misuse,
    });
  }
  const { profile, reason, startUrl, sessionName } = source;
  const { expiresAt } = await getToken({ portal: source, profile, reason, context });
  return { startUrl, sessionName, expiresAt };
}

/** For a vault that nobody signs in for. */
export const noSignIn: SignInPorts = {
  signIn: "never",
  openBrowser: () => Promise.reject(nobodySignsIn()),
  showDeviceCode: () => Promise.reject(nobodySignsIn()),
};

function nobodySignsIn(): TegataError {
  return new TegataError("SignInNeeded", "nobody is here to sign in", { exitCode: exitCodes.humanNeeded });
}
