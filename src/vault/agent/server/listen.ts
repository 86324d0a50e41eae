/** The agent's socket: HTTP for programs of this user, and one agent at a time. */
import { lstatSync } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { dirname, join } from "node:path";
import { encodeHex, encodeUtf8, inShell, TegataError } from "../../../base/index.ts";
import { randomBytes } from "../../../crypto/index.ts";
import type { Platform } from "../../machine.ts";
import { ensurePrivateFolder, replaceFile, withFileLock } from "../../private-files/index.ts";
import { AgentConnection } from "../client/index.ts";
import { makePipePass, type PipePass } from "../proof.ts";
import { statuses } from "../protocol/answers.ts";
import { noteHeader } from "../protocol/note.ts";
import { lookAtSocket } from "../trust.ts";
import { createDoorkeeper } from "./doorkeeper.ts";
import type { Route, RouteAnswer } from "./routes.ts";

/** Sizes in bytes, times in milliseconds. */
const limits = {
  maxHeaderBytes: 16 * 1024,
  maxFormBytes: 64 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  /** How late the two may come: Node's own thirty seconds would let slow clients keep all others out as long. */
  checkMs: 1_000,
  /** A person looks for a code between two requests. */
  keepAliveTimeoutMs: 6 * 60_000,
  maxConnections: 256,
  /** Clients wait for it for three seconds. */
  signOfLifeMs: 200,
  /** To bind a socket takes no longer. */
  startWaitMs: 10_000,
} as const;

/** Shorter than any name of ours, since a socket's path may not be long. */
const boundNameBytes = 4;

export interface ListenOptions {
  readonly path: string;
  readonly platform: Platform;
  readonly userId: number | undefined;
  readonly route: Route;
}

/** Whoever started it closes it. */
export interface ListeningAgent {
  /** Whether the file at the path is still the one that was made here. */
  isOurs(): boolean;
  close(): Promise<void>;
}

/**
 * Listens at the path, in a folder that is made where it is missing. A socket that a killed agent left is replaced; of two
 * that start at a time one wins.
 * @throws TegataError `AgentRuns`, `FolderUnsafe`, `AgentUnsafe`, `CannotListen`.
 */
export async function listenAt(options: ListenOptions): Promise<ListeningAgent> {
  const { path, platform } = options;
  await ensurePrivateFolder(dirname(path), platform);
  return withFileLock(`${path}.lock`, { waitMs: limits.startWaitMs }, () =>
    platform === "win32" ? listenOnPipe(options) : listenOnSocket(options),
  );
}

async function listenOnSocket({ path, userId, route }: ListenOptions): Promise<ListeningAgent> {
  const present = await AgentConnection.open(path);
  if (present !== undefined) {
    present.close();
    throw new TegataError("AgentRuns", `an agent listens on "${path}" already`, {
      hint: "tegata agent status",
    });
  }
  // Nothing but a socket is replaced: what else is there is somebody's.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === false)
    throw new TegataError("AgentUnsafe", `"${path}" is no socket`, { hint: `ls -ld ${inShell(path)}` });
  const server = createAgentServer(route, undefined);
  // Under another name first: a server that ends removes what it was bound to, which could be another agent's by then,
  // and nobody sees the socket before its mode is right.
  const bound = join(dirname(path), encodeHex(randomBytes(boundNameBytes)));
  await listen(server, bound);
  try {
    await chmod(bound, 0o600);
    await rename(bound, path);
    const state = userId === undefined ? undefined : lookAtSocket(path, userId);
    if (state?.kind === "unsafe") throw state.problem;
    return handleOf(server, path);
  } catch (error) {
    // A server that nobody finds would keep the process alive for ever.
    await close(server);
    throw error;
  }
}

/** The pipe's name and key are in the file at the path, which the next agent replaces. */
async function listenOnPipe({ path, route }: ListenOptions): Promise<ListeningAgent> {
  const pass = makePipePass();
  const server = createAgentServer(route, pass);
  await listen(server, pass.pipe);
  await replaceFile(path, encodeUtf8(`${JSON.stringify(pass)}\n`));
  return handleOf(server, path);
}

function handleOf(server: Server, path: string): ListeningAgent {
  const mark = markOf(path);
  return {
    isOurs: () => mark !== undefined && markOf(path) === mark,
    close: async () => {
      if (mark !== undefined && markOf(path) === mark) await rm(path, { force: true });
      await close(server);
    },
  };
}

function markOf(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.ino} ${stat.birthtimeNs}`;
}

/** With a pass every connection has to show that it has read it; see `proof.ts`. */
export function createAgentServer(route: Route, pass: PipePass | undefined): Server {
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  });
  server.maxConnections = limits.maxConnections;
  const doorkeeper = pass && createDoorkeeper(pass);
  server.on("request", async (request, response) => {
    try {
      const answer = refuseStranger(request) ?? (await answerOf(request, response, route, doorkeeper));
      send(response, answer);
    } catch {
      request.socket.destroy();
    }
  });
  return server;
}

async function answerOf(
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
  doorkeeper: ReturnType<typeof createDoorkeeper> | undefined,
): Promise<RouteAnswer> {
  const form = await readForm(request);
  if (form === undefined) return { status: 413, body: { code: "RequestTooLarge" } };
  const path = request.url ?? "";
  const kept = doorkeeper?.(request.socket, path, form);
  if (kept !== undefined) return kept;
  // A sign of life, since what follows may wait for a person.
  const sign = setTimeout(() => response.writeProcessing(), limits.signOfLifeMs);
  try {
    return await route({
      method: request.method ?? "",
      path,
      form,
      onGone: (gone) => onClose(request.socket, gone),
    });
  } finally {
    clearTimeout(sign);
  }
}

function onClose(socket: Socket, listener: () => void): void {
  if (socket.destroyed) listener();
  else socket.once("close", listener);
}

/** SECURITY: no browser speaks to a socket, but a proxy that somebody runs could: it names another host or an origin. */
function refuseStranger({ headers }: IncomingMessage): RouteAnswer | undefined {
  const { host, origin, "sec-fetch-site": site } = headers;
  const isStrange = host !== "localhost" || origin !== undefined || site !== undefined;
  return isStrange ? { status: statuses.refused, body: { code: "Stranger" } } : undefined;
}

/** undefined when it is longer than any of ours. */
async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limits.maxFormBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** JSON as ASCII, so that our client need not decode it. */
function send(response: ServerResponse, { status, body, note }: RouteAnswer): void {
  const isText = typeof body === "string";
  const text = isText
    ? body
    : JSON.stringify(body).replaceAll(
        /[\u0080-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
  response.writeHead(status, {
    "Content-Type": isText ? "text/plain; charset=utf-8" : "application/json",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    ...(note !== undefined && { [noteHeader]: encodeURIComponent(note) }),
  });
  response.end(text);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new TegataError("CannotListen", `cannot listen on "${path}": ${cause.message}`, { cause })),
    );
    server.listen(path, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
