/**
 * Gives a link that is a secret to the person's browser.
 * SECURITY: what a program is started with is listed to all users of a machine, so that the link itself is no argument of
 * the browser's. It is started with the address of a page on this machine that leads to the link once: on Linux only for
 * a process of the same user, elsewhere for the first who asks, and whoever came too late sees that somebody else was
 * there. A file with the link was ruled out: browsers in sandboxes (snap, Flatpak) cannot read a private folder.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { encodeHex, exitCodes, type Secret, TegataError } from "../../../base/index.ts";
import { randomBytes } from "../../../crypto/index.ts";
import { readPeerUserId } from "../../../vault/deliver/peer.ts";
import type { Machine } from "../../../vault/index.ts";
import { openBrowser } from "../../vault/open-browser.ts";

/** A browser that starts cold on a slow machine needs half of it. */
export const browserTimeoutMs = 60_000;
const pathBytes = 16;
const rootUserId = 0;

/** Resolves once the browser took the link. @throws TegataError `NobodyCame`: a human is needed. */
export async function handOver(
  link: Secret,
  machine: Machine,
  onNote: (text: string) => void,
): Promise<void> {
  const path = `/${encodeHex(randomBytes(pathBytes))}`;
  let onTaken: (isTaken: boolean) => void = () => undefined;
  const taken = new Promise<boolean>((resolve) => {
    onTaken = resolve;
  });
  let isTaken = false;
  const server = createServer(async (request, response) => {
    const isRight = isFirstVisit(request, path) && (await isSameUser(request, machine)) && !isTaken;
    if (!isRight) return refuse(response);
    isTaken = true;
    response.writeHead(303, { ...pageHeaders, location: link.reveal() }).end(() => onTaken(true));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const timer = setTimeout(() => onTaken(false), browserTimeoutMs);
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    onNote(`opening your browser; if none opens, go to ${address} on this machine`);
    await openBrowser(address, machine);
    if (!(await taken)) throw nobodyCame();
  } finally {
    clearTimeout(timer);
    server.closeAllConnections();
    server.close();
  }
}

const pageHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
};

/** SECURITY: what a page asks for says so (`Sec-Fetch-Site`), and a name that was made to mean us is not our address. */
function isFirstVisit({ method, url, headers, socket }: IncomingMessage, path: string): boolean {
  const site = headers["sec-fetch-site"];
  return (
    method === "GET" &&
    url === path &&
    headers.host === `127.0.0.1:${socket.localPort}` &&
    headers.origin === undefined &&
    (site === undefined || site === "none")
  );
}

/** True also where the system does not tell. */
async function isSameUser({ socket }: IncomingMessage, { platform }: Machine): Promise<boolean> {
  if (platform !== "linux") return true;
  const { localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 } = socket;
  try {
    const userId = await readPeerUserId({ localAddress, localPort, remoteAddress, remotePort });
    return userId === userInfo().uid || userId === rootUserId;
  } catch {
    return true;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { ...pageHeaders, "content-type": "text/plain; charset=utf-8" });
  response.end("This address was used already, or leads nowhere.\n");
}

function nobodyCame(): TegataError {
  return new TegataError(
    "NobodyCame",
    `no browser came for the sign-in within ${browserTimeoutMs / 1000} s`,
    {
      hint: "tegata login PROFILE --stdout   # prints the link, which is a secret for 15 minutes",
      exitCode: exitCodes.humanNeeded,
    },
  );
}
