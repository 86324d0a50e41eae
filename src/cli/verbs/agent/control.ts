/** Telling the agent what to do. */
import { existsSync } from "node:fs";
import { exitCodes, inShell, Secret, TegataError } from "../../../base/index.ts";
import { type AgentConnection, AgentGone, findAgent } from "../../../vault/agent/client/index.ts";
import {
  type AgentStatus,
  agentSockets,
  decodeFailure,
  decodeStatus,
  type LeaseSpan,
  statuses,
} from "../../../vault/agent/index.ts";
import type { Machine } from "../../../vault/index.ts";
import { describeSpan } from "../../../vault/plan/index.ts";
import { ask } from "../../vault/ask.ts";
import { note } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { formOf, passphraseIn } from "./passphrase.ts";
import { type AgentSettings, spanOfSettings } from "./settings.ts";

const maxAttempts = 3;

export async function showStatus({ json }: { readonly json?: boolean }): Promise<void> {
  const machine = thisMachine();
  const status = await withAgent(machine, readStatus);
  if (status === undefined) process.exitCode = exitCodes.failed;
  process.stdout.write(
    json ? `${JSON.stringify(describeForPrograms(status))}\n` : `${describe(status, machine)}\n`,
  );
}

export async function lockAgent(): Promise<void> {
  await requireAgent((agent) => command(agent, "/lock"));
  process.stdout.write("the agent is locked\n");
}

export async function stopAgent(): Promise<void> {
  await requireAgent((agent) => command(agent, "/stop"));
  process.stdout.write("the agent is stopped\n");
}

export async function unlockAgent(settings: AgentSettings): Promise<void> {
  const machine = thisMachine();
  const span = spanOfSettings(settings);
  const status = await requireAgent((agent) => unlock(agent, machine, span));
  process.stdout.write(`${describe(status, machine)}\n`);
}

/**
 * Unlocks with what the environment or a person says, where a passphrase is wanted at all.
 * @throws TegataError `NoTerminal`, `Declined`, `PassphraseWrong`: exit code 3.
 */
export async function unlock(
  agent: AgentConnection,
  machine: Machine,
  { forSeconds, idleSeconds }: LeaseSpan,
): Promise<AgentStatus> {
  const times = { for: String(forSeconds), ...(idleSeconds !== undefined && { idle: String(idleSeconds) }) };
  const given = passphraseIn(machine.env);
  let passphrase = given;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await agent.send("POST", "/unlock", formOf(passphrase, times));
    const status = answer.status === statuses.done ? decodeStatus(answer.body) : undefined;
    if (status !== undefined) return status;
    const failure = decodeFailure(answer.body) ?? new AgentGone("it did not understand");
    const isAskable = failure instanceof TegataError && failure.exitCode === exitCodes.humanNeeded;
    if (!isAskable || given !== undefined || attempt === maxAttempts) throw failure;
    const problem = attempt === 0 ? "" : `${failure.message}; `;
    passphrase = new Secret(
      await ask({ text: `${problem}Passphrase of the keyring`, isHidden: true }, machine.platform),
    );
  }
}

export async function readStatus(agent: AgentConnection): Promise<AgentStatus> {
  const answer = await agent.send("GET", "/status");
  const status = decodeStatus(answer.body);
  if (status === undefined) throw new AgentGone("it is of another version");
  return status;
}

/** Does something with the agent; undefined when there is none that is ours. */
export async function withAgent<T>(
  machine: Machine,
  work: (agent: AgentConnection) => Promise<T>,
): Promise<T | undefined> {
  const agent = await findAgent({
    machine,
    userId: process.geteuid?.(),
    onUnsafe: ({ message, hint }) => note(hint === undefined ? message : `${message}\n  ${hint}`),
  });
  if (agent === undefined) return undefined;
  try {
    return await work(agent);
  } catch (error) {
    if (!(error instanceof AgentGone)) throw error;
    throw new TegataError("AgentSilent", `the agent does not answer as it should: ${error.message}`, {
      hint: endSilent(machine),
      cause: error,
    });
  } finally {
    agent.close();
  }
}

/** One that hangs cannot be told to stop; without its socket it ends by itself, and another one can start. */
function endSilent(machine: Machine): string {
  const path = agentSockets(machine).find((candidate) => existsSync(candidate));
  return path === undefined ? "tegata agent start" : `rm ${inShell(path)}; tegata agent start`;
}

async function requireAgent<T>(work: (agent: AgentConnection) => Promise<T>): Promise<T> {
  const done = await withAgent(thisMachine(), async (agent) => ({ value: await work(agent) }));
  if (done !== undefined) return done.value;
  throw new TegataError("NoAgent", "no agent runs", { hint: "tegata agent start" });
}

async function command(agent: AgentConnection, path: string): Promise<void> {
  const answer = await agent.send("POST", path);
  if (answer.status !== statuses.done) throw decodeFailure(answer.body) ?? new AgentGone("it refused");
}

/** One line; times as the person's clock says them. */
export function describe(status: AgentStatus | undefined, { clock }: Pick<Machine, "clock">): string {
  if (status === undefined) return "no agent runs";
  const { pid, keyring, why, isLocked, unlockedUntil, idleSeconds } = status;
  const who = `the agent (process ${pid}, keyring ${keyring}: ${why})`;
  if (isLocked || unlockedUntil === undefined) return `${who} is locked`;
  const left = describeSpan(Math.max(0, Math.round((unlockedUntil - clock.now()) / 1000)));
  return `${who} is unlocked for ${left}${idleSeconds === undefined ? "" : ", and longer while it is used"}`;
}

function describeForPrograms(status: AgentStatus | undefined): object {
  if (status === undefined) return { running: false };
  const { pid, keyring, isLocked, unlockedUntil, idleSeconds } = status;
  return {
    running: true,
    pid,
    keyring,
    locked: isLocked,
    ...(unlockedUntil !== undefined && { unlockedUntil: new Date(unlockedUntil).toISOString() }),
    ...(idleSeconds !== undefined && { idleSeconds }),
  };
}
