/**
 * `tegata export --format json [PROFILE]` while the agent has the credentials: the line that AWS's clients run before
 * each of their commands, so it loads nothing that it does not need. bin/tegata.cjs asks here first; whatever is unusual
 * is left to the whole program.
 */
import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { printable } from "../base/printable.ts";
import { type AgentAnswer, AgentConnection, AgentGone, findAgent } from "../vault/agent/client/index.ts";
import { buildAgentRequest } from "../vault/agent/protocol/request.ts";
import type { Machine } from "../vault/machine.ts";
import { thisMachine } from "./vault/this-machine.ts";

/** Variables that would have to be judged first; AWS_VAULT says that this runs inside of `tegata exec`. */
const judged = [
  "AWS_VAULT",
  "AWS_VAULT_DURATION",
  "TEGATA_DURATION",
  "TEGATA_NO_AGENT",
  "TEGATA_PROCESS_CHAIN",
] as const;

/** Whether it is done. @param args what stands behind `export`. */
export async function exportThroughAgent(args: readonly string[]): Promise<boolean> {
  // The whole program tells a person at a terminal what is odd about the profile.
  if (isatty(2)) return false;
  const machine = thisMachine();
  const answer = await askFor(args, machine, process.geteuid?.());
  if (answer === undefined) return false;
  if (answer.note !== undefined && !isQuiet(machine)) writeSync(2, `tegata: ${printable(answer.note)}\n`);
  await print(answer.body);
  return true;
}

function isQuiet({ env }: Machine): boolean {
  return /^(?:true|1)$/i.test(env.TEGATA_QUIET ?? "");
}

/** What `credential_process` prints, and what is to be said beside it; undefined where the whole program has to do it. */
export async function askFor(
  args: readonly string[],
  machine: Machine,
  userId: number | undefined,
): Promise<AgentAnswer | undefined> {
  const wanted = parseArguments(args);
  if (wanted === undefined || judged.some((name) => machine.env[name])) return undefined;
  const { profile: name } = wanted;
  const profile = name === undefined ? {} : { profile: { name, setting: "the argument" } };
  const form = buildAgentRequest(profile, undefined, machine);
  if (form === undefined) return undefined;
  let isTrusted = true;
  const onUnsafe = (): void => {
    isTrusted = false;
  };
  const agent = await findAgent({ machine, userId, onUnsafe, open: AgentConnection.begin });
  if (agent === undefined || !isTrusted) return undefined;
  try {
    const answer = await agent.send("POST", "/credentials", form);
    // Not closed: the process ends at once, and closing would take a twentieth of its time.
    if (answer.status === 200) return answer;
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
  }
  agent.close();
  return undefined;
}

/** undefined for anything but the format and at most one profile. */
function parseArguments(args: readonly string[]): { readonly profile: string | undefined } | undefined {
  let isJson = false;
  let profile: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? "";
    const format =
      /^--format=(.*)$/.exec(argument)?.[1] ?? (argument === "--format" ? args[++at] : undefined);
    if (format !== undefined) {
      if (format !== "json" && format !== "process") return undefined;
      isJson = true;
    } else if (argument.startsWith("-") || argument === "" || profile !== undefined) return undefined;
    else profile = argument;
  }
  return isJson ? { profile } : undefined;
}

/** At once, so that the process can end; what a slow reader does not take goes by the stream, which waits. ASCII. */
async function print(text: string): Promise<void> {
  let rest = text;
  try {
    while (rest !== "") rest = rest.slice(writeSync(1, rest));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EPIPE") return;
    if (code !== "EAGAIN") throw error;
    await new Promise((resolve) => process.stdout.write(rest, resolve));
  }
}
