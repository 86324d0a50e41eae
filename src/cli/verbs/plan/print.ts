import { printable } from "../../../base/index.ts";
import { type PlanLine, planIn, planLines } from "../../../vault/plan/index.ts";
import { selectProfile } from "../../../vault/profiles/index.ts";
import type { Paint, Tone } from "../../display/style.ts";
import { languageOf } from "../../language.ts";
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
  const language = languageOf(machine.env);
  const text = settings.json
    ? JSON.stringify(planIn(plan, "en"), null, 2)
    : paintLines(planLines(plan, language), paintOf(settings));
  process.stdout.write(`${text}\n`);
  const { difference } = selectProfile(machine.env);
  if (profile === undefined && difference !== undefined && !isAsked(settings.quiet, "quiet", machine.env))
    note(printable(difference[language]));
}

const tones: Readonly<Partial<Record<PlanLine["kind"], Tone>>> = {
  head: "head",
  reason: "faint",
  warning: "bad",
  skipped: "faint",
};

function paintLines(lines: readonly PlanLine[], paint: Paint): string {
  return lines.map(({ kind, text }) => paint(text, tones[kind] ?? "plain")).join("\n");
}
