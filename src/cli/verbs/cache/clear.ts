import { exitCodes, TegataError } from "../../../base/index.ts";
import { confirm } from "../../vault/ask.ts";
import { isAsked } from "../../vault/flags.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { type CacheEntry, type CacheSettings, gatherEntries } from "./entries.ts";
import { nothing, printEntries } from "./list.ts";

/**
 * `tegata cache clear`: shows what would go, asks, and removes exactly that.
 * @throws TegataError `NoTerminal` when nobody can be asked and `--yes` was not typed.
 */
export async function clearCaches(profile: string | undefined, settings: CacheSettings): Promise<void> {
  const machine = thisMachine();
  if (settings.json && !settings.yes)
    throw new TegataError("Misuse", "cache clear --json asks nobody, and removes only with --yes", {
      hint: "tegata cache clear --json --yes",
      exitCode: exitCodes.misuse,
    });
  const { entries, failure } = await gatherEntries(profile, settings, openVault(settings, machine));
  const removed = entries.length > 0 && (await isAgreed(entries, settings)) ? await removeAll(entries) : [];
  if (settings.json) {
    const shown = removed.map(({ cache, profiles, file }) => ({
      Cache: cache,
      Profiles: profiles,
      File: file,
    }));
    process.stdout.write(`${JSON.stringify({ Removed: shown }, null, 2)}\n`);
  } else if (!isAsked(settings.quiet, "quiet", machine.env)) {
    note(entries.length === 0 ? nothing(profile) : `${removed.length} of ${entries.length} removed`);
  }
  if (failure !== undefined) throw failure;
}

async function isAgreed(entries: readonly CacheEntry[], settings: CacheSettings): Promise<boolean> {
  const { clock, platform } = thisMachine();
  if (settings.json) return true;
  printEntries(entries, clock.now(), settings);
  if (settings.yes) return true;
  try {
    return await confirm(`Remove ${entries.length === 1 ? "it" : `all ${entries.length}`}?`, platform);
  } catch (error) {
    if (!(error instanceof TegataError) || error.code !== "NoTerminal") throw error;
    throw new TegataError(error.code, error.message, {
      hint: "tegata cache clear --yes",
      exitCode: error.exitCode,
    });
  }
}

async function removeAll(entries: readonly CacheEntry[]): Promise<readonly CacheEntry[]> {
  const removed: CacheEntry[] = [];
  for (const entry of entries) if (await entry.remove()) removed.push(entry);
  return removed;
}
