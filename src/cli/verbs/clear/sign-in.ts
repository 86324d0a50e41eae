import type { Plan } from "../../../vault/index.ts";
import { tokenName } from "../../../vault/sso/index.ts";

export interface SignIn {
  /** Under which its token is kept. */
  readonly name: string;
  /** As AWS Vault names it: the `[sso-session]`, or the host of the older form without one. */
  readonly label: string;
}

/** The sign-in that a plan begins with; undefined where it is none to SSO. */
export function signInOf({ steps, ssoOidcEndpoint }: Plan): SignIn | undefined {
  const [source] = steps;
  if (source.kind !== "sso" && source.kind !== "sso-token") return undefined;
  const name = tokenName({ ...source, ...(ssoOidcEndpoint && { ssoOidcEndpoint: ssoOidcEndpoint.value }) });
  const host = URL.canParse(source.startUrl) ? new URL(source.startUrl).host : source.startUrl;
  return { name, label: source.sessionName ?? host };
}
