import { printable } from "../../../base/index.ts";
import { describePlan } from "../../../vault/plan/index.ts";
import { selectProfile } from "../../../vault/profiles/index.ts";
import type { Paint, Tone } from "../../display/style.ts";
import { paintOf } from "../../table.ts";
import { isAsked, type VaultSettings } from "../../vault/flags.ts";
import { requestOf } from "../../vault/issue.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";

export interface PlanSettings extends VaultSettings {
  readonly json?: boolean;
}

/** `tegata plan`: reads the files and the keyring's names, and calls nothing. */
export async function printPlan(profile: string | undefined, settings: PlanSettings): Promise<void> {
  const machine = thisMachine();
  const plan = await openVault(settings, machine).plan(requestOf({ profile, settings, machine }));
  const text = settings.json
    ? JSON.stringify(plan, null, 2)
    : paintPlan(describePlan(plan), paintOf(settings));
  process.stdout.write(`${text}\n`);
  const { difference } = selectProfile(machine.env);
  if (profile === undefined && difference !== undefined && !isAsked(settings.quiet, "quiet", machine.env))
    note(printable(difference));
}

const tones: readonly (readonly [beginning: RegExp, tone: Tone])[] = [
  [/^profile "/, "head"],
  [/^warning: /, "bad"],
  [/^(?:not used: | {3})/, "faint"],
];

function paintPlan(text: string, paint: Paint): string {
  return text
    .split("\n")
    .map((line) => paint(line, tones.find(([beginning]) => beginning.test(line))?.[1] ?? "plain"))
    .join("\n");
}
