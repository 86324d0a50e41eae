/** What stands in the way of a request: servers on loopback that are no AWS service, and proxies that let nothing through. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer as createHttp, type RequestListener, request, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type Socket, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  return { ...(await stand(createHttps(options, passTo(endpoint)))), ca };
}

function passTo(endpoint: string): RequestListener {
  return (asked, answer) => {
    const { method, url = "/", headers } = asked;
    const onward = request(new URL(url, endpoint), { method: method ?? "GET", headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    asked.pipe(onward);
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
