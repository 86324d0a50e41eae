/** The agent's process. */
import { closeSync, writeSync } from "node:fs";
import { TegataError } from "../../../base/index.ts";
import {
  Agent,
  agentSocket,
  createRoutes,
  type ListeningAgent,
  listenAt,
} from "../../../vault/agent/index.ts";
import { type Machine, openKeyring } from "../../../vault/index.ts";
import { isAsked } from "../../vault/flags.ts";
import { note } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { passphraseIn, withoutPassphrase } from "./passphrase.ts";
import { type RunSettings, spanOfSettings } from "./settings.ts";

/** How often it looks at the time and at its socket. */
const lookMs = 5_000;
/** Requests in flight may end. */
const stopWaitMs = 2_000;

/**
 * Listens until it is stopped, by signal or by request, or until its socket is removed or replaced.
 * Unlocked at once where no passphrase is wanted, or where TEGATA_FILE_PASSPHRASE holds it.
 */
export async function runAgent(settings: RunSettings): Promise<void> {
  const { readyDescriptor } = settings;
  try {
    const { end } = await start(settings);
    if (readyDescriptor !== undefined) tell(readyDescriptor, { ready: true });
    await end;
  } catch (error) {
    if (readyDescriptor !== undefined && error instanceof TegataError) {
      const { code, message, hint, exitCode } = error;
      tell(readyDescriptor, { code, message, hint, exitCode });
    }
    throw error;
  }
}

/** Resolves with its end once it listens. */
async function start(settings: RunSettings): Promise<{ readonly end: Promise<void> }> {
  const machine = thisMachine();
  const span = spanOfSettings(settings);
  const path = agentSocket(machine);
  const agent = await Agent.create({
    machine: withoutPassphrase(machine),
    processId: process.pid,
    openKeyring: (askPassphrase) =>
      openKeyring(withoutPassphrase(machine), { flag: settings.keyring, askPassphrase }),
  });
  const stopped = Promise.withResolvers<void>();
  const route = createRoutes(agent, () => setImmediate(stopped.resolve));
  const listening = await listenAt({ path, platform: machine.platform, userId: process.geteuid?.(), route });
  const isUnlocked = await agent.unlock(passphraseIn(machine.env), span).then(
    () => true,
    (error: unknown) => sayLocked(error, settings, machine),
  );
  if (settings.readyDescriptor === undefined && !isAsked(settings.quiet, "quiet", machine.env))
    note(`the agent listens on "${path}"${isUnlocked ? "" : ", locked: tegata agent unlock"}`);
  return { end: live(agent, listening, stopped) };
}

/** Locked is no failure where a person can unlock it; a passphrase that was given and is wrong is said. */
function sayLocked(error: unknown, settings: RunSettings, machine: Machine): false {
  if (!(error instanceof TegataError)) throw error;
  const isWrong = passphraseIn(machine.env) !== undefined && settings.readyDescriptor === undefined;
  if (isWrong) note(error.message);
  return false;
}

async function live(
  agent: Agent,
  listening: ListeningAgent,
  stopped: PromiseWithResolvers<void>,
): Promise<void> {
  const timer = setInterval(() => {
    agent.lockWhenOver().catch(stopped.reject);
    if (!listening.isOurs()) stopped.resolve();
  }, lookMs);
  const stop = (): void => stopped.resolve();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    await stopped.promise;
  } finally {
    clearInterval(timer);
    await agent.lock();
    const late = setTimeout(() => process.exit(), stopWaitMs);
    late.unref();
    await listening.close();
    clearTimeout(late);
  }
}

function tell(descriptor: number, message: object): void {
  try {
    writeSync(descriptor, `${JSON.stringify(message)}\n`);
    closeSync(descriptor);
  } catch {
    // Whoever started it did not wait.
  }
}
