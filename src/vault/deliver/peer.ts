/** Who is at the other end of a loopback connection, where the system tells: Linux lists every socket with its owner. */
import { readFile } from "node:fs/promises";
import { endianness } from "node:os";

export interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/**
 * The user id that owns the other end of `connection` (our end is `local`), from the text of `/proc/net/tcp`; undefined
 * when it is not listed. Linux: proc_net_tcp.rst: addresses are hexadecimal words in the machine's byte order.
 */
export function findPeerUserId(
  table: string,
  connection: Connection,
  order: "LE" | "BE" = "LE",
): number | undefined {
  const theirs = endpoint(connection.remoteAddress, connection.remotePort, order);
  const ours = endpoint(connection.localAddress, connection.localPort, order);
  for (const line of table.split("\n")) {
    const [, local, remote, , , , , userId] = line.trim().split(/\s+/);
    if (local === theirs && remote === ours) return Number(userId);
  }
  return undefined;
}

/** The same of this machine. Rejects when the table cannot be read. */
export async function readPeerUserId(connection: Connection): Promise<number | undefined> {
  return findPeerUserId(await readFile("/proc/net/tcp", "latin1"), connection, endianness());
}

/** `127.0.0.1`, 80 → `0100007F:0050` where the byte order is little. */
function endpoint(address: string, port: number, order: "LE" | "BE"): string {
  const bytes = address
    .replace(/^::ffff:/, "")
    .split(".")
    .map((part) => hex(Number(part), 2));
  if (order === "LE") bytes.reverse();
  return `${bytes.join("")}:${hex(port, 4)}`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, "0");
}
