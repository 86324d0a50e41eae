/** The agent of this user, when it runs and when it is trusted. */
import { readFileSync } from "node:fs";
import type { TegataError } from "../../../base/index.ts";
import type { Machine } from "../../machine.ts";
import { agentSockets } from "../place.ts";
import { lookAtSocket } from "../trust.ts";
import { AgentConnection, AgentGone } from "./connection.ts";

export interface FindOptions {
  readonly machine: Pick<Machine, "platform" | "env" | "home">;
  /** Who we are; Windows has no such number. */
  readonly userId: number | undefined;
  /** Hears why a socket that is there is passed over. */
  readonly onUnsafe: (problem: TegataError) => void;
  /** Default: `AgentConnection.open`, which knows whether somebody listens. */
  readonly open?: (path: string) => Promise<AgentConnection | undefined> | AgentConnection;
}

/** undefined when there is none that is ours and answers. */
export async function findAgent(options: FindOptions): Promise<AgentConnection | undefined> {
  const { machine, userId, onUnsafe, open = AgentConnection.open } = options;
  for (const path of agentSockets(machine)) {
    if (machine.platform === "win32") return openPipe(path);
    if (userId === undefined) return undefined;
    const state = lookAtSocket(path, userId);
    if (state.kind === "absent") continue;
    if (state.kind === "unsafe") {
      onUnsafe(state.problem);
      continue;
    }
    const connection = await open(path);
    if (connection !== undefined) return connection;
  }
  return undefined;
}

/** The pipe that the user's own file names, when its other end has read that file too. */
async function openPipe(path: string): Promise<AgentConnection | undefined> {
  const { parsePipePass } = await import("../proof.ts");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const pass = parsePipePass(text);
  const connection = pass && (await AgentConnection.open(pass.pipe));
  if (pass === undefined || connection === undefined) return undefined;
  const { greet } = await import("./greet.ts");
  try {
    if (await greet(connection, pass)) return connection;
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
  }
  connection.close();
  return undefined;
}
