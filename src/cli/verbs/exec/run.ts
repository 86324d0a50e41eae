import {
  type ChildEnd,
  type Command,
  childEnvironment,
  defaultCommand,
} from "../../../vault/deliver/index.ts";
import type { Machine } from "../../../vault/index.ts";
import { endLike, requireCommand, runChild } from "../../exec-child.ts";
import { isAsked } from "../../vault/flags.ts";
import { issue } from "../../vault/issue.ts";
import { note } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { splitOperands } from "./operands.ts";
import { type ExecSettings, refuseNested, requireConsistent, serverOf } from "./settings.ts";
import { warnOf } from "./warn.ts";

/**
 * `tegata exec`: credentials first, then the command, whose end is ours.
 * @throws TegataError as `issue`, `runChild` and the servers; `Nested`, `Contradiction`, `ServerShadowed`.
 */
export async function exec(
  first: string | undefined,
  others: readonly string[],
  settings: ExecSettings,
): Promise<void> {
  const operands = first === undefined ? [] : [first, ...others];
  const { profile: named, words } = splitOperands(operands, process.argv);
  requireConsistent(settings);
  if (settings.json) {
    const { printExport } = await import("../export/run.ts");
    await printExport(named, { ...settings, format: "json" });
    return;
  }
  const machine = thisMachine();
  refuseNested(settings.nested, machine.env);
  const command = commandOf(words, machine);
  requireCommand({ machine, env: machine.env, command });
  const profile = named ?? (await pickProfile(settings, machine));
  if (words.length === 0 && process.stdin.isTTY && !isAsked(settings.quiet, "quiet", machine.env))
    note(`starting ${command[0]}; exit leaves it`);
  endLike(
    await (serverOf(settings) === undefined ? runWith : runServed)({ profile, command, settings, machine }),
  );
}

/** Loaded when nobody named one. */
async function pickProfile(settings: ExecSettings, machine: Machine): Promise<string | undefined> {
  const { profileOrPick } = await import("../../vault/pick-profile.ts");
  return profileOrPick(undefined, settings, machine);
}

export interface Execution {
  readonly profile: string | undefined;
  readonly command: Command;
  readonly settings: ExecSettings;
  readonly machine: Machine;
}

/** With the credentials as variables. Does not return where the process becomes the command. */
async function runWith({ profile, command, settings, machine }: Execution): Promise<ChildEnd> {
  const issued = await issue({ profile, settings, machine, check: settings.check !== false });
  const { plan, credentials, endpointUrl } = issued;
  const { serviceEndpoints } = plan;
  warnOf(issued, settings, machine.env, command);
  const place = { region: plan.region?.value, endpointUrl, serviceEndpoints };
  const handed = { profile: plan.profile, ...place, credentials };
  const env = childEnvironment({ machine, ...handed });
  return runChild({ machine, command, env, mustStay: false });
}

async function runServed(execution: Execution): Promise<ChildEnd> {
  const { runWithServer } = await import("./serve.ts");
  return runWithServer(execution);
}

function commandOf([program, ...args]: readonly string[], machine: Machine): Command {
  return program === undefined ? defaultCommand(machine) : [program, ...args];
}
