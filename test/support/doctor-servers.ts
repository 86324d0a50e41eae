/** What stands in the way of a request: servers on loopback that are no AWS service, and proxies that let nothing through. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import {
  createServer as createHttp,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type Socket, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Key } from "./server.ts";

export interface Standing {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Takes connections, and never answers. */
export function standSilent(): Promise<Standing> {
  return stand(createTcp(() => {}));
}

/** A hotel's page, whatever is asked. */
export function standPortal(): Promise<Standing> {
  return stand(
    createHttp((_, answer) => {
      answer.writeHead(200, { "content-type": "text/html" });
      answer.end("<!DOCTYPE html>\n<html><head><title>Hotel</title></head><body>Sign in</body></html>\n");
    }),
  );
}

/** A proxy that asks for a password which nobody gave. */
export function standRefusingProxy(): Promise<Standing> {
  const server = createHttp((_, answer) => {
    answer.writeHead(407, { "proxy-authenticate": 'Basic realm="proxy"' });
    answer.end();
  });
  server.on("connect", (_, socket: Socket) => {
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  });
  return stand(server);
}

/** The service behind a certificate of an authority that nobody knows; `ca` is that authority's file. */
export async function standTls(endpoint: string): Promise<Standing & { readonly ca: string }> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-tls-"));
  const [key, ca] = [join(folder, "key.pem"), join(folder, "ca.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", ca, ...subject],
    { stdio: "ignore" },
  );
  const options = { key: readFileSync(key), cert: readFileSync(ca) };
  return { ...(await stand(createHttps(options, (asked, answer) => passTo(endpoint)(asked, answer)))), ca };
}

/** STS that takes any web identity for that session, and is the service's in all else. */
export function standWebIdentity(endpoint: string, session: WebIdentitySession): Promise<Standing> {
  const pass = passTo(endpoint);
  return stand(
    createHttp((asked, answer) => {
      const body: Buffer[] = [];
      asked.on("data", (chunk: Buffer) => body.push(chunk));
      asked.once("end", () => {
        const text = Buffer.concat(body);
        const asksFor = new URLSearchParams(text.toString()).get("Action");
        if (asksFor !== "AssumeRoleWithWebIdentity") return pass(asked, answer, text);
        answer.writeHead(200, { "content-type": "text/xml" });
        answer.end(webIdentityAnswer(session));
      });
    }),
  );
}

export interface WebIdentitySession extends Key {
  /** ISO 8601. */
  readonly expiration: string;
  readonly arn: string;
}

function webIdentityAnswer(session: WebIdentitySession): string {
  const { accessKeyId, secretAccessKey, sessionToken = "", expiration, arn } = session;
  const credentials =
    `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
    `<SessionToken>${sessionToken}</SessionToken><Expiration>${expiration}</Expiration>`;
  const user = `<AssumedRoleUser><AssumedRoleId>AROA:web</AssumedRoleId><Arn>${arn}</Arn></AssumedRoleUser>`;
  const result = `${user}<Credentials>${credentials}</Credentials>`;
  const name = "AssumeRoleWithWebIdentity";
  return (
    `<${name}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${name}Result>${result}</${name}Result>` +
    `<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${name}Response>\n`
  );
}

type Passing = (asked: IncomingMessage, answer: ServerResponse, body?: Uint8Array) => void;

function passTo(endpoint: string): Passing {
  return (asked, answer, body) => {
    const { method, url = "/", headers } = asked;
    const onward = request(new URL(url, endpoint), { method: method ?? "GET", headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    if (body === undefined) asked.pipe(onward);
    else onward.end(body);
  };
}

/** A port at which nothing listens any more. */
export async function findDeadPort(): Promise<number> {
  const standing = await standSilent();
  await standing.close();
  return standing.port;
}

async function stand(server: Server | TcpServer): Promise<Standing> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
