/**
 * Authorization code with PKCE: a page in the person's browser, which comes back to this machine.
 * RFC 7636 (PKCE), RFC 8252 (native apps: loopback redirect on a port of the moment).
 */
import { randomBytes, sha256 } from "../../crypto/index.ts";
import type { SsoToken } from "./kept.ts";
import { openLoopback } from "./loopback.ts";
import { createToken, oidcBase, register, type SignIn } from "./oidc.ts";

const verifierBytes = 48;
const stateBytes = 24;

/** @throws TegataError `SignInRefused`, `SignInTimedOut`, or with AWS's code. */
export async function signInByBrowser(signIn: SignIn): Promise<SsoToken> {
  const { context, portal } = signIn;
  const registration = await register(signIn, "browser");
  const verifier = base64Url(randomBytes(verifierBytes));
  const state = base64Url(randomBytes(stateBytes));
  const loopback = await openLoopback(state);
  try {
    const url = buildAuthorizeUrl(oidcBase(signIn), {
      clientId: registration.clientId,
      redirectUri: loopback.redirectUri,
      state,
      challenge: base64Url(sha256(verifier)),
      scopes: portal.registrationScopes,
    });
    context.onNote(`waiting for sign-in to ${portal.startUrl} in the browser`);
    await context.sso.openBrowser(url);
    const code = await loopback.code;
    return await createToken(signIn, registration, {
      grantType: "authorization_code",
      code: code.reveal(),
      codeVerifier: verifier,
      redirectUri: loopback.redirectUri,
    });
  } finally {
    await loopback.close();
  }
}

/** The page's address. It holds a challenge and no secret: who reads it cannot take the token. AWS CLI: `scopes`. */
export function buildAuthorizeUrl(
  base: string,
  asked: {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly challenge: string;
    readonly scopes: readonly string[];
  },
): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    code_challenge_method: "S256",
    scopes: asked.scopes.join(" "),
    code_challenge: asked.challenge,
  });
  return `${base}/authorize?${query}`;
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
