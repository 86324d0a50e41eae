/** Where the agent's socket is. Pure: paths of each platform can be tested on any. */
import { posix, win32 } from "node:path";
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import { cacheFolder } from "../private-files/folders.ts";

/** Linux: unix(7), sun_path has 108 bytes; macOS: 104. The last one is a zero. */
const maxSocketPathBytes: Readonly<Record<Machine["platform"], number>> = {
  linux: 107,
  darwin: 103,
  // A file that names a pipe, and no socket.
  win32: Number.POSITIVE_INFINITY,
};

export const socketVariable = "TEGATA_AGENT_SOCKET";

/**
 * Where a client looks, in order: TEGATA_AGENT_SOCKET alone; else below XDG_RUNTIME_DIR, then below the user's cache.
 * Windows: the path of the file that names the pipe.
 */
export function agentSockets(machine: Pick<Machine, "platform" | "env" | "home">): readonly string[] {
  const { platform, env } = machine;
  const path = platform === "win32" ? win32 : posix;
  const named = env[socketVariable];
  if (named) return [named];
  const runtime = env.XDG_RUNTIME_DIR;
  const inRuntime = runtime && posix.isAbsolute(runtime) && platform !== "win32" ? [runtime] : [];
  return [
    ...inRuntime.map((folder) => posix.join(folder, "tegata", "agent.sock")),
    path.join(cacheFolder(machine), "agent", platform === "win32" ? "agent.json" : "agent.sock"),
  ];
}

/**
 * Where an agent listens: the first of them whose path a socket can have.
 * @throws TegataError `SocketPathUnusable`.
 */
export function agentSocket(machine: Pick<Machine, "platform" | "env" | "home">): string {
  const { platform } = machine;
  const max = maxSocketPathBytes[platform];
  const candidates = agentSockets(machine);
  const found = candidates.find((path) => Buffer.byteLength(path) <= max);
  const isAbsolute = (platform === "win32" ? win32 : posix).isAbsolute;
  if (found !== undefined && isAbsolute(found)) return found;
  throw new TegataError(
    "SocketPathUnusable",
    found === undefined
      ? `"${candidates[0]}" is longer than the ${max} bytes that a socket's path can have`
      : `${socketVariable} "${found}" is no absolute path`,
    { hint: `export ${socketVariable}=/run/user/UID/tegata/agent.sock`, exitCode: exitCodes.misuse },
  );
}
