/**
 * A stand-in for IAM Identity Center: SSO-OIDC and the portal on one port, in the shapes of AWS's API models (paths,
 * member names, error types in `x-amzn-errortype`). That it speaks as AWS does is shown first by the AWS CLI and the JS
 * SDK, which sign in through it in the same tests.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "../../src/crypto/index.ts";
import type { Key } from "./server.ts";

export interface SsoOptions {
  /** `accountId/roleName`s that the person may use. */
  readonly roles: readonly string[];
  /** Credentials of a role; default made up. */
  readonly mint?: (role: string) => Promise<Key & { readonly expiration: number }>;
  /** Default 8 hours. */
  readonly tokenSeconds?: number;
  /** The person says yes to each device code after this many looks at it; default never, but for `approve`. */
  readonly approveAfter?: number;
}

export interface SsoStandIn {
  readonly endpoint: string;
  /** The operations that were called, in order; refused ones with their error. */
  readonly calls: string[];
  /** The registrations asked for, as they came. */
  readonly registrations: Json[];
  /** The person says yes to a device code. */
  readonly approve: (userCode: string) => void;
  /** What the person's browser does with the authorize page: follows it back. Resolves with the page at the end. */
  readonly visit: (authorizeUrl: string) => Promise<string>;
  /** Every token and client secret that it gave out. */
  readonly secrets: readonly string[];
  /** An access token as a sign-in elsewhere would have given it. */
  readonly grantToken: () => string;
  /** The person signs out: no token so far is taken any more. */
  readonly signOut: () => void;
  readonly close: () => Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** AWS: IAM Identity Center OIDC API reference, "Errors". */
const errorWords: Readonly<Record<string, string>> = {
  AuthorizationPendingException: "authorization_pending",
  ExpiredTokenException: "expired_token",
  InvalidClientException: "invalid_client",
  InvalidGrantException: "invalid_grant",
  InvalidRequestException: "invalid_request",
  UnsupportedGrantTypeException: "unsupported_grant_type",
};

class Refusal extends Error {
  readonly type: string;
  readonly status: number;
  constructor(type: string, status = 400) {
    super(type);
    this.type = type;
    this.status = status;
  }
}

interface Client {
  readonly secret: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly canRefresh: boolean;
}

export async function startSso(options: SsoOptions): Promise<SsoStandIn> {
  const calls: string[] = [];
  const registrations: Json[] = [];
  const clients = new Map<string, Client>();
  const devices = new Map<string, { userCode: string; clientId: string; approved: boolean; looks: number }>();
  const codes = new Map<string, { clientId: string; challenge: string; redirectUri: string }>();
  const secrets: string[] = [];
  const secret = (): string => {
    // The AWS CLI takes what begins with `-` for an option.
    const text = Buffer.from(randomBytes(24)).toString("hex");
    secrets.push(text);
    return text;
  };
  const accessTokens = new Set<string>();
  const refreshTokens = new Map<string, string>();
  let endpoint = "";

  const register = (body: Json) => {
    registrations.push(body);
    const clientId = secret();
    const client = {
      secret: secret(),
      redirectUris: (body.redirectUris ?? []) as string[],
      scopes: (body.scopes ?? []) as string[],
      canRefresh: ((body.grantTypes ?? ["refresh_token"]) as string[]).includes("refresh_token"),
    };
    if (body.clientType !== "public" || !body.clientName) throw new Refusal("InvalidRequestException");
    clients.set(clientId, client);
    const clientIdIssuedAt = Math.floor(Date.now() / 1000);
    const clientSecretExpiresAt = clientIdIssuedAt + 90 * 86_400;
    return { clientId, clientSecret: client.secret, clientIdIssuedAt, clientSecretExpiresAt };
  };

  const clientOf = ({ clientId, clientSecret }: Json): Client => {
    const client = clients.get(String(clientId));
    if (client === undefined || client.secret !== clientSecret)
      throw new Refusal("InvalidClientException", 401);
    return client;
  };

  const authorizeDevice = (body: Json) => {
    clientOf(body);
    const deviceCode = secret();
    const userCode = secret().slice(0, 8).toUpperCase();
    devices.set(deviceCode, { userCode, clientId: String(body.clientId), approved: false, looks: 0 });
    const verificationUri = `${endpoint}/device`;
    const verificationUriComplete = `${verificationUri}?user_code=${userCode}`;
    return { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn: 600, interval: 1 };
  };

  const tokenFor = (client: Client, clientId: string) => {
    const accessToken = secret();
    accessTokens.add(accessToken);
    const refreshToken = client.scopes.length > 0 && client.canRefresh ? secret() : undefined;
    if (refreshToken !== undefined) refreshTokens.set(refreshToken, clientId);
    return { accessToken, tokenType: "Bearer", expiresIn: options.tokenSeconds ?? 8 * 3600, refreshToken };
  };

  const grants: Readonly<Record<string, (body: Json) => void>> = {
    authorization_code: ({ code, codeVerifier, redirectUri, clientId }) => {
      const granted = codes.get(String(code));
      codes.delete(String(code));
      const challenge = createHash("sha256").update(String(codeVerifier)).digest("base64url");
      const fits =
        granted?.challenge === challenge &&
        granted.clientId === clientId &&
        granted.redirectUri === redirectUri;
      if (!fits) throw new Refusal("InvalidGrantException");
    },
    "urn:ietf:params:oauth:grant-type:device_code": ({ deviceCode, clientId }) => {
      const device = devices.get(String(deviceCode));
      if (device === undefined || device.clientId !== clientId) throw new Refusal("InvalidGrantException");
      device.looks += 1;
      if (options.approveAfter !== undefined && device.looks > options.approveAfter) device.approved = true;
      if (!device.approved) throw new Refusal("AuthorizationPendingException");
      devices.delete(String(deviceCode));
    },
    refresh_token: ({ refreshToken, clientId }) => {
      if (refreshTokens.get(String(refreshToken)) !== clientId) throw new Refusal("InvalidGrantException");
      refreshTokens.delete(String(refreshToken));
    },
  };

  const createToken = (body: Json) => {
    const client = clientOf(body);
    const grant = grants[String(body.grantType)];
    if (grant === undefined) throw new Refusal("UnsupportedGrantTypeException");
    grant(body);
    return tokenFor(client, String(body.clientId));
  };

  const requireToken = (request: IncomingMessage) => {
    if (accessTokens.has(String(request.headers["x-amz-sso_bearer_token"]))) return;
    throw new Refusal("UnauthorizedException", 401);
  };

  const roleCredentials = async (request: IncomingMessage, query: URLSearchParams) => {
    requireToken(request);
    const role = `${query.get("account_id")}/${query.get("role_name")}`;
    if (!options.roles.includes(role)) throw new Refusal("ForbiddenException", 403);
    return { roleCredentials: await (options.mint ?? madeUp)(role) };
  };

  const listAccounts = (request: IncomingMessage) => {
    requireToken(request);
    const ids = new Set(options.roles.map((role) => role.split("/")[0]));
    return { accountList: [...ids].map((accountId) => ({ accountId, accountName: `a${accountId}` })) };
  };

  /** The page itself: the person is signed in already and says yes. */
  const authorize = (query: URLSearchParams, response: ServerResponse) => {
    const clientId = query.get("client_id") ?? "";
    const redirectUri = new URL(query.get("redirect_uri") ?? "");
    const registered = new URL(redirectUri);
    registered.port = "";
    const isKnown = clients.get(clientId)?.redirectUris.includes(registered.href) === true;
    const isRight = query.get("response_type") === "code" && query.get("code_challenge_method") === "S256";
    if (!isKnown || !isRight) throw new Refusal("InvalidRequestException");
    const code = secret();
    const challenge = query.get("code_challenge") ?? "";
    codes.set(code, { clientId, challenge, redirectUri: redirectUri.href });
    redirectUri.searchParams.set("code", code);
    redirectUri.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: redirectUri.href }).end();
  };

  const operations: Readonly<
    Record<
      string,
      readonly [string, (request: IncomingMessage, query: URLSearchParams, body: Json) => unknown]
    >
  > = {
    "POST /client/register": ["RegisterClient", (_request, _query, body) => register(body)],
    "POST /device_authorization": [
      "StartDeviceAuthorization",
      (_request, _query, body) => authorizeDevice(body),
    ],
    "POST /token": ["CreateToken", (_request, _query, body) => createToken(body)],
    "GET /federation/credentials": ["GetRoleCredentials", roleCredentials],
    "GET /assignment/accounts": ["ListAccounts", listAccounts],
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", endpoint);
    const body = await readJson(request);
    if (url.pathname === "/authorize") return authorize(url.searchParams, response);
    const [name = "unknown", operation] = operations[`${request.method} ${url.pathname}`] ?? [];
    try {
      if (operation === undefined) throw new Refusal("InvalidRequestException", 404);
      const result = await operation(request, url.searchParams, body);
      calls.push(name);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      calls.push(`${name}: ${error.type}`);
      const headers = { "content-type": "application/json", "x-amzn-errortype": error.type };
      const oauth = { error: errorWords[error.type], error_description: `the stand-in says ${error.type}` };
      const text =
        errorWords[error.type] === undefined ? { message: "Session token not found or invalid" } : oauth;
      response.writeHead(error.status, headers).end(JSON.stringify(text));
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    calls,
    registrations,
    secrets,
    grantToken: () => {
      const accessToken = secret();
      accessTokens.add(accessToken);
      return accessToken;
    },
    approve: (userCode) => {
      for (const device of devices.values()) if (device.userCode === userCode) device.approved = true;
    },
    visit: async (authorizeUrl) => (await fetch(authorizeUrl)).text(),
    signOut: () => {
      accessTokens.clear();
      refreshTokens.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function madeUp(role: string): Promise<Key & { readonly expiration: number }> {
  return {
    accessKeyId: `ASIA${createHash("sha256").update(role).digest("hex").slice(0, 16).toUpperCase()}`,
    secretAccessKey: "standInSecret",
    sessionToken: "standInToken",
    expiration: Date.now() + 3_600_000,
  };
}

async function readJson(request: IncomingMessage): Promise<Json> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : JSON.parse(text);
}
