/** HTTP for programs of this user on this machine: what the container server and the metadata server have in common. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { userInfo } from "node:os";
import { formatInstant, TegataError } from "../../base/index.ts";
import type { Platform } from "../machine.ts";
import { readPeerUserId } from "./peer.ts";
import type { TemporaryCredentials } from "./renewing.ts";

/** Sizes in bytes, times in milliseconds. */
const limits = {
  maxHeaderBytes: 16 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  /** How late the two may come: Node's own thirty seconds would let slow clients keep all others out as long. */
  checkMs: 1_000,
  maxConnections: 256,
} as const;

export const loopback = "127.0.0.1";

export interface LocalRequest {
  readonly method: string;
  /** Without query, percent-decoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface LocalAnswer {
  readonly status: number;
  /** A text as it is, anything else as JSON. */
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LocalServerOptions {
  readonly platform: Platform;
  /** Default `127.0.0.1`. */
  readonly address?: string;
  readonly answer: (request: LocalRequest) => Promise<LocalAnswer> | LocalAnswer;
  /** Hears why credentials could not be had, for the terminal; the client gets a sentence without detail. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** A listening server; whoever started it closes it. */
export interface LocalServer {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a random port of `address`. Rejects with TegataError `CannotListen`. */
export async function listenLocally(options: LocalServerOptions): Promise<LocalServer> {
  const address = options.address ?? loopback;
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkMs,
  });
  server.maxConnections = limits.maxConnections;
  const port = await bind(server, address);
  const hosts = hostsOf(address, port);
  server.on("request", async (request, response) => {
    request.resume();
    const { status, body, headers } = await answerOf(options, hosts, request);
    const isText = typeof body === "string";
    response.writeHead(status, {
      "Content-Type": isText ? "text/plain" : "application/json",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    });
    response.end(isText ? body : JSON.stringify(body));
  });
  return { address, port, close: () => close(server) };
}

/**
 * A refusal as SDKs show it: Go's reads `code` and `message`, JavaScript's `Code` and `Message`.
 * Neither may hold a secret.
 */
export function refusal(status: number, code: string, message: string): LocalAnswer {
  return { status, body: { code, message, Code: code, Message: message } };
}

/** The members that both protocols give credentials. */
export function credentialMembers(credentials: TemporaryCredentials): Readonly<Record<string, string>> {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey.reveal(),
    Token: credentials.sessionToken.reveal(),
    Expiration: formatInstant(credentials.expiration),
    ...(credentials.accountId !== undefined && { AccountId: credentials.accountId }),
  };
}

async function answerOf(
  options: LocalServerOptions,
  hosts: ReadonlySet<string>,
  request: IncomingMessage,
): Promise<LocalAnswer> {
  const refused = refuseStranger(request, hosts) ?? (await refuseOtherUser(options, request.socket));
  if (refused !== undefined) return refused;
  const path = pathOf(request.url ?? "");
  if (path === undefined) return refusal(400, "InvalidPath", "the path is not percent-encoded UTF-8");
  try {
    return await options.answer({ method: request.method ?? "", path, headers: request.headers });
  } catch (error) {
    options.onFailure?.(error);
    // SECURITY: only our own sentences go out; a service's may quote the request that it refused, token included.
    if (error instanceof TegataError) return refusal(400, error.code, error.message);
    return refusal(
      400,
      "CredentialsUnavailable",
      "the credentials could not be had; tegata's terminal says why",
    );
  }
}

/**
 * SECURITY: a web page can make its host's name mean 127.0.0.1 (DNS rebinding) but cannot make its browser name us as the
 * host; and what a page asks of a foreign host bears an Origin or fetch metadata, which no SDK sends.
 */
function refuseStranger(request: IncomingMessage, hosts: ReadonlySet<string>): LocalAnswer | undefined {
  const { host, origin, "sec-fetch-site": site } = request.headers;
  if (host === undefined || !hosts.has(host.toLowerCase()))
    return refusal(403, "WrongHost", "this server answers to its own address only");
  if (origin !== undefined || site !== undefined)
    return refusal(403, "FromAWebPage", "this server does not answer web pages");
  return undefined;
}

/** SECURITY: on Linux, other users of the machine get nothing, even if they learn port and token. root may read all anyway. */
async function refuseOtherUser(
  options: LocalServerOptions,
  socket: Socket,
): Promise<LocalAnswer | undefined> {
  if (options.platform !== "linux" || (options.address ?? loopback) !== loopback) return undefined;
  const { localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 } = socket;
  try {
    const userId = await readPeerUserId({ localAddress, localPort, remoteAddress, remotePort });
    if (userId === userInfo().uid || userId === 0) return undefined;
  } catch {
    // No such table on this system: token and loopback are what protects there.
    return undefined;
  }
  return refusal(403, "OtherUser", "this server answers programs of the user who started it");
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split("?", 1)[0] ?? "");
  } catch {
    return undefined;
  }
}

function hostsOf(address: string, port: number): ReadonlySet<string> {
  return new Set(
    [address, ...(address === loopback ? ["localhost"] : [])].map((name) => `${authority(name)}:${port}`),
  );
}

/** An address as a URL has it. */
export function authority(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new TegataError("CannotListen", `cannot listen on ${address}: ${cause.message}`, { cause })),
    );
    server.listen(0, address, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : 0);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
