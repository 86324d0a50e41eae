/** Tokens and client registrations as they are kept, in our sealed store and in AWS's own folder. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Secret } from "../../base/index.ts";
import { sha256Hex } from "../../crypto/index.ts";
import type { Machine } from "../machine.ts";
import { parseObject, textOf } from "../services/index.ts";
import type { SsoContext, SsoPortal, TokenStore } from "./ports.ts";

/** A client that SSO-OIDC knows. AWS: IAM Identity Center OIDC API reference, `RegisterClient`. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly expiresAt: number;
}

export interface SsoToken {
  readonly accessToken: Secret;
  readonly expiresAt: number;
  readonly refreshToken?: Secret;
  /** A token is refreshed by the client that got it. */
  readonly registration?: Registration;
}

type Portal = SsoPortal & Pick<SsoContext, "ssoOidcEndpoint">;

/** Everything that makes a token another one, so that no change of the profile finds the old one. */
export function tokenName({
  startUrl,
  ssoRegion,
  sessionName,
  registrationScopes,
  ssoOidcEndpoint,
}: Portal): string {
  const inputs = [
    startUrl,
    ssoRegion,
    sessionName ?? null,
    [...registrationScopes].sort(),
    ssoOidcEndpoint ?? null,
  ];
  return `sso-token-${sha256Hex(JSON.stringify(inputs))}`;
}

export function registrationName(portal: Portal, flow: "browser" | "device"): string {
  const { startUrl, ssoRegion, registrationScopes, ssoOidcEndpoint } = portal;
  const inputs = [flow, startUrl, ssoRegion, [...registrationScopes].sort(), ssoOidcEndpoint ?? null];
  return `sso-client-${sha256Hex(JSON.stringify(inputs))}`;
}

export async function readToken(store: TokenStore, name: string): Promise<SsoToken | undefined> {
  const kept = await readKept(store, name);
  return kept && parseToken(kept);
}

export async function writeToken(store: TokenStore, name: string, token: SsoToken): Promise<void> {
  const { registration } = token;
  await writeKept(store, name, {
    accessToken: token.accessToken.reveal(),
    expiresAt: new Date(token.expiresAt).toISOString(),
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken.reveal() }),
    ...(registration === undefined
      ? {}
      : {
          clientId: registration.clientId,
          clientSecret: registration.clientSecret.reveal(),
          registrationExpiresAt: new Date(registration.expiresAt).toISOString(),
        }),
  });
}

export async function readRegistration(store: TokenStore, name: string): Promise<Registration | undefined> {
  const kept = await readKept(store, name);
  return kept && parseRegistration(kept);
}

export async function writeRegistration(
  store: TokenStore,
  name: string,
  { clientId, clientSecret, expiresAt }: Registration,
): Promise<void> {
  await writeKept(store, name, {
    clientId,
    clientSecret: clientSecret.reveal(),
    registrationExpiresAt: new Date(expiresAt).toISOString(),
  });
}

/**
 * The token that the AWS CLI keeps for this portal, while it lasts. It is neither refreshed nor written: a refresh token
 * may be taken once, and the CLI would find its own used. AWS: SDKs and tools reference, "SSO token provider".
 */
export async function readAwsToken(machine: Machine, portal: SsoPortal): Promise<SsoToken | undefined> {
  const file = createHash("sha1")
    .update(portal.sessionName ?? portal.startUrl)
    .digest("hex");
  try {
    const path = join(machine.home, ".aws", "sso", "cache", `${file}.json`);
    const kept = parseObject(await readFile(path, "utf8"));
    if (kept?.startUrl !== portal.startUrl || kept.region !== portal.ssoRegion) return undefined;
    const token = parseToken(kept);
    return token && { accessToken: token.accessToken, expiresAt: token.expiresAt };
  } catch {
    return undefined;
  }
}

type Kept = Readonly<Record<string, unknown>>;

/** What cannot be read counts as not there: signing in again writes it anew. */
async function readKept(store: TokenStore, name: string): Promise<Kept | undefined> {
  const bytes = await store.read(name);
  return bytes && parseObject(new TextDecoder().decode(bytes));
}

function writeKept(store: TokenStore, name: string, kept: Kept): Promise<void> {
  return store.write(name, new TextEncoder().encode(JSON.stringify(kept)));
}

function parseToken(kept: Kept): SsoToken | undefined {
  const accessToken = textOf(kept.accessToken);
  const expiresAt = Date.parse(textOf(kept.expiresAt)?.replace(/UTC$/, "Z") ?? "");
  if (accessToken === undefined || Number.isNaN(expiresAt)) return undefined;
  const refreshToken = textOf(kept.refreshToken);
  const registration = parseRegistration(kept);
  return {
    accessToken: new Secret(accessToken),
    expiresAt,
    ...(refreshToken === undefined ? {} : { refreshToken: new Secret(refreshToken) }),
    ...(registration === undefined ? {} : { registration }),
  };
}

function parseRegistration(kept: Kept): Registration | undefined {
  const clientId = textOf(kept.clientId);
  const clientSecret = textOf(kept.clientSecret);
  const expiresAt = Date.parse(textOf(kept.registrationExpiresAt) ?? "");
  if (clientId === undefined || clientSecret === undefined || Number.isNaN(expiresAt)) return undefined;
  return { clientId, clientSecret: new Secret(clientSecret), expiresAt };
}
