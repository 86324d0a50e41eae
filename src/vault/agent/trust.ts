/**
 * Whether a socket is the user's own. Both sides ask: the agent before it answers, a client before it sends.
 * INVARIANT (agent-is-the-users-own): nothing is sent to a socket, or taken from one, that another user could have made
 * or can open: a folder of mode 0700 and in it a socket of mode 0600, both owned by the user.
 */
import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { TegataError } from "../../base/index.ts";

/** What the system says about a file. */
export interface FileFacts {
  readonly path: string;
  readonly kind: "folder" | "socket" | "other";
  readonly ownerId: number;
  /** Permission bits: `0o700`. */
  readonly mode: number;
}

/** undefined when the socket and its folder are the user's and closed to all others. A symbolic link is neither. */
export function problemWithSocket(
  folder: FileFacts,
  socket: FileFacts,
  userId: number,
): TegataError | undefined {
  return problemWith(folder, "folder", 0o700, userId) ?? problemWith(socket, "socket", 0o600, userId);
}

function problemWith(
  { path, kind, ownerId, mode }: FileFacts,
  wanted: "folder" | "socket",
  allowed: number,
  userId: number,
): TegataError | undefined {
  const hint = `ls -ld '${path}'`;
  if (kind !== wanted) return new TegataError("AgentUnsafe", `"${path}" is no ${wanted}`, { hint });
  if (ownerId !== userId)
    return new TegataError("AgentUnsafe", `"${path}" belongs to user ${ownerId}, and we are ${userId}`, {
      hint,
    });
  if ((mode & ~allowed) === 0) return undefined;
  return new TegataError(
    "AgentUnsafe",
    `"${path}" has mode 0${mode.toString(8)}, and other users must be kept out of it`,
    { hint: `chmod ${allowed.toString(8)} '${path}'` },
  );
}

export type SocketState =
  | { readonly kind: "absent" }
  | { readonly kind: "ours" }
  | { readonly kind: "unsafe"; readonly problem: TegataError };

/** Synchronous, because a cached credential should not wait for a turn of the event loop. */
export function lookAtSocket(path: string, userId: number): SocketState {
  const socket = factsOf(path);
  const folder = factsOf(dirname(path));
  if (socket === undefined || folder === undefined) return { kind: "absent" };
  const problem = problemWithSocket(folder, socket, userId);
  return problem === undefined ? { kind: "ours" } : { kind: "unsafe", problem };
}

/** What cannot be looked at is not there for us. */
function factsOf(path: string): FileFacts | undefined {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    const kind = stat.isDirectory() ? "folder" : stat.isSocket() ? "socket" : "other";
    return { path, kind, ownerId: stat.uid, mode: stat.mode & 0o777 };
  } catch {
    return undefined;
  }
}
