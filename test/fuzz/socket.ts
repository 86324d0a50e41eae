/** Requests as bytes on a real socket, damaged where HTTP itself is read. */
import { connect } from "node:net";
import { listen } from "../../src/index.ts";
import type { FuzzAnswer } from "./check.ts";
import type { FuzzRequest } from "./request.ts";
import { Rng } from "./rng.ts";
import type { Target } from "./target.ts";
import { mutateBytes } from "./texts.ts";

export interface SocketTarget {
  /** The answer; undefined when the connection ended without one. */
  send(request: FuzzRequest, seed: number, index: number): Promise<FuzzAnswer | undefined>;
  close(): Promise<void>;
}

/** A server that keeps a connection open longer than this without a byte has hung. */
const silenceMs = 5_000;

export async function openSocketTarget(target: Target): Promise<SocketTarget> {
  const faults: unknown[] = [];
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    handle: (request) => target.authority.handle(request),
    onFault: (error) => faults.push(error),
  });
  return {
    send: async (request, seed, index) => {
      const rng = Rng.forRequest(~seed, index);
      const plain = toBytes(request, rng);
      const bytes = rng.chance(0.5) ? mutateBytes(rng, plain) : plain;
      const received = await exchange(server.port, bytes);
      const [fault] = faults.splice(0);
      if (fault !== undefined && !isBrokenRequest(fault)) throw fault;
      return parseAnswer(received);
    },
    close: () => server.close(),
  };
}

/** A body that never came is the client's doing. */
function isBrokenRequest(fault: unknown): boolean {
  const code = (fault as { code?: unknown }).code;
  return code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "EPIPE";
}

function toBytes(request: FuzzRequest, rng: Rng): Buffer {
  const kept = request.headers.filter(([name]) => !/^(?:content-length|connection|expect)$/i.test(name));
  const length = rng.chance(0.95) ? request.body.length : rng.pick([0, 1, request.body.length + 5, -1, 1e21]);
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${length}`,
    "connection: close",
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), request.body]);
}

/** Sends everything, says that no more comes, and reads until the other side is done. */
function exchange(port: number, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    socket.setTimeout(silenceMs, () => {
      socket.destroy();
      reject(new Error("the server kept silent"));
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => resolve(Buffer.concat(chunks)));
    socket.on("close", () => resolve(Buffer.concat(chunks)));
  });
}

/** The first answer of what was received; a damaged request may have become two. */
function parseAnswer(received: Buffer): FuzzAnswer | undefined {
  if (received.length === 0) return undefined;
  const end = received.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = received
    .subarray(0, end < 0 ? received.length : end)
    .toString("latin1")
    .split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
  const rest = received.subarray(end + 4);
  if (status === 100) return parseAnswer(rest);
  const length = headers["content-length"] === undefined ? rest.length : Number(headers["content-length"]);
  return { status, headers, body: rest.subarray(0, length).toString("utf8") };
}
