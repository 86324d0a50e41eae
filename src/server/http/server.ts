/** The HTTP edge: sockets to `WireRequest`, `WireResponse` to sockets. It judges nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type WireBody, WireHeaders, type WireRequest, type WireResponse } from "../../wire/index.ts";
import { hasLargeRest, readBody } from "./body.ts";
import { httpLimits } from "./limits.ts";
import { Outbox } from "./outbox.ts";

export type Handle = (request: WireRequest) => Promise<WireResponse>;

export interface HttpServer {
  /** The port that was bound. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on `host:port` (0: any free port) and answers with `handle`.
 * Rejects with Node's own error when the address cannot be bound (`EADDRINUSE`, `EACCES` …).
 * `onFault` hears of what went wrong between the socket and `handle`; the client gets a bare 500 then.
 */
export async function listen(options: {
  readonly host: string;
  readonly port: number;
  readonly handle: Handle;
  readonly onFault: (error: unknown) => void;
}): Promise<HttpServer> {
  const server = createServer({
    maxHeaderSize: httpLimits.maxHeaderBytes,
    headersTimeout: httpLimits.headersTimeoutMs,
    requestTimeout: httpLimits.requestTimeoutMs,
    keepAliveTimeout: httpLimits.keepAliveTimeoutMs,
    // A request without Host is refused by its signature, with AWS's error instead of an empty 400.
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxHeadersCount = httpLimits.maxHeaders;
  const answer = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => {
    serve(request, response, options.handle, expectsContinue).catch((error: unknown) => {
      if (!request.destroyed) options.onFault(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  server.on("request", (request, response) => answer(request, response, false));
  server.on("checkContinue", (request, response) => answer(request, response, true));
  server.on("clientError", refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: () => closeServer(server),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handle,
  expectsContinue: boolean,
): Promise<void> {
  const reading = readBody(request, expectsContinue ? response : undefined);
  const body = reading instanceof Promise ? await reading : reading;
  const answer = await handle(wireRequest(request, body));
  if (hasLargeRest(request)) response.shouldKeepAlive = false;
  await write(response, answer, request.method === "HEAD");
  if (!request.complete && !response.shouldKeepAlive) afterwards(response, () => request.destroy());
}

function afterwards(response: ServerResponse, then: () => void): void {
  if (response.writableFinished) then();
  else response.once("finish", then);
}

function wireRequest(request: IncomingMessage, body: WireBody): WireRequest {
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers: new WireHeaders(request.rawHeaders),
    body,
    remoteAddress: plainAddress(request.socket.remoteAddress ?? ""),
    secure: "encrypted" in request.socket,
  };
}

/** `::ffff:192.0.2.1` is an IPv4 peer on a dual-stack socket. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

const outbox = new Outbox();

/** A body in memory goes to the outbox; resolves once it is on its way there, or a streamed body is written. */
function write(response: ServerResponse, answer: WireResponse, isHead: boolean): Promise<void> | undefined {
  const { body } = answer;
  if (typeof body !== "string" && !(body instanceof Uint8Array))
    return stream(response, answer, body, isHead);
  outbox.add(() => {
    response.writeHead(answer.status, withLength(answer.status, answer.headers, body));
    response.end(isHead ? undefined : body);
  });
  return undefined;
}

/** A flat list of names and values: what Node writes with the least work. */
function withLength(
  status: number,
  headers: WireResponse["headers"],
  body: string | Uint8Array,
): (string | number)[] {
  const lines: (string | number)[] = [];
  let hasLength = status === 204 || status === 304;
  for (const name in headers) {
    if (name === "content-length") hasLength = true;
    lines.push(name, headers[name] ?? "");
  }
  if (!hasLength)
    lines.push("content-length", typeof body === "string" ? Buffer.byteLength(body) : body.length);
  return lines;
}

async function stream(
  response: ServerResponse,
  { status, headers }: WireResponse,
  body: AsyncIterable<Uint8Array>,
  isHead: boolean,
): Promise<void> {
  const source = body instanceof Readable ? body : Readable.from(body);
  try {
    response.writeHead(status, headers);
    if (isHead) response.end();
    else await pipeline(source, response);
  } finally {
    // A client that left before the answer came would otherwise leave the object's file open.
    source.destroy();
  }
}

/** What is not HTTP gets the one answer that fits every service. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const status = tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const [code, message] = tooLarge
    ? [
        "RequestHeaderSectionTooLarge",
        `The request line and headers exceed ${httpLimits.maxHeaderBytes} bytes.`,
      ]
    : ["BadRequest", "The request is not well-formed HTTP."];
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: ${xml.length}\r\n\r\n${xml}`,
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), httpLimits.closeTimeoutMs);
    // A connection that was busy now would be kept alive after its answer, and hold the server until the deadline.
    const sweep = setInterval(() => server.closeIdleConnections(), httpLimits.closeSweepMs);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
