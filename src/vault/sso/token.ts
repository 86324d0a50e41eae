/** A portal's access token: kept, refreshed, or signed in for. */
import { exitCodes, inShell, TegataError } from "../../base/index.ts";
import { at } from "../services/index.ts";
import { signInByBrowser } from "./browser-flow.ts";
import { signInByDevice } from "./device-flow.ts";
import { readAwsToken, readToken, type SsoToken, tokenName, writeToken } from "./kept.ts";
import { createToken, endpointOf, type SignIn } from "./oidc.ts";

/** AWS's clients refresh a token that ends within that time. */
const refreshBelowMs = 15 * 60_000;
/** A token must outlive the call that is made with it. */
const usableAboveMs = 60_000;

/**
 * Our kept token, AWS's, a refreshed one, or a new one for which a person signs in; one at a time for each portal.
 * @param options.fresh leaves out what is kept: it was refused.
 * @throws TegataError `SignInNeeded` (exit code 3) when nothing is kept and signing in is not allowed.
 */
export async function getToken(
  signIn: SignIn,
  options: { readonly fresh?: boolean } = {},
): Promise<SsoToken> {
  const { portal, context } = signIn;
  const name = tokenName({ ...portal, ...endpointOf(context) });
  const kept = options.fresh ? undefined : await findUsable(signIn, name);
  if (kept !== undefined) return kept;
  return context.sso.once(name, async () => {
    // Another process may have signed in while this one waited for its turn.
    const meanwhile = options.fresh ? undefined : await findUsable(signIn, name);
    if (meanwhile !== undefined) return meanwhile;
    const token = (await refresh(signIn, name)) ?? (await signInAnew(signIn));
    await writeToken(context.sso.tokens, name, token);
    return token;
  });
}

async function findUsable({ portal, context }: SignIn, name: string): Promise<SsoToken | undefined> {
  const nowMs = context.machine.clock.now();
  const own = await readToken(context.sso.tokens, name);
  if (own !== undefined) {
    const margin = canRefresh(own, nowMs) ? refreshBelowMs : usableAboveMs;
    if (own.expiresAt - nowMs > margin) return own;
  }
  const aws = await readAwsToken(context.machine, portal);
  return aws !== undefined && aws.expiresAt - nowMs > usableAboveMs ? aws : undefined;
}

function canRefresh({ refreshToken, registration }: SsoToken, nowMs: number): boolean {
  return refreshToken !== undefined && registration !== undefined && registration.expiresAt > nowMs;
}

/** undefined when there is nothing to refresh with, or the portal no longer takes it: the person's session ended. */
async function refresh(signIn: SignIn, name: string): Promise<SsoToken | undefined> {
  const { context } = signIn;
  const own = await readToken(context.sso.tokens, name);
  if (own?.refreshToken === undefined || own.registration === undefined) return undefined;
  if (!canRefresh(own, context.machine.clock.now())) return undefined;
  try {
    const token = await createToken(signIn, own.registration, {
      grantType: "refresh_token",
      refreshToken: own.refreshToken.reveal(),
    });
    return { refreshToken: own.refreshToken, ...token };
  } catch (error) {
    if (error instanceof TegataError && sessionOver.has(error.code)) return undefined;
    throw error;
  }
}

const sessionOver = new Set([
  "InvalidGrantException",
  "ExpiredTokenException",
  "InvalidClientException",
  "UnauthorizedClientException",
]);

function signInAnew(signIn: SignIn): Promise<SsoToken> {
  const { context, profile, portal, reason } = signIn;
  switch (context.sso.signIn) {
    case "browser":
      return signInByBrowser(signIn);
    case "device":
      return signInByDevice(signIn);
    case "never":
      throw new TegataError(
        "SignInNeeded",
        `profile "${profile}"${at(reason)} needs a person to sign in to ${portal.startUrl}, and this run may not ask`,
        {
          hint: `tegata exec ${inShell(profile)} -- true   # in a terminal`,
          exitCode: exitCodes.humanNeeded,
        },
      );
  }
}
