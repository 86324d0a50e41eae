/** SSO-OIDC: the client's calls. AWS: IAM Identity Center OIDC API reference. */
import type { CreateTokenCommandInput, SSOOIDCClient } from "@aws-sdk/client-sso-oidc";
import { inShell, Secret, TegataError } from "../../base/index.ts";
import type { Origin } from "../plan/plan.ts";
import { callService, clientConfig } from "../services/index.ts";
import {
  type Registration,
  readRegistration,
  registrationName,
  type SsoToken,
  writeRegistration,
} from "./kept.ts";
import type { SsoContext, SsoPortal } from "./ports.ts";

/** A sign-in: to what, for whom, with what. */
export interface SignIn {
  readonly portal: SsoPortal;
  readonly profile: string;
  readonly reason: Origin;
  readonly context: SsoContext;
}

/** Where SSO sends the browser back to; any port is allowed for loopback. RFC 8252, section 7.3. */
export const redirectUri = "http://127.0.0.1/oauth/callback";

/** A registration that ends sooner than a sign-in may take is made anew. */
const registrationMarginMs = 15 * 60_000;

const grants = {
  browser: { grantTypes: ["authorization_code", "refresh_token"], redirectUris: [redirectUri] },
  device: { grantTypes: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"] },
} as const;

/** The kept registration, or a new one that is kept. */
export async function register(signIn: SignIn, flow: "browser" | "device"): Promise<Registration> {
  const { portal, context } = signIn;
  const { tokens } = context.sso;
  const name = registrationName({ ...portal, ...endpointOf(context) }, flow);
  const kept = await readRegistration(tokens, name);
  if (kept !== undefined && kept.expiresAt - context.machine.clock.now() > registrationMarginMs) return kept;
  const { RegisterClientCommand } = await import("@aws-sdk/client-sso-oidc");
  const command = new RegisterClientCommand({
    clientName: "tegata",
    clientType: "public",
    ...(portal.registrationScopes.length === 0 ? {} : { scopes: [...portal.registrationScopes] }),
    grantTypes: [...grants[flow].grantTypes],
    ...(flow === "browser" ? { redirectUris: [redirectUri] } : {}),
    issuerUrl: portal.startUrl,
  });
  const answer = await callOidc(signIn, "RegisterClient", [], (client) => client.send(command));
  if (!answer.clientId || !answer.clientSecret) throw incomplete("RegisterClient", signIn);
  const registration: Registration = {
    clientId: answer.clientId,
    clientSecret: new Secret(answer.clientSecret),
    expiresAt: (answer.clientSecretExpiresAt ?? 0) * 1000,
  };
  await writeRegistration(tokens, name, registration);
  return registration;
}

/** One grant → a token. @throws TegataError with AWS's code, `AuthorizationPendingException` among them. */
export async function createToken(
  signIn: SignIn,
  registration: Registration,
  grant: Omit<CreateTokenCommandInput, "clientId" | "clientSecret">,
): Promise<SsoToken> {
  const { CreateTokenCommand } = await import("@aws-sdk/client-sso-oidc");
  const clientSecret = registration.clientSecret.reveal();
  const command = new CreateTokenCommand({ clientId: registration.clientId, clientSecret, ...grant });
  const secrets = [clientSecret, grant.code, grant.codeVerifier, grant.refreshToken, grant.deviceCode];
  const answer = await callOidc(signIn, "CreateToken", secrets, (client) => client.send(command));
  if (!answer.accessToken || answer.expiresIn === undefined) throw incomplete("CreateToken", signIn);
  return {
    accessToken: new Secret(answer.accessToken),
    expiresAt: signIn.context.machine.clock.now() + answer.expiresIn * 1000,
    ...(answer.refreshToken ? { refreshToken: new Secret(answer.refreshToken) } : {}),
    registration,
  };
}

/** What the authorize page is under. AWS CLI: the same host as the API. */
export function oidcBase({ portal, context }: SignIn): string {
  const named = context.ssoOidcEndpoint?.replace(/\/+$/, "");
  if (named !== undefined) return named;
  const suffix = portal.ssoRegion.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://oidc.${portal.ssoRegion}.${suffix}`;
}

export async function callOidc<T>(
  { portal, profile, reason, context }: SignIn,
  operation: string,
  secrets: readonly (string | undefined)[],
  call: (client: SSOOIDCClient) => Promise<T>,
): Promise<T> {
  const { SSOOIDCClient: Client } = await import("@aws-sdk/client-sso-oidc");
  const config = await clientConfig(context, {
    region: portal.ssoRegion,
    endpoint: context.ssoOidcEndpoint,
  });
  const said = secrets.filter((secret) => secret !== undefined);
  return callService(
    context,
    new Client(config),
    { operation: `sso-oidc:${operation}`, profile, reason, secrets: said },
    call,
  );
}

export function endpointOf({ ssoOidcEndpoint }: SsoContext) {
  return ssoOidcEndpoint === undefined ? {} : { ssoOidcEndpoint };
}

export function incomplete(operation: string, { profile }: SignIn): TegataError {
  return new TegataError(
    "AnswerInvalid",
    `sso-oidc:${operation} for profile "${profile}" left out what it should answer`,
    { hint: `tegata plan ${inShell(profile)}   # shows the portal that is asked` },
  );
}
