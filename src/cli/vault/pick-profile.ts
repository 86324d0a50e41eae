/** Which profile, asked of the person at the terminal when nobody named one. */
import { closeSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { exitCodes, printable, TegataError } from "../../base/index.ts";
import type { Environment, Machine } from "../../vault/index.ts";
import {
  loadSharedFiles,
  type Section,
  type SharedFiles,
  selectProfile,
} from "../../vault/profiles/index.ts";
import { openTerminal, type Terminal } from "../../vault/programs/index.ts";
import { isPlain } from "../table.ts";
import { ask } from "./ask.ts";
import type { VaultSettings } from "./flags.ts";

export interface PickableProfile {
  readonly name: string;
  /** What tells it from the others: its role, account, region. */
  readonly hint: string;
}

/** Rows on the screen at a time; typing narrows them. */
const shownProfiles = 12;
const usualColumns = 80;
const usualRows = 24;

/**
 * The name that was typed; undefined where variables name one or hold keys, where nobody looks at a terminal, and where there is nothing
 * to choose from; else what the person picks. Standard input and output are left to others.
 * @throws TegataError `Declined` when the person picks none: exit code 3.
 */
export async function profileOrPick(
  name: string | undefined,
  settings: VaultSettings,
  machine: Machine,
): Promise<string | undefined> {
  const { env } = machine;
  const isSaid = selectProfile(env).by !== "default" || env.AWS_ACCESS_KEY_ID;
  if (name !== undefined || isSaid || !process.stderr.isTTY) return name;
  const { files } = await loadSharedFiles(machine);
  return pickProfile(files, machine, settings);
}

/** Asks on the terminal; undefined without one, and where fewer than two profiles are to choose from. */
export async function pickProfile(
  files: SharedFiles,
  machine: Machine,
  settings: Pick<VaultSettings, "plain"> = {},
): Promise<string | undefined> {
  const profiles = pickableProfiles(files);
  if (profiles.length < 2) return undefined;
  const isSimple = isPlain(settings) || isSimpleTerminal(machine.env);
  const picked = isSimple ? await pickByNumber(profiles, machine) : await pickBySearch(profiles, machine);
  if (picked !== null) return picked;
  throw new TegataError("Declined", "no profile was picked", {
    hint: "tegata list   # then name one",
    exitCode: exitCodes.humanNeeded,
  });
}

/** Every profile of the files by name, with what a person knows it by. */
export function pickableProfiles({ profiles }: SharedFiles): readonly PickableProfile[] {
  return [...profiles.values()]
    .map((section) => ({ name: section.name, hint: hintOf(section) }))
    .sort((left, right) => left.name.localeCompare(right.name, "en"));
}

/** The profile that was meant by a number of the list, or by its name; undefined for anything else. */
export function parsePick(typed: string, profiles: readonly PickableProfile[]): string | undefined {
  const text = typed.trim();
  if (profiles.some(({ name }) => name === text)) return text;
  return /^\d{1,6}$/.test(text) ? profiles[Number(text) - 1]?.name : undefined;
}

function hintOf({ properties }: Section): string {
  const of = (key: string): string | undefined => properties.get(key)?.value || undefined;
  const sso = of("sso_role_name") && `${of("sso_account_id") ?? ""}/${of("sso_role_name")}`;
  return [of("role_arn") ?? sso, of("region")].filter((part) => part !== undefined).join(", ");
}

function isSimpleTerminal({ TERM }: Environment): boolean {
  return TERM === "dumb";
}

/** null when the person gave up; undefined without a terminal. */
async function pickBySearch(
  profiles: readonly PickableProfile[],
  { platform }: Machine,
): Promise<string | null | undefined> {
  // Two handles, since each stream closes its own.
  const [forInput, forOutput] = [openTerminal(platform), openTerminal(platform)];
  if (forInput === undefined || forOutput === undefined) return undefined;
  const { autocomplete, isCancel } = await import("@clack/prompts");
  const [input, output] = [new ReadStream(forInput.input), new WriteStream(forOutput.output)];
  // A terminal that does not say its size says 0.
  output.columns ||= usualColumns;
  output.rows ||= usualRows;
  try {
    const picked = await autocomplete({
      message: "Profile",
      placeholder: "type to search",
      maxItems: shownProfiles,
      options: profiles.map(({ name, hint }) => ({
        value: name,
        label: printable(name),
        ...(hint !== "" && { hint: printable(hint) }),
      })),
      input,
      output,
    });
    return isCancel(picked) ? null : picked;
  } finally {
    input.destroy();
    output.destroy();
    closeOther(forInput, forInput.input);
    closeOther(forOutput, forOutput.output);
  }
}

/** Windows has one handle for each direction. */
function closeOther({ input, output }: Terminal, used: number): void {
  if (input !== output) closeSync(used === input ? output : input);
}

async function pickByNumber(
  profiles: readonly PickableProfile[],
  { platform }: Machine,
): Promise<string | null> {
  const lines = profiles.map(({ name, hint }, index) => `${index + 1}. ${name}${hint && ` (${hint})`}`);
  const text = `${lines.map(printable).join("\n")}\nProfile, by number or name`;
  return parsePick(await ask({ text }, platform), profiles) ?? null;
}
