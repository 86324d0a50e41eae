import { formatInstant, printable } from "../../../base/index.ts";
import { describeSpan } from "../../../vault/plan/index.ts";
import type { Tone } from "../../display/style.ts";
import { printTable } from "../../table.ts";
import { isAsked } from "../../vault/flags.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { type CacheEntry, type CacheSettings, gatherEntries } from "./entries.ts";

/** `tegata cache list`: what is kept, secrets left out. */
export async function listCaches(profile: string | undefined, settings: CacheSettings): Promise<void> {
  const machine = thisMachine();
  const vault = openVault(settings, machine);
  const { entries, notes, failure } = await gatherEntries(profile, settings, vault);
  const remarks = notes.map(printable);
  if (settings.json) {
    process.stdout.write(`${JSON.stringify({ Entries: entries.map(toJson), Notes: remarks }, null, 2)}\n`);
  } else if (entries.length > 0) {
    printEntries(entries, machine.clock.now(), settings);
  }
  const isQuiet = isAsked(settings.quiet, "quiet", machine.env);
  if (!isQuiet && !settings.json) {
    if (entries.length === 0) note(nothing(profile));
    remarks.forEach(note);
  }
  if (failure !== undefined) throw failure;
}

export function nothing(profile: string | undefined): string {
  return profile === undefined ? "nothing is cached" : `nothing is cached for "${printable(profile)}"`;
}

export function printEntries(entries: readonly CacheEntry[], now: number, settings: CacheSettings): void {
  printTable(
    ["Cache", "Profile", "Role", "Expires", "State", "File"],
    entries.map((entry) => [
      entry.cache,
      printable(entry.profiles.join(", ") || "-"),
      printable(entry.role ?? "-"),
      entry.expiration === undefined ? "-" : formatInstant(entry.expiration),
      { text: describeState(entry, now), tone: tones[entry.state] },
      entry.file === undefined ? "" : printable(entry.file),
    ]),
    settings,
  );
}

const tones: Readonly<Record<CacheEntry["state"], Tone>> = {
  live: "good",
  expiring: "plain",
  expired: "faint",
  unreadable: "bad",
  unknown: "plain",
};

function describeState({ state, reason, expiration }: CacheEntry, now: number): string {
  if (reason !== undefined) return `${state}: ${reason}`;
  if (expiration === undefined || expiration <= now) return state;
  return `${state}, ${describeSpan(Math.ceil((expiration - now) / 60_000) * 60)} left`;
}

function toJson(entry: CacheEntry): object {
  const { cache, profiles, role, arn, accessKeyId, expiration, state, reason, file } = entry;
  return {
    Cache: cache,
    Profiles: profiles,
    Role: role,
    Arn: arn,
    AccessKeyId: accessKeyId,
    Expiration: expiration === undefined ? undefined : formatInstant(expiration),
    State: state,
    Reason: reason,
    File: file,
  };
}
