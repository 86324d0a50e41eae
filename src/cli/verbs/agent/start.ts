/** Starting the agent in the background. */
import { spawn } from "node:child_process";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { decodeFailure, socketVariable } from "../../../vault/agent/index.ts";
import { placeVariables } from "../../../vault/agent/protocol/variables.ts";
import type { Environment } from "../../../vault/index.ts";
import { isAsked } from "../../vault/flags.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { describe, readStatus, unlock, withAgent } from "./control.ts";
import { type AgentSettings, spanOfSettings } from "./settings.ts";

/** The child's third descriptor after the usual ones. */
const readyDescriptor = 3;
const startTimeoutMs = 15_000;

/** Returns when it listens and is unlocked. One that runs already is unlocked where it is locked. */
export async function startAgent(settings: AgentSettings): Promise<void> {
  const machine = thisMachine();
  const span = spanOfSettings(settings);
  if ((await withAgent(machine, readStatus)) === undefined) await launch(settings, machine.env);
  const status = await withAgent(machine, async (agent) => {
    const present = await readStatus(agent);
    return present.isLocked ? unlock(agent, machine, span) : present;
  });
  if (status === undefined) throw notStarted("it ended at once");
  if (!isAsked(settings.quiet, "quiet", machine.env)) process.stdout.write(`${describe(status, machine)}\n`);
}

/** The same program once more, without the terminal, and without what it must not keep. */
async function launch({ keyring, for: forSeconds, idle }: AgentSettings, env: Environment): Promise<void> {
  const args = [
    ...process.execArgv,
    process.argv[1] ?? "",
    "agent",
    "run",
    `--ready-descriptor=${readyDescriptor}`,
    ...(keyring === undefined ? [] : [`--keyring=${keyring}`]),
    ...(forSeconds === undefined ? [] : [`--for=${forSeconds}`]),
    ...(idle === undefined ? [] : [`--idle=${idle}`]),
  ];
  const child = spawn(process.execPath, args, {
    detached: true,
    cwd: "/",
    env: agentEnvironment(env),
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const ready = child.stdio[readyDescriptor];
  const told = await new Promise<string>((resolve) => {
    let text = "";
    const timer = setTimeout(() => resolve(text), startTimeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve(text);
    };
    child.once("error", end);
    ready?.on("data", (chunk) => {
      text += String(chunk);
    });
    ready?.once("error", end);
    ready?.once("close", end);
  });
  ready?.destroy();
  child.unref();
  if (told.startsWith('{"ready":true')) return;
  const failure = decodeFailure(told);
  // Another one was faster: that is the agent that we wanted.
  if (failure?.code === "AgentRuns") return;
  throw failure ?? notStarted(`it did not listen within ${startTimeoutMs / 1000} s`);
}

/** What finds the keyring and the network, and nothing that gives credentials or opens anything. */
function agentEnvironment(env: Environment): Environment {
  const kept: ReadonlySet<string> = new Set([...placeVariables, socketVariable]);
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => kept.has(name) || !/^(?:AWS|TEGATA)_/i.test(name)),
  );
}

function notStarted(reason: string): TegataError {
  return new TegataError("AgentNotStarted", `the agent could not be started: ${reason}`, {
    hint: "tegata agent run",
    exitCode: exitCodes.failed,
  });
}
