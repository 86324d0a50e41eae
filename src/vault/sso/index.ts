/**
 * sso: signing in to IAM Identity Center and what comes of it: a token, and a role's credentials.
 * May import: base, crypto, plan's types, services. Start reading at `token.ts`, then `browser-flow.ts`.
 */

export { chooseSignIn, type SignInQuestion } from "./choose-sign-in.ts";
export { readToken, tokenName } from "./kept.ts";
export type { SignIn } from "./oidc.ts";
export type { DeviceCode, SignInPorts, SsoContext, SsoPortal, SsoPorts, TokenStore } from "./ports.ts";
export { getRoleCredentials } from "./role-credentials.ts";
export { noSignIn, type SignedIn, signInFor } from "./sign-in.ts";
export { getToken } from "./token.ts";
