/** The least that a node:http server can do: read a small body, answer 400 bytes of XML. `node bench/bare-server.ts` prints its port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const replyBytes = 400;
const frame = "<GetCallerIdentityResponse></GetCallerIdentityResponse>\n";
const reply = frame.replace("><", `>${"x".repeat(replyBytes - frame.length)}<`);

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces).toString();
    const status = body.includes("Action=") ? 200 : 400;
    response.writeHead(status, { "content-type": "text/xml", "content-length": replyBytes });
    response.end(reply);
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
